import { expect, test } from "vitest";
import { commandOf, keyHelp, placeMoveOf } from "./keys.ts";

test("letters mean the same with caps lock", () => {
  expect(commandOf("B")).toBe("hold");
  expect(commandOf("i")).toBe("in");
});

test("digits choose views, from the first", () => {
  expect(commandOf("1")).toEqual({ view: 0 });
  expect(commandOf("5")).toEqual({ view: 4 });
  expect(commandOf("6")).toBeNull();
});

test("other keys are left alone", () => {
  for (const key of ["Tab", "Enter", "Escape", "ArrowLeft", "a", ""]) {
    expect(commandOf(key)).toBeNull();
  }
});

test("no key is told twice", () => {
  const shown = keyHelp(true).map((key) => key.shown);
  expect(new Set(shown).size).toBe(shown.length);
});

test("the key of the full screen is told only where there is one", () => {
  const told = (hasFullscreen: boolean) => keyHelp(hasFullscreen).map(({ does }) => does);
  expect(told(true)).toContain("Full screen");
  expect(told(false)).toEqual(told(true).filter((does) => does !== "Full screen"));
});

test.each([
  ["ArrowRight", false, { frames: 1 }],
  ["ArrowDown", false, { frames: -1 }],
  ["ArrowLeft", true, { seconds: -10 }],
  ["PageUp", false, { seconds: 10 }],
  ["Home", false, null],
  ["Tab", true, null],
])("on the timeline %s (shift: %s) moves by %o", (key, shift, move) => {
  expect(placeMoveOf(key, shift)).toEqual(move);
});
