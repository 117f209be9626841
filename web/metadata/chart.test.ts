import { expect, test } from "vitest";
import {
  areaPath,
  axisTop,
  extentOf,
  linePath,
  pointsOf,
  scale,
  shapeOf,
  spanOf,
  stepWidth,
  waveformPath,
} from "./chart.ts";

const same = (value: number) => value;

test("a scale goes from its one end to its other, and no further", () => {
  const y = scale([-60, 0], [160, 0]);
  expect([y(-60), y(-30), y(0), y(-90), y(6)]).toEqual([160, 80, 0, 160, 0]);
});

test("a scale of no width divides by nothing", () => {
  expect(scale([5, 5], [0, 100])(5)).toBe(0);
});

test.each([
  [0, 1],
  [Number.NaN, 1],
  [0.03, 0.05],
  [7, 10],
  [10, 10],
  [11, 20],
  [4_300_000, 5_000_000],
])("the axis of values up to %d ends at %d", (value, top) => {
  expect(axisTop(value)).toBeCloseTo(top);
});

test("points stand in the middle of their steps", () => {
  const series = { start: 10, step: 2, values: [1, null, 3] };
  expect(spanOf(series)).toEqual([10, 16]);
  expect(pointsOf(series, same, same)).toEqual([[11, 1], null, [15, 3]]);
});

test("a line breaks where nothing is known, and a lone point is as long as its step", () => {
  expect(linePath([[0, 1], [1, 2.26], null, [3, 4]], 1)).toBe(
    "M-0.5 1L0 1L1 2.3L1.5 2.3M2.5 4L3 4L3.5 4",
  );
  expect(linePath([null, null])).toBe("");
});

test("a step is as wide wherever the film's clock begins", () => {
  const series = { start: 1.04, step: 1, values: [5] };
  expect(stepWidth(series, scale(spanOf(series), [0, 600]))).toBe(600);
});

test("an area reaches half a step to each side", () => {
  const points = [
    [1, 5],
    [3, 6],
  ] as const;
  expect(areaPath(points, 10, 2)).toBe("M0 10L0 5L1 5L3 6L4 6L4 10Z");
});

test("a waveform is as high as it is deep, and flat where it is silent", () => {
  const series = { start: 0, step: 2, values: [1, null] };
  expect(waveformPath(series, same, 100)).toBe("M1 0L3 50L3 50L1 100Z");
  expect(waveformPath({ ...series, values: [] }, same, 100)).toBe("");
});

test("a histogram is scaled to its highest bar", () => {
  expect(shapeOf([0.1, 0.4], same, same)).toEqual([
    [0.25, 0.25],
    [0.75, 1],
  ]);
  expect(shapeOf([0, 0], same, same)).toEqual([
    [0.25, 0],
    [0.75, 0],
  ]);
});

test("what is not known counts for nothing", () => {
  const series = { start: 1, step: 0.5, values: [null, 2, 6, null] };
  expect(extentOf(series)).toEqual({ min: 2, max: 6, mean: 4, maxAt: 2 });
  expect(extentOf({ ...series, values: [null] })).toBeNull();
});
