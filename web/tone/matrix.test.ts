import { expect, test } from "vitest";
import { weightsOf } from "./matrix.ts";

test.each([
  ["bt709", 240, 0.2126],
  ["smpte170m", 1080, 0.299],
  ["bt470bg", 1080, 0.299],
  ["bt2020nc", 480, 0.2627],
  [null, 576, 0.299],
  [null, 720, 0.2126],
  ["ycgco", 1080, 0.2126],
] as const)("a matrix %s at %i lines weighs red by %f", (matrix, height, red) => {
  expect(weightsOf(matrix, height).red).toBe(red);
});
