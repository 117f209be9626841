import { expect, test } from "vitest";
import { correction, steppedTime } from "./drift.ts";

const FRAME = 1 / 25;

test("within half a frame nothing is touched", () => {
  expect(correction(0.015, FRAME, 1, true)).toEqual({ kind: "rate", rate: 1 });
});

test("who is ahead plays slower, who is behind faster", () => {
  expect(correction(0.03, FRAME, 1, true)).toEqual({ kind: "rate", rate: 0.95 });
  expect(correction(-0.08, FRAME, 1, true)).toEqual({ kind: "rate", rate: 1.12 });
});

test("once begun, healing goes on below the threshold that began it", () => {
  expect(correction(0.015, FRAME, 0.95, true)).toEqual({ kind: "rate", rate: 0.95 });
  expect(correction(0.004, FRAME, 0.95, true)).toEqual({ kind: "rate", rate: 1 });
  expect(correction(-0.015, FRAME, 0.95, true)).toEqual({ kind: "rate", rate: 1 });
});

test("a large difference is jumped, and chased by who has just jumped", () => {
  expect(correction(-0.2, FRAME, 1, true)).toEqual({ kind: "jump" });
  expect(correction(-0.2, FRAME, 1, false)).toEqual({ kind: "rate", rate: 1.12 });
});

test("healing converges: a third of a second is gone within four", () => {
  let drift = 0.33;
  let rate = 1;
  for (let tick = 0; tick < 4 * 60; tick += 1) {
    const next = correction(drift, FRAME, rate, false);
    if (next.kind === "jump") throw new Error("should not jump");
    rate = next.rate;
    drift += (rate - 1) / 60;
  }
  expect(Math.abs(drift)).toBeLessThan(FRAME / 4);
});

test.each([
  [0, 1, 25, 1.5 / 25],
  [0, -1, 25, 0.5 / 25],
  [1.5 / 25, 1, 25, 2.5 / 25],
  [1.5 / 25, -1, 25, 0.5 / 25],
  // The exact edge of frame 29 at 29.97, one rounding below it.
  [(29 * 1001) / 30000 - 1e-6, 1, 30000 / 1001, (30.5 * 1001) / 30000],
])("from %f a step of %i at %f fps leads to the middle of a frame", (time, steps, rate, to) => {
  expect(steppedTime(time, steps, rate)).toBeCloseTo(to, 9);
});
