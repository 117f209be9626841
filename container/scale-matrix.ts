// Matrices in the names of swscale, which differ from those of the plan. Pure.

import type { Plan } from "../protocol/enhancement.ts";

const NAMES: Record<string, string> = {
  bt709: "bt709",
  smpte170m: "smpte170m",
  bt470bg: "bt470",
  fcc: "fcc",
  smpte240m: "smpte240m",
  bt2020nc: "bt2020",
};

/** The name of one of the plan's matrices. */
export function swscaleNameOf(matrix: string): string {
  return NAMES[matrix] ?? "bt709";
}

/** What YUV of the source is read by, and what RGB is turned into. */
export function scaleMatrixOf(video: Pick<Plan["video"], "colour" | "dynamicRange">): string {
  return video.dynamicRange ? "bt2020" : swscaleNameOf(video.colour.matrix);
}
