// How far the whole picture has moved from one frame to the next, from the sums of its lines and
// columns: a picture that moves takes both along, things that move in it take neither. Pure.

import type { Size } from "./film.ts";

/** Sums of luma along each column and each row. */
export type Profiles = { columns: Float64Array; rows: Float64Array };

/** Pixels to either side that are tried: 4 % of the width from one frame to the next. */
const REACH = 6;
/** A profile flatter than this, in codes of one pixel, cannot tell where it is. */
const CONTRAST_MIN = 4;
/** What the best place leaves of the difference there is at the worst; more is another picture. */
const LEFT_MAX = 0.35;

export function profilesFor({ width, height }: Size): Profiles {
  return { columns: new Float64Array(width), rows: new Float64Array(height) };
}

/** Pixels to the right and down, to 1/1000; null where the picture does not tell. */
export function shiftBetween(before: Profiles, after: Profiles): { x: number; y: number } | null {
  const x = shiftOf(before.columns, after.columns, before.rows.length);
  const y = shiftOf(before.rows, after.rows, before.columns.length);
  return x === null || y === null ? null : { x, y };
}

function shiftOf(before: Float64Array, after: Float64Array, summed: number): number | null {
  const length = before.length;
  if (length <= 4 * REACH || spread(before) < CONTRAST_MIN * summed) return null;
  // Brightness that changes as a whole is no movement.
  const brighter = mean(after) - mean(before);
  const errors: number[] = [];
  for (let shift = -REACH; shift <= REACH; shift++) {
    let error = 0;
    for (let at = REACH; at < length - REACH; at++) {
      const difference = (after[at + shift] ?? 0) - brighter - (before[at] ?? 0);
      error += difference * difference;
    }
    errors.push(error);
  }
  const best = errors.indexOf(Math.min(...errors));
  const least = errors[best] ?? 0;
  if (best === 0 || best === errors.length - 1) return null;
  if (least > LEFT_MAX * Math.max(...errors)) return null;
  const [left = 0, right = 0] = [errors[best - 1], errors[best + 1]];
  const bend = left - 2 * least + right;
  const between = bend > 0 ? (left - right) / 2 / bend : 0;
  return Math.round((best - REACH + between) * 1_000) / 1_000;
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

function spread(values: Float64Array): number {
  const middle = mean(values);
  let squares = 0;
  for (const value of values) squares += (value - middle) ** 2;
  return Math.sqrt(squares / values.length);
}
