// Cuts, black and frozen stretches, found as frames go by. Pure. Times are seconds.

import {
  LOST_REASONS,
  type LostReason,
  type PictureContent,
  RANGES_MAX,
  SCENES_MAX,
} from "../../protocol/content.ts";

type Range = { start: number; end: number };

/** ffmpeg's scdet: its default threshold, on its scale of 0…100. */
const CUT_SCORE = 10;
/**
 * Shortest stretch of black that is told. blackdetect's two seconds are made to find breaks for
 * advertisements; the dip of a tenth of a second at a start or between scenes is already seen.
 */
const BLACK_SECONDS = 0.1;
/** freezedetect's own: 2 s, in which no frame differs by more than −60 dB from the one before. */
const FROZEN_SECONDS = 2;
const FROZEN_CHANGE = 0.001;

/**
 * Finds cuts by scdet's score: the mean absolute difference of luma from the frame before, in
 * percent of 256 codes, or how far that itself has changed, whichever is less.
 */
export function cutFinder() {
  const scenes: PictureContent["scenes"] = [];
  let before = 0;
  let count = 0;
  return {
    /** `change`: mean absolute difference in codes of 0…255; null for the first frame. */
    add(time: number, change: number | null): void {
      if (change === null) return;
      const difference = (change * 100) / 256;
      const score = Math.min(100, difference, Math.abs(difference - before));
      before = difference;
      if (score < CUT_SCORE) return;
      count++;
      if (scenes.length < SCENES_MAX) scenes.push({ at: time, score: rounded(score) });
    },
    /** Scenes: one more than there are cuts. */
    finish: () => ({ sceneCount: count + 1, scenes }),
  };
}

/** Finds stretches of frames that are black; each lasts until the frame behind it. */
export function blackFinder() {
  const found = rangeFinder(BLACK_SECONDS);
  return {
    add: (time: number, isBlack: boolean) => (isBlack ? found.open(time) : found.close(time)),
    finish: found.finish,
    count: found.count,
  };
}

/** Finds stretches of frames that stay the same; the first of them is the one that stays. */
export function frozenFinder() {
  const found = rangeFinder(FROZEN_SECONDS);
  let before: number | null = null;
  return {
    /** `change`: mean absolute difference of all planes in codes; null for the first frame. */
    add(time: number, change: number | null): void {
      const stays = change !== null && change / 256 <= FROZEN_CHANGE;
      if (stays && before !== null) found.open(before);
      else found.close(time);
      before = time;
    },
    finish: found.finish,
    count: found.count,
  };
}

/** Finds stretches that were not seen: another reason begins another stretch. */
export function lostFinder() {
  const found = { damaged: rangeFinder(0), out_of_time: rangeFinder(0) };
  return {
    open(time: number, reason: LostReason): void {
      for (const other of LOST_REASONS) if (other !== reason) found[other].close(time);
      found[reason].open(time);
    },
    close(time: number): void {
      for (const reason of LOST_REASONS) found[reason].close(time);
    },
    finish(end: number): PictureContent["lost"] {
      const all = LOST_REASONS.flatMap((reason) =>
        found[reason].finish(end).map((range) => ({ ...range, reason })),
      ).toSorted((a, b) => a.start - b.start);
      return all.length <= RANGES_MAX ? all : [...all.slice(0, RANGES_MAX - 1), ...all.slice(-1)];
    },
    count: () => LOST_REASONS.reduce((sum, reason) => sum + found[reason].count(), 0),
  };
}

/**
 * Stretches of at least so many seconds: of more than RANGES_MAX the first ones, and the last one,
 * for whoever asks how the film ends.
 */
export function rangeFinder(least: number) {
  const ranges: Range[] = [];
  let start: number | null = null;
  let count = 0;
  const close = (end: number) => {
    // A microsecond is what times are counted in.
    if (start !== null && end - start >= least - 1e-6) {
      count++;
      if (ranges.length === RANGES_MAX) ranges.pop();
      ranges.push({ start, end });
    }
    start = null;
  };
  return {
    /** Nothing happens where one is open. */
    open(time: number): void {
      start ??= time;
    },
    close,
    /** `end` is where the last frame ends. */
    finish(end: number): Range[] {
      close(end);
      return ranges;
    },
    /** Of all, also of those that are not listed; to be asked when it is finished. */
    count: () => count,
  };
}

function rounded(score: number): number {
  return Math.round(score * 1_000) / 1_000;
}
