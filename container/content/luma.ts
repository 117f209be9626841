// Histograms and what is read from them, and the mean of each second. Pure.

import { HISTOGRAM_BARS, type PictureContent } from "../../protocol/content.ts";
import { DURATION_S_MAX } from "../../protocol/limits.ts";
import { SERIES_MAX, type Series } from "../../protocol/packets.ts";
import { BLACK, WHITE } from "./measure-frame.ts";
import { lumaOfRgb } from "./tiles.ts";

/** `counts` of all 256 codes as shares in HISTOGRAM_BARS bars. */
export function barsOf(counts: Float64Array): number[] {
  const each = counts.length / HISTOGRAM_BARS;
  const total = sumOf(counts, 0, counts.length - 1);
  return Array.from({ length: HISTOGRAM_BARS }, (_, bar) =>
    total === 0 ? 0 : sumOf(counts, bar * each, (bar + 1) * each - 1) / total,
  );
}

/** What a histogram of limited range tells of light and dark. */
export function lumaOf(
  counts: Float64Array,
): Omit<PictureContent["luma"], "series" | "toneMapped"> {
  const total = sumOf(counts, 0, 255);
  const share = (from: number, to: number) => sumOf(counts, from, to) / Math.max(1, total);
  const at = (part: number) => levelOf(codeAt(counts, part));
  let mean = 0;
  for (const [code, n] of counts.entries()) mean += (n / Math.max(1, total)) * levelOf(code);
  return {
    histogram: barsOf(counts),
    mean,
    p1: at(0.01),
    p5: at(0.05),
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    clippedShadows: share(0, BLACK),
    clippedHighlights: share(WHITE, 255),
    illegal: share(0, BLACK - 1) + share(WHITE + 1, 255),
  };
}

/** The code that this part of all pixels reaches at most. */
function codeAt(counts: Float64Array, part: number): number {
  const total = sumOf(counts, 0, counts.length - 1);
  let seen = 0;
  return counts.findIndex((n) => {
    seen += n;
    return seen >= total * part;
  });
}

/** What tiles that were brought to ordinary range tell; null without one. */
export function toneMappedLuma() {
  const counts = new Float64Array(256);
  return {
    add(tile: Uint8Array): void {
      for (let at = 0; at < tile.length; at += 3) {
        const code = Math.round(lumaOfRgb(tile[at] ?? 0, tile[at + 1] ?? 0, tile[at + 2] ?? 0));
        counts[code] = (counts[code] ?? 0) + 1;
      }
    },
    finish(): PictureContent["luma"]["toneMapped"] {
      if (sumOf(counts, 0, 255) === 0) return null;
      const at = (part: number) => codeAt(counts, part) / 255;
      return { p5: at(0.05), p50: at(0.5), p95: at(0.95) };
    },
  };
}

/** Luma 0…255 as 0…1 of the limited range. */
export function levelOf(code: number): number {
  return Math.min(1, Math.max(0, (code - BLACK) / (WHITE - BLACK)));
}

/** Means of each second from `start` on, in as many steps as a series may have. */
export function secondsMean(start: number) {
  const sums: number[] = [];
  const counts: number[] = [];
  return {
    add(time: number, value: number): void {
      const second = Math.max(0, Math.floor(time - start));
      // Times of nonsense must not make a list without end.
      if (second > DURATION_S_MAX) return;
      while (sums.length <= second) {
        sums.push(0);
        counts.push(0);
      }
      sums[second] = (sums[second] ?? 0) + value;
      counts[second] = (counts[second] ?? 0) + 1;
    },
    finish(): Series {
      const step = Math.max(1, Math.ceil(sums.length / SERIES_MAX));
      const values = Array.from({ length: Math.ceil(sums.length / step) }, (_, at) => {
        const part = (list: number[]) =>
          list.slice(at * step, (at + 1) * step).reduce((sum, value) => sum + value, 0);
        const count = part(counts);
        return count === 0 ? null : Math.round((part(sums) / count) * 1e6) / 1e6;
      });
      return { start, step, values };
    },
  };
}

function sumOf(counts: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let at = from; at <= to; at++) sum += counts[at] ?? 0;
  return sum;
}
