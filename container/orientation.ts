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
  const cells = cellsOf(stream);
  if (!cells) return { rotation: 0, flipped: false };
  const [a = 1, b = 0] = cells[0] ?? [];
  const [c = 0, d = 1] = cells[1] ?? [];
  const flipped = a * d - b * c < 0;
  // The first row is where the coded x axis points on the screen, y down; a mirror turns x round.
  const degrees = (Math.atan2(b, flipped ? -a : a) * 180) / Math.PI;
  const quarter = ((Math.round(degrees / 90) % 4) + 4) % 4;
  const rotation = ([0, 90, 180, 270] as const)[quarter] ?? 0;
  return { rotation, flipped };
}

/** Bits behind the point: 16 of what moves and turns, 30 of the third column (14496-12, 8.3.2). */
const UNITS = [2 ** 16, 2 ** 16, 2 ** 30];
const IDENTITY = [1, 0, 0, 0, 1, 0, 0, 0, 1];

/** The matrix' 9 numbers row by row; null where there is none or it changes nothing. */
export function displayMatrixOf(stream: ProbedStream): number[] | null {
  const matrix = (cellsOf(stream) ?? []).flatMap((row) =>
    [0, 1, 2].map((column) => (row[column] ?? 0) / (UNITS[column] ?? 1)),
  );
  const changes = matrix.some((value, at) => value !== IDENTITY[at]);
  return matrix.length === 9 && matrix.every(Number.isFinite) && changes ? matrix : null;
}

/** The rows as ffprobe prints them; null where there is no matrix. */
function cellsOf(stream: ProbedStream): number[][] | null {
  const matrix = stream.side_data_list?.find((entry) => entry.displaymatrix)?.displaymatrix;
  if (!matrix) return null;
  return matrix
    .split("\n")
    .map((row) => row.slice(row.indexOf(":") + 1).trim())
    .filter((row) => row !== "")
    .map((row) => row.split(/\s+/).map(Number));
}
