import { expect, test } from "vitest";
import { cornerOf, nextLevel, panned, zoomedSize } from "./zoom.ts";

const PANE = { width: 400, height: 300 };
const HALF = { x: 0.5, y: 0.5 };

test("1:1 is the screen's own pixels", () => {
  expect(zoomedSize(1, { width: 1920, height: 1080 }, 2)).toEqual({ width: 960, height: 540 });
  expect(zoomedSize(2, { width: 640, height: 360 }, 1)).toEqual({ width: 1280, height: 720 });
});

test("goes round through the levels", () => {
  expect(nextLevel("fit")).toBe(1);
  expect(nextLevel(1)).toBe(2);
  expect(nextLevel(2)).toBe("fit");
});

test("shows the middle, and no gap at an edge", () => {
  const size = { width: 1000, height: 600 };
  expect(cornerOf(HALF, size, PANE, 1)).toEqual({ x: -300, y: -150 });
  expect(cornerOf({ x: 0, y: 0 }, size, PANE, 1)).toEqual({ x: 0, y: 0 });
  expect(cornerOf({ x: 1, y: 1 }, size, PANE, 1)).toEqual({ x: -600, y: -300 });
});

test("a picture smaller than its pane stands in the middle", () => {
  expect(cornerOf({ x: 0, y: 0 }, { width: 200, height: 400 }, PANE, 1)).toEqual({ x: 100, y: 0 });
});

test("falls on a pixel of the screen", () => {
  const size = { width: 1001, height: 601 };
  expect(cornerOf(HALF, size, PANE, 1)).toEqual({ x: -300, y: -150 });
  expect(cornerOf(HALF, size, PANE, 2)).toEqual({ x: -300.5, y: -150.5 });
});

test("panning follows the hand and ends at the edges", () => {
  const size = { width: 1000, height: 600 };
  expect(panned(HALF, { x: -100, y: 60 }, size, PANE)).toEqual({ x: 0.6, y: 0.4 });
  expect(panned(HALF, { x: 5000, y: -5000 }, size, PANE)).toEqual({ x: 0.2, y: 0.75 });
  expect(panned({ x: 0.9, y: 0.1 }, { x: 9, y: 9 }, { width: 200, height: 200 }, PANE)).toEqual(
    HALF,
  );
});
