// Scales and paths of the drawings: from values to places in an SVG. Pure.

import type { Series } from "../../protocol/packets.ts";

/** Every drawing's own measure; the style sheet stretches it to the room there is. */
export const PLOT = { width: 600, height: 160 } as const;

export type Scale = (value: number) => number;

/** From a span of values to a span of places; what lies outside stays at the rim. */
export function scale([low, high]: Span, [from, to]: Span): Scale {
  const span = high - low || 1;
  return (value) => from + Math.min(1, Math.max(0, (value - low) / span)) * (to - from);
}
export type Span = readonly [number, number];

/** The next of 1, 2, 5 × a power of ten at or above the value: the top of an axis. */
export function axisTop(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  // A hair more than 1 is not worth an axis twice as high.
  const step = [1, 2, 5, 10].find((factor) => factor * power >= value * (1 - 1e-9)) ?? 10;
  return step * power;
}

export type Point = readonly [x: number, y: number];

/** The times that a series covers. */
export function spanOf({ start, step, values }: Series): Span {
  return [start, start + step * Math.max(1, values.length)];
}

/** How wide a step of the series is drawn. */
export const stepWidth = ({ start, step }: Series, x: Scale) => x(start + step) - x(start);

/** Points in the middle of each step; null where nothing is known. */
export function pointsOf({ start, step, values }: Series, x: Scale, y: Scale): (Point | null)[] {
  return values.map((value, index) =>
    value === null ? null : [x(start + (index + 0.5) * step), y(value)],
  );
}

/** A line through the points that breaks where there is none, as far to each side as a step reaches. */
export function linePath(points: readonly (Point | null)[], step = 0): string {
  return runs(points)
    .map((run) => `M${toBothSides(run, step).map(place).join("L")}`)
    .join("");
}

/** The area between the points and a level, as far to each side as a step reaches. */
export function areaPath(points: readonly (Point | null)[], level: number, step = 0): string {
  return runs(points)
    .map((run) => {
      const top = toBothSides(run, step);
      const [first, last] = [top[0], top.at(-1)];
      if (!first || !last) return "";
      return `M${place([first[0], level])}L${top.map(place).join("L")}L${place([last[0], level])}Z`;
    })
    .join("");
}

/** A waveform about the middle of the drawing: peaks of 0…1 up and down. */
export function waveformPath(series: Series, x: Scale, height: number): string {
  const middle = height / 2;
  const peaks = series.values.map((value) => (value === null ? null : Math.min(1, value) * middle));
  const at = (index: number) => x(series.start + (index + 0.5) * series.step);
  const side = (sign: number) =>
    peaks.map((peak, index): Point => [at(index), middle + sign * (peak ?? 0)]);
  const outline = [...side(-1), ...side(1).reverse()];
  return outline.length === 0 ? "" : `M${outline.map(place).join("L")}Z`;
}

/** Points of a histogram's bars, as high as their share of the highest one. */
export function shapeOf(histogram: readonly number[], x: Scale, y: Scale): Point[] {
  const highest = Math.max(...histogram, Number.MIN_VALUE);
  return histogram.map((share, index) => [x((index + 0.5) / histogram.length), y(share / highest)]);
}

/** The known values' least, mean and most, and where the most is; null where none is known. */
export function extentOf({ start, step, values }: Series) {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return null;
  const max = Math.max(...known);
  return {
    min: Math.min(...known),
    max,
    mean: known.reduce((sum, value) => sum + value, 0) / known.length,
    maxAt: start + values.indexOf(max) * step,
  };
}

/** A value holds for its whole step, so that the first and the last one are not cut in half. */
function toBothSides(run: readonly Point[], step: number): readonly Point[] {
  const [first, last] = [run[0], run.at(-1)];
  if (!first || !last || step === 0) return run;
  return [[first[0] - step / 2, first[1]], ...run, [last[0] + step / 2, last[1]]];
}

function runs(points: readonly (Point | null)[]): Point[][] {
  const found: Point[][] = [];
  let open = false;
  for (const point of points) {
    if (point === null) {
      open = false;
      continue;
    }
    if (open) found.at(-1)?.push(point);
    else found.push([point]);
    open = true;
  }
  return found;
}

const place = ([x, y]: Point) => `${tenth(x)} ${tenth(y)}`;
const tenth = (value: number) => Math.round(value * 10) / 10;
