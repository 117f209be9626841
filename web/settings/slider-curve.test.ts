import { expect, test } from "vitest";
import { SLIDERS } from "./settings-draft.ts";
import { POSITIONS, positionOf, valueAt } from "./slider-curve.ts";

test.each([
  ["brightness", -1, 0, 1],
  ["contrast", 0, 1, 3],
  ["saturation", 0, 1, 3],
  ["gamma", 0.1, 1, 10],
  ["temperature", 1000, 6500, 40000],
  ["strength", 0, 0.5, 1],
] as const)("%s runs from %f over %f to %f", (name, low, middle, high) => {
  expect([0, POSITIONS / 2, POSITIONS].map((position) => valueAt(name, position))).toEqual([
    low,
    middle,
    high,
  ]);
});

test.each([...SLIDERS, "strength"] as const)(
  "%s grows with each step to the right, and stays where it was put",
  (name) => {
    let last = Number.NEGATIVE_INFINITY;
    for (let position = 0; position <= POSITIONS; position += 1) {
      const value = valueAt(name, position);
      expect(value).toBeGreaterThan(last);
      expect(positionOf(name, value)).toBe(position);
      last = value;
    }
  },
);

test("a number past the ends stands at the end, no number in the middle", () => {
  expect(positionOf("contrast", 99)).toBe(POSITIONS);
  expect(positionOf("gamma", -5)).toBe(0);
  expect(positionOf("gamma", Number.NaN)).toBe(POSITIONS / 2);
});
