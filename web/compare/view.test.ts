import { expect, test } from "vitest";
import { canHold, effectiveView, playedSides, possibleViews, viewName } from "./view.ts";

const BOTH = ["left", "right"] as const;

test("shows what there is until there is something to compare", () => {
  expect(effectiveView("wipe", ["left"])).toBe("left");
  expect(effectiveView("difference", ["right"])).toBe("right");
  expect(effectiveView("side", BOTH)).toBe("side");
  expect(effectiveView("wipe", [])).toBeNull();
});

test("offers no comparison with a picture that cannot be shown", () => {
  expect(possibleViews(["right"])).toEqual(["right"]);
  expect(possibleViews(BOTH)).toEqual(["wipe", "side", "difference", "left", "right"]);
});

test("names a single picture by what it is", () => {
  const names = { left: "Run 1", right: "Run 2" };
  expect(viewName("left", names)).toBe("Run 1");
  expect(viewName("side", names)).toBe("Side by side");
});

test("who is heard leads", () => {
  expect(playedSides("wipe", "left", BOTH)).toEqual(["left", "right"]);
  expect(playedSides("wipe", "right", BOTH)).toEqual(["right", "left"]);
  expect(playedSides("difference", "off", BOTH)).toEqual(["left", "right"]);
});

test("the left picture alone plays by itself, or with the right one's sound", () => {
  expect(playedSides("left", "left", BOTH)).toEqual(["left"]);
  expect(playedSides("left", "off", BOTH)).toEqual(["left"]);
  expect(playedSides("left", "right", BOTH)).toEqual(["right", "left"]);
  expect(playedSides("left", "right", ["left"])).toEqual(["left"]);
});

test("the right picture alone plays with the left one at hand", () => {
  expect(playedSides("right", "off", BOTH)).toEqual(["right", "left"]);
  expect(playedSides("right", "left", BOTH)).toEqual(["left", "right"]);
  expect(playedSides("right", "left", ["right"])).toEqual(["right"]);
});

test("holding is offered where it shows something else", () => {
  expect((["wipe", "side", "difference", "left", "right", null] as const).map(canHold)).toEqual([
    true,
    false,
    true,
    false,
    true,
    false,
  ]);
});
