// The size of the result: square pixels, upright, even in both directions. Pure.

import { PIXELS_MAX } from "../protocol/limits.ts";
import { toNumber } from "../protocol/rational.ts";
import { sampleAspectRatioOf } from "./facts/probed-stream.ts";
import type { ProbedStream } from "./ffprobe-json.ts";
import { orientationOf } from "./orientation.ts";

/** x264 wants at least one macroblock. */
const SIDE_MIN = 16;
/** H.264 level 6.2 knows no longer side. */
const SIDE_MAX = 16_384;

/**
 * Width and height of the result. Pixels become square by changing the width, as players do it;
 * then the picture is turned. What is too small for an encoder is enlarged in its own shape. 4:2:0
 * needs even sides: a last odd line or column is left out.
 */
export function outputSizeOf(stream: ProbedStream): { width: number; height: number } {
  const height = stream.height ?? 0;
  const square = Math.round((stream.width ?? 0) * toNumber(sampleAspectRatioOf(stream)));
  const width = Math.min(square, Math.trunc(PIXELS_MAX / Math.max(1, height)));
  const { rotation } = orientationOf(stream);
  const turned = rotation === 90 || rotation === 270;
  const factor = Math.max(1, SIDE_MIN / Math.max(1, Math.min(width, height)));
  return {
    width: evenSide((turned ? height : width) * factor),
    height: evenSide((turned ? width : height) * factor),
  };
}

/** True where the size is another one by more than a last odd line or column, once upright. */
export function isScaled(stream: ProbedStream): boolean {
  const { rotation } = orientationOf(stream);
  const turned = rotation === 90 || rotation === 270;
  const { width = 0, height = 0 } = stream;
  const size = outputSizeOf(stream);
  const [wide, high] = turned ? [size.height, size.width] : [size.width, size.height];
  return wide !== width - (width % 2) || high !== height - (height % 2);
}

function evenSide(length: number): number {
  return Math.min(SIDE_MAX, Math.max(SIDE_MIN, Math.trunc(Math.round(length) / 2) * 2));
}
