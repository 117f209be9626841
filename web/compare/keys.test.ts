import { expect, test } from "vitest";
import { commandOf, keyHelp } from "./keys.ts";

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
  const shown = keyHelp().map((key) => key.shown);
  expect(new Set(shown).size).toBe(shown.length);
});
