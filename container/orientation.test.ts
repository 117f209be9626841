import { describe, expect, it } from "vitest";
import type { ProbedStream } from "./ffprobe-json.ts";
import { orientationOf } from "./orientation.ts";

/** A stream whose display matrix has these four cells (a b / c d), as ffprobe prints them. */
const turned = (a: number, b: number, c: number, d: number): ProbedStream => ({
  index: 0,
  side_data_list: [
    {
      side_data_type: "Display Matrix",
      displaymatrix: `\n00000000: ${a * 65536} ${b * 65536} 0\n00000001: ${c * 65536} ${d * 65536} 0\n00000002: 20971520 0 1073741824\n`,
    },
  ],
});

describe("orientation", () => {
  it.each([
    ["upright", turned(1, 0, 0, 1), 0, false],
    ["a phone held upright", turned(0, 1, -1, 0), 90, false],
    ["upside down", turned(-1, 0, 0, -1), 180, false],
    ["turned to the left", turned(0, -1, 1, 0), 270, false],
    ["mirrored", turned(-1, 0, 0, 1), 0, true],
    ["upside down in a mirror", turned(1, 0, 0, -1), 180, true],
    ["turned and mirrored", turned(0, 1, 1, 0), 90, true],
    ["a little askew", turned(0.9, 0.1, -0.1, 0.9), 0, false],
  ] as const)("reads %s", (_, stream, rotation, flipped) => {
    expect(orientationOf(stream)).toEqual({ rotation, flipped });
  });

  it("takes a stream without a matrix as it is", () => {
    expect(orientationOf({ index: 0 })).toEqual({ rotation: 0, flipped: false });
  });
});
