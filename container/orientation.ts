// How a player turns the coded picture before it shows it, from the display matrix. Pure.

import type { ProbedStream } from "./ffprobe-json.ts";

export type Orientation = {
  /** Clockwise degrees: 0, 90, 180 or 270. */
  rotation: 0 | 90 | 180 | 270;
  /** Mirrored left to right, after it was turned. */
  flipped: boolean;
};

/**
 * The stream's orientation. ffprobe's own `rotation` is counter-clockwise and blind to mirroring,
 * so the matrix is read; an angle between the quarters is rounded to the nearest, as players do.
 */
export function orientationOf(stream: ProbedStream): Orientation {
  const matrix = stream.side_data_list?.find((entry) => entry.displaymatrix)?.displaymatrix;
  if (!matrix) return { rotation: 0, flipped: false };
  const cells = matrix
    .split("\n")
    .map((row) => row.slice(row.indexOf(":") + 1).trim())
    .filter((row) => row !== "")
    .map((row) => row.split(/\s+/).map(Number));
  const [a = 1, b = 0] = cells[0] ?? [];
  const [c = 0, d = 1] = cells[1] ?? [];
  const flipped = a * d - b * c < 0;
  // The first row is where the coded x axis points on the screen, y down; a mirror turns x round.
  const degrees = (Math.atan2(b, flipped ? -a : a) * 180) / Math.PI;
  const quarter = ((Math.round(degrees / 90) % 4) + 4) % 4;
  const rotation = ([0, 90, 180, 270] as const)[quarter] ?? 0;
  return { rotation, flipped };
}
