import { expect, test } from "vitest";
import { madeWeightsOf, weightsOf } from "./matrix.ts";

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

test.each([
  ["bt709", null, 720, 480, 0.2126],
  ["bt470bg", "bt709", 1920, 1080, 0.299],
  ["ycgco", null, 1920, 1080, 0.2126],
  [null, "bt2020", 1920, 1080, 0.2627],
  [null, "smpte170m", 1920, 1080, 0.299],
  [null, "smpte432", 1920, 1080, 0.2126],
  [null, null, 1280, 544, 0.2126],
  [null, null, 720, 576, 0.299],
  [null, null, 768, 578, 0.2126],
] as const)(
  "of matrix %s and primaries %s, %i × %i, the service's pictures weigh red by %f",
  (...of) => {
    const [matrix, primaries, width, height, red] = of;
    const colour = { matrix, primaries };
    expect(madeWeightsOf({ dynamicRange: "SDR", colour, width, height }).red).toBe(red);
  },
);

test("what the service brings into the standard range is BT.709", () => {
  const colour = { matrix: "bt2020nc", primaries: "bt2020" };
  const film = { dynamicRange: "HLG", colour, width: 3840, height: 2160 } as const;
  expect(madeWeightsOf(film).red).toBe(0.2126);
});
