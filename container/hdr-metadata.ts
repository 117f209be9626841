// Mastering data of HDR: from ffprobe's fields to x265's parameters. Pure.

import type { SideData } from "./ffprobe-json.ts";

/** SMPTE ST 2086 counts chromaticity in 1/50 000 and luminance in 1/10 000 cd/m². */
const CHROMATICITY_UNITS = 50_000;
const LUMINANCE_UNITS = 10_000;
/** No display that graded HDR was darker than this, and PQ ends at the other (ST 2084). */
const PEAK_MIN = 50;
const PEAK_MAX = 10_000;

/** As x265's `master-display`; null for values that no display has. */
export function masteringDisplayOf(data: SideData): string | null {
  const points = [
    ["G", data.green_x, data.green_y],
    ["B", data.blue_x, data.blue_y],
    ["R", data.red_x, data.red_y],
    ["WP", data.white_point_x, data.white_point_y],
  ] as const;
  const written = points.map(([name, x, y]) => {
    const [right, up] = [fractionOf(x), fractionOf(y)];
    // Inside the chart of CIE 1931, where x + y is 1 at most; y of 0 would be no light.
    if (right === null || up === null || right <= 0 || up <= 0 || right + up > 1) return null;
    return `${name}(${units(right, CHROMATICITY_UNITS)},${units(up, CHROMATICITY_UNITS)})`;
  });
  const [peak, black] = [fractionOf(data.max_luminance), fractionOf(data.min_luminance)];
  if (peak === null || peak < PEAK_MIN || peak > PEAK_MAX) return null;
  if (black === null || black < 0 || black >= PEAK_MIN || written.includes(null)) return null;
  return `${written.join("")}L(${units(peak, LUMINANCE_UNITS)},${units(black, LUMINANCE_UNITS)})`;
}

/** As x265's `max-cll`; null for unknown (0) and impossible values. */
export function contentLightOf({
  max_content: peak = 0,
  max_average: average = 0,
}: SideData): string | null {
  return peak > 0 && peak <= PEAK_MAX && average >= 0 && average <= peak
    ? `${peak},${average}`
    : null;
}

/** ffprobe's fraction, such as `34000/50000`. */
function fractionOf(fraction: string | undefined): number | null {
  const [, numerator, divisor] = /^(\d+)\/([1-9]\d*)$/.exec(fraction ?? "") ?? [];
  return numerator && divisor ? Number(numerator) / Number(divisor) : null;
}

function units(value: number, perOne: number): number {
  return Math.round(value * perOne);
}
