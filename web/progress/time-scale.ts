// Where instants stand on the axis of a waterfall. Long stretches in which nothing happened are cut
// out, so that a run of today does not shrink to a hair beside that of last week.

import { formatDuration } from "../format.ts";

/** From and to, in ms since 1970. */
export type Stretch = { from: number; to: number };

export type TimeScale = {
  /** 0…1 of the axis. */
  place: (ms: number) => number;
  /** Marks at round times since the beginning, or since the last cut. */
  ticks: { at: number; words: string }[];
  /** What was cut out: where, and how long it was. */
  cuts: { at: number; words: string }[];
};

/** A gap is cut if it is longer than this, and than that share of all that happened. */
const GAP_MS = 10_000;
const GAP_SHARE = 0.25;

/** Width of a cut, as a share of all that happened. */
const CUT_SHARE = 0.05;

/** Seconds between ticks that read well. */
const STEPS = [
  0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14_400,
];

/** Ticks on the whole axis, at most about so many, and the least distance between two of them. */
const TICKS = 5;
const TICK_ROOM = 0.14;

/** The scale for all that happened. Throws if nothing did. */
export function timeScale(stretches: readonly Stretch[]): TimeScale {
  const busy = merged(stretches);
  const [first] = busy;
  if (!first) throw new Error("a scale of nothing");
  const begin = first.from;
  const lasted = Math.max(
    1,
    busy.reduce((total, { from, to }) => total + to - from, 0),
  );
  const longest = Math.max(GAP_MS, GAP_SHARE * lasted);
  const parts: { from: number; to: number; at: number; width: number; cut: boolean }[] = [];
  let width = 0;
  const add = (from: number, to: number, cut: boolean) => {
    const own = cut ? CUT_SHARE * lasted : to - from;
    parts.push({ from, to, at: width, width: own, cut });
    width += own;
  };
  let until = begin;
  for (const { from, to } of busy) {
    if (from > until) add(until, from, from - until > longest);
    add(from, to, false);
    until = to;
  }
  const whole = Math.max(1, width);
  const place = (ms: number) => {
    const part = parts.find(({ to }) => ms <= to) ?? parts.at(-1);
    if (!part || ms <= begin) return 0;
    const share = part.to === part.from ? 1 : (ms - part.from) / (part.to - part.from);
    return Math.min(1, (part.at + Math.min(1, share) * part.width) / whole);
  };
  const cuts = parts
    .filter(({ cut }) => cut)
    .map(({ from, to, at, width: own }) => ({
      at: (at + own / 2) / whole,
      words: formatDuration((to - from) / 1000),
    }));
  // After a cut the time is counted anew: nobody reads 24 h 0 min 30 s.
  let origin = begin;
  const shown = parts.flatMap(({ from, to, cut }) => {
    if (cut) origin = to;
    return cut ? [] : [{ from, to, origin }];
  });
  return { place, cuts, ticks: ticksOf(shown, whole, place) };
}

/** Stretches as they are together, in order and without overlap. */
export function merged(stretches: readonly Stretch[]): Stretch[] {
  const all: Stretch[] = [];
  for (const { from, to } of [...stretches].sort((a, b) => a.from - b.from)) {
    const last = all.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else all.push({ from, to });
  }
  return all;
}

function ticksOf(
  shown: readonly (Stretch & { origin: number })[],
  width: number,
  place: (ms: number) => number,
): TimeScale["ticks"] {
  const step = 1000 * (STEPS.find((seconds) => seconds * 1000 * TICKS >= width) ?? 28_800);
  const ticks: TimeScale["ticks"] = [];
  for (const { from, to, origin } of shown) {
    for (let n = Math.ceil((from - origin) / step); origin + n * step <= to; n++) {
      const at = place(origin + n * step);
      const last = ticks.at(-1);
      if (last && at - last.at < TICK_ROOM) continue;
      ticks.push({ at, words: formatDuration((n * step) / 1000) });
    }
  }
  return ticks;
}
