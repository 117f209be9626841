import { expect, test } from "vitest";
import { effectiveView, playedSides, possibleViews } from "./view.ts";

test("shows what there is until there is something to compare", () => {
  expect(effectiveView("wipe", ["original"])).toBe("original");
  expect(effectiveView("wipe", ["enhanced"])).toBe("enhanced");
  expect(effectiveView("side", ["original", "enhanced"])).toBe("side");
  expect(effectiveView("wipe", [])).toBeNull();
});

test("offers no comparison with a picture that cannot be shown", () => {
  expect(possibleViews(["enhanced"]).map(({ value }) => value)).toEqual(["enhanced"]);
});

test("who is heard leads", () => {
  expect(playedSides("wipe", "original")).toEqual(["original", "enhanced"]);
  expect(playedSides("wipe", "enhanced")).toEqual(["enhanced", "original"]);
  expect(playedSides("original", "enhanced")).toEqual(["original"]);
});
