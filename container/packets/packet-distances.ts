// Distances of neighbours in presentation order: how even a stream runs, and where something is
// missing. Memory is bounded whatever comes: distances are counted in a histogram, and of places
// only those of the longest distances are kept. Times are whole microseconds, as ffprobe prints.

import { GAPS_MAX } from "../../protocol/packets.ts";

const MICRO = 1_000_000;
/** The time base of Matroska and FLV. */
const ROUNDED_S = 0.001;
/** Distinct distances counted exactly. More than this is variable by any measure. */
const DISTANCES_MAX = 5_000;
/** Digits of those that come later: 900 for each power of ten, so their number has an end. */
const COARSE_DIGITS = 3;
/** From here on something is missing: a rounded distance, or a field too many, is less. */
const GAP_MEDIANS = 1.5;

export type Gap = { at: number; seconds: number };

/** In seconds. `min` and `max` are null where time never runs on. */
export type Distances = {
  /** Distance that half of all are below, and null without any. */
  median: number | null;
  min: number | null;
  max: number | null;
  /** Share that differs from the median by more than the time base can explain. */
  unevenShare: number;
  /** Distances of more than 1.5 medians; `gaps` are the longest, in order of time. */
  gapCount: number;
  gaps: Gap[];
  /** Neighbours of the same time. */
  duplicates: number;
};

/** Counts distances. `tick` is the stream's time base in seconds. */
export function packetDistances(tick: number) {
  const counts = new Map<number, number>();
  /** Longest last; `shortest` is the first of it once it is full. */
  const longest: { at: number; micros: number }[] = [];
  let shortest = 0;
  let min = Infinity;
  let max = -Infinity;

  const keepPlace = (at: number, micros: number) => {
    let place = longest.length;
    while (place > 0 && (longest[place - 1]?.micros ?? 0) > micros) place--;
    longest.splice(place, 0, { at, micros });
    if (longest.length > GAPS_MAX) longest.shift();
    if (longest.length === GAPS_MAX) shortest = longest[0]?.micros ?? 0;
  };

  return {
    /** Two neighbours, in microseconds. The second lies before the first where a clock is set back. */
    add(from: number, to: number) {
      const micros = to - from;
      const known = counts.get(micros);
      if (known !== undefined) counts.set(micros, known + 1);
      else if (counts.size < DISTANCES_MAX) counts.set(micros, 1);
      else {
        const coarse = Number(micros.toPrecision(COARSE_DIGITS));
        counts.set(coarse, (counts.get(coarse) ?? 0) + 1);
      }
      if (micros < 0) return;
      if (micros < min) min = micros;
      if (micros > max) max = micros;
      if (micros > shortest) keepPlace(from, micros);
    },
    finish(): Distances {
      const sorted = [...counts].sort(([a], [b]) => a - b);
      const median = medianOf(sorted);
      const countWhere = (test: (seconds: number) => boolean) =>
        sorted.reduce((sum, [micros, count]) => sum + (test(micros / MICRO) ? count : 0), 0);
      const total = countWhere(() => true);
      const tolerance = toleranceOf(median ?? 0, tick);
      const uneven = countWhere((seconds) => Math.abs(seconds - (median ?? 0)) > tolerance);
      // Where most share their time with another one, no distance is the usual one.
      const isGap = (seconds: number) => Boolean(median) && seconds > GAP_MEDIANS * (median ?? 0);
      return {
        median,
        min: max < 0 ? null : min / MICRO,
        max: max < 0 ? null : max / MICRO,
        unevenShare: total === 0 ? 0 : uneven / total,
        gapCount: countWhere(isGap),
        gaps: longest
          .map(({ at, micros }) => ({ at: at / MICRO, seconds: micros / MICRO }))
          .filter(({ seconds }) => isGap(seconds))
          .sort((a, b) => a.at - b.at),
        duplicates: counts.get(0) ?? 0,
      };
    },
  };
}

/**
 * A time base rounds each time by a tick at most, and what came by way of Matroska or FLV was rounded to
 * milliseconds before, whatever its time base is now; a quarter of a frame is never rounding.
 */
function toleranceOf(median: number, tick: number): number {
  const rounding = tick + Math.max(tick, ROUNDED_S) + 2 / MICRO;
  return Math.min(rounding, Math.max(median / 4, 2 / MICRO));
}

function medianOf(sorted: readonly (readonly [number, number])[]): number | null {
  const total = sorted.reduce((sum, [, count]) => sum + count, 0);
  let seen = 0;
  for (const [micros, count] of sorted) {
    seen += count;
    if (seen * 2 >= total) return micros / MICRO;
  }
  return null;
}
