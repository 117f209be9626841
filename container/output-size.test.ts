import { describe, expect, it } from "vitest";
import { PIXELS_MAX } from "../protocol/limits.ts";
import { isScaled, outputSizeOf } from "./output-size.ts";

const size = (width: number, height: number, ratio = "1:1", matrix?: string) => {
  const { width: w, height: h } = outputSizeOf({
    index: 0,
    width,
    height,
    sample_aspect_ratio: ratio,
    ...(matrix ? { side_data_list: [{ displaymatrix: matrix }] } : {}),
  });
  return `${w}x${h}`;
};
const QUARTER = "\n0: 0 65536 0\n1: -65536 0 0\n2: 0 0 1073741824\n";

describe("output size", () => {
  it.each([
    ["as it is", size(1920, 1080), "1920x1080"],
    ["odd sides cut", size(161, 121), "160x120"],
    ["wide pixels", size(640, 360, "2:1"), "1280x360"],
    ["narrow pixels", size(720, 480, "8:9"), "640x480"],
    ["nearly square pixels", size(800, 332, "399:400"), "798x332"],
    ["upright phone", size(1920, 1080, "1:1", QUARTER), "1080x1920"],
    ["wide pixels, turned", size(640, 360, "2:1", QUARTER), "360x1280"],
    ["a single pixel", size(1, 1), "16x16"],
    ["a thin strip, in its shape", size(4, 300), "16x1200"],
    ["a strip past all encoders", size(20_000, 2), "16384x16"],
    ["no ratio", size(640, 480, "0:1"), "640x480"],
  ])("%s", (_, made, expected) => {
    expect(made).toBe(expected);
  });

  it.each([
    ["as it is", [1920, 1080], false],
    ["odd sides cut", [161, 121], false],
    ["upright phone", [1920, 1080, "1:1", QUARTER], false],
    ["wide pixels", [720, 576, "64:45"], true],
    ["wide pixels, turned", [720, 576, "64:45", QUARTER], true],
    ["a thin strip", [4, 300], true],
  ] as const)(
    "is the source's own unless it is scaled: %s",
    (_, [width, height, ratio, matrix], scaled) => {
      const stream = {
        ...{ index: 0, width, height, sample_aspect_ratio: ratio ?? "1:1" },
        ...(matrix ? { side_data_list: [{ displaymatrix: matrix }] } : {}),
      };
      expect(isScaled(stream)).toBe(scaled);
    },
  );

  it("stays within the pixels of 8K, whatever the pixel aspect", () => {
    const { width, height } = outputSizeOf({
      index: 0,
      width: 7680,
      height: 4320,
      sample_aspect_ratio: "4:1",
    });
    expect(width * height).toBeLessThanOrEqual(PIXELS_MAX);
  });
});
