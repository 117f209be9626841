// Transparent pictures are laid upon one colour before anything else is done to them: scaled first,
// what shows through would be drawn along the edges. Pure.

import type { Plan } from "../protocol/enhancement.ts";
import { scaleMatrixOf } from "./scale-matrix.ts";

type Video = Pick<Plan["video"], "matte" | "colour" | "dynamicRange">;

/** Weights of red and blue in luma, by ffmpeg's name of the matrix (ITU-T H.273, table 4). */
const WEIGHTS: Record<string, { red: number; blue: number }> = {
  bt709: { red: 0.2126, blue: 0.0722 },
  bt2020nc: { red: 0.2627, blue: 0.0593 },
  fcc: { red: 0.3, blue: 0.11 },
  smpte240m: { red: 0.212, blue: 0.087 },
};
const BT601 = { red: 0.299, blue: 0.114 };

/**
 * None where the picture is not transparent. `label` keeps apart what stands in one graph.
 * `overlay` knows transparency in 8 bit alone.
 */
export function matteFilters(video: Video, label = ""): string[] {
  if (video.matte === undefined) return [];
  const { y, u, v } = matteCodes(video.matte, video.colour);
  const range = video.colour.sourceRange;
  const [matte, picture, colour] = ["matte", "picture", "colour"].map(
    (name) => `[${name}${label}]`,
  );
  return [
    // RGB turns into the YUV that the plan names; what would be inserted instead knows BT.601 alone.
    `scale=in_range=${range}:out_range=${range}:in_color_matrix=${scaleMatrixOf(video)}`,
    "format=yuva420p|yuva422p|yuva444p",
    `split${matte}${picture};${matte}lutyuv=y=${y}:u=${u}:v=${v}:a=255${colour};` +
      `${colour}${picture}overlay=format=auto:eof_action=endall`,
  ];
}

/** The 8-bit codes of `#rrggbb` in the picture's matrix and range. */
export function matteCodes(
  matte: string,
  { matrix, sourceRange }: Pick<Video["colour"], "matrix" | "sourceRange">,
): { y: number; u: number; v: number } {
  const [red, green, blue] = [1, 3, 5].map(
    (at) => Number.parseInt(matte.slice(at, at + 2), 16) / 255,
  );
  if (red === undefined || green === undefined || blue === undefined) throw new Error("no colour");
  const weights = WEIGHTS[matrix] ?? BT601;
  const luma = weights.red * red + weights.blue * blue + (1 - weights.red - weights.blue) * green;
  const [black, codes, span] = sourceRange === "tv" ? [16, 219, 224] : [0, 255, 255];
  const chroma = (of: number, weight: number) =>
    Math.round(128 + (span * (of - luma)) / (2 * (1 - weight)));
  return {
    y: Math.round(black + codes * luma),
    u: Math.min(255, chroma(blue, weights.blue)),
    v: Math.min(255, chroma(red, weights.red)),
  };
}
