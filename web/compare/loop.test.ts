import { expect, test } from "vitest";
import { loopedTime, NO_LOOP, rangeOf, withIn, withOut } from "./loop.ts";

const FRAME = 1 / 25;

test("a loop of one frame has a frame's length", () => {
  expect(withOut(withIn(NO_LOOP, 2), 2, FRAME)).toEqual({ from: 2, to: 2 + FRAME });
});

test("a start behind the end drops the end, and the other way round", () => {
  expect(withIn({ from: 1, to: 3 }, 4)).toEqual({ from: 4, to: null });
  expect(withOut({ from: 5, to: null }, 3, FRAME)).toEqual({ from: null, to: 3 + FRAME });
});

test("an open end is the film's", () => {
  expect(rangeOf({ from: 2, to: null }, 10)).toEqual({ from: 2, to: 10 });
  expect(rangeOf({ from: null, to: 4 }, 10)).toEqual({ from: 0, to: 4 });
  expect(rangeOf({ from: 2, to: 12 }, 10)).toEqual({ from: 2, to: 10 });
  expect(rangeOf(NO_LOOP, 10)).toBeNull();
  expect(rangeOf({ from: 11, to: null }, 10)).toBeNull();
});

test("goes back at the end, and lets whoever stands before the start run into it", () => {
  const loop = { from: 2, to: 4 };
  expect(loopedTime(loop, 3.99, 10)).toBeNull();
  expect(loopedTime(loop, 4, 10)).toBe(2);
  expect(loopedTime(loop, 7, 10)).toBe(2);
  expect(loopedTime(loop, 0.5, 10)).toBeNull();
  expect(loopedTime(NO_LOOP, 10, 10)).toBeNull();
});
