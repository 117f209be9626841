// Finds the shots of a film whose tones differ, to the frame, without decoding it all: a few
// pictures all over it tell where tones may differ, and only the stretches between those are read.

import { setImmediate } from "node:timers/promises";
import type { PictureMeasures, Plan, Recipe } from "../protocol/enhancement.ts";
import { toNumber } from "../protocol/rational.ts";
import { isNeutralTone } from "../protocol/tone.ts";
import { measurePicture } from "./measure-picture.ts";
import type { Span } from "./rate-filters.ts";
import type { Film } from "./sample-picture.ts";
import { type Picture, pictureSize, stretchPictures } from "./shot-pictures.ts";
import {
  joinAlike,
  type Reasoned,
  type Toned,
  toneDifference,
  toneOfShot,
  withoutRareFaults,
} from "./shot-tones.ts";
import { cutsIn, isBlack, partsOf, type Signature, signatureOf } from "./shots.ts";
import type { Work } from "./work.ts";

/** Shorter than this the eye sees a flash, no shot. */
const SHOT_SECONDS_MIN = 0.5;
/** More tones than this would make filter chains, and a recipe to be read, unreasonably long. */
const SHOTS_MAX = 200;
/** Pictures that a shot is measured by: evenly spread, so that a long one costs no more. */
const MEASURED = 8;
/**
 * Frames that may be decoded on the search for cuts: this share of the film's, a hundredth or two
 * of the work of enhancing it, or as many of a short film as take a third of a second of one core.
 */
const SEARCH_SHARE = 0.2;
const SEARCH_PIXELS = 100_000_000;
/** Their small pictures are held in memory. */
const SEARCH_BYTES_MAX = 96 * 1024 * 1024;
/** Frames around a stretch, so that a cut at its very end is compared with what follows. */
const MARGIN = 3;
const SIDE_BY_SIDE = 2;
/** Shots whose tone is explained: more would fill the report with one subject. */
const NOTED = 6;

type Seen = Picture & { signature: Signature };
type Run = Toned & Reasoned & { pictures: readonly Seen[] };
type TonedBy = (firstFrame: number, end: number, of: readonly Seen[]) => Promise<Run>;
type ToneOf = (measures: PictureMeasures) => Reasoned;
export type Shots = { shots: Recipe["shots"]; shotNotes: string[] };
const NONE: Shots = { shots: [], shotNotes: [] };

/**
 * The shots, without a gap, where their tones differ visibly; empty where one tone serves all.
 * `pictures` are some of the film, in order; `toneOf` gives the tone that measures call for.
 * Throws only what aborts the work.
 */
export async function findShots(
  film: Film,
  pictures: readonly Picture[],
  toneOf: ToneOf,
  whole: PictureMeasures,
  work: Work,
): Promise<Shots> {
  const { video } = film;
  const size = pictureSize(video);
  const framesMin = Math.ceil(SHOT_SECONDS_MIN * toNumber(video.frameRate));
  const limits = { framesMin, most: SHOTS_MAX };
  const tones = { of: toneOf, film: toneOf(whole) };
  const measure = (of: readonly Seen[]) => {
    const bytes = Buffer.concat(of.map((picture) => picture.bytes));
    return measurePicture({ ...size, patch: 0, bytes });
  };
  // Each takes tens of milliseconds, and many are wanted: heartbeats go out in between.
  const toned: TonedBy = async (firstFrame, end, of) => {
    await setImmediate();
    const chosen = toneOfShot(tones.of(measure(spreadOver(firstFrame, end, of))), tones.film);
    return { firstFrame, frames: end - firstFrame, ...chosen, pictures: of };
  };
  const join = async (a: Run, b: Run): Promise<Run> => {
    const [end, of] = [b.firstFrame + b.frames, [...a.pictures, ...b.pictures]];
    return toneDifference(a.tone, b.tone) === 0
      ? { ...a, frames: end - a.firstFrame, pictures: of }
      : toned(a.firstFrame, end, of);
  };
  const see = async (of: readonly Picture[]) => {
    const seen: Seen[] = [];
    for (const picture of of) {
      await setImmediate();
      seen.push({ ...picture, signature: signatureOf(picture.bytes, size) });
    }
    return seen;
  };
  const settled = async (runs: readonly Run[]) => {
    const joined = await joinAlike(runs, join, limits);
    return joinAlike(withoutRareFaults(joined, tones.film), longer, limits);
  };

  let rough = await settled(await roughRuns(await see(pictures), video.frames, toned));
  while (rough.length > 1 && framesIn(stretchesOf(rough, video)) > searchable(video)) {
    rough = await joinAlike(rough, join, { framesMin, most: rough.length - 1 });
  }
  if (rough.length < 2) return NONE;

  const seen = new Map<number, Seen>();
  const stretches = united(stretchesOf(rough, video));
  for (let at = 0; at < stretches.length; at += SIDE_BY_SIDE) {
    const next = stretches.slice(at, at + SIDE_BY_SIDE);
    const found = await Promise.all(next.map((span) => stretchPictures(film, span, work)));
    for (const picture of await see(found.flat())) seen.set(picture.frame, picture);
  }
  const exact = await settled(await exactRuns(rough, seen, video, { toned, join }));
  if (exact.length < 2) return NONE;
  return {
    shots: exact.map(({ firstFrame, frames, tone }) => ({ ...tone, firstFrame, frames })),
    shotNotes: notesOn(exact, toNumber(video.frameRate)),
  };
}

/** Why shots have tones of their own, for the first few of those that do. */
function notesOn(runs: readonly Run[], rate: number): string[] {
  const changed = runs.filter(({ tone }) => !isNeutralTone(tone));
  const several = changed.length === 1 ? "1 is corrected" : `${changed.length} are corrected`;
  return [
    `The light differs from shot to shot: of ${runs.length} stretches ${several}, each for itself.`,
    ...changed.slice(0, NOTED).map(({ firstFrame, frames, notes }) => {
      const [from, to] = [firstFrame, firstFrame + frames].map((frame) => clock(frame / rate));
      return `${from} to ${to}: ${notes.join(" ")}`;
    }),
  ];
}

/** Minutes and seconds. */
function clock(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** Runs of pictures that look alike. Where one ends is known to the next picture. */
async function roughRuns(seen: readonly Seen[], frames: number, toned: TonedBy): Promise<Run[]> {
  const parts = partsOf(seen.map(({ signature }) => signature)).map((part) =>
    part.flatMap((index) => seen[index] ?? []),
  );
  const starts = parts.map(([first], at) => (at === 0 ? 0 : (first?.frame ?? 0)));
  const runs: Run[] = [];
  for (const [at, part] of parts.entries()) {
    runs.push(await toned(starts[at] ?? 0, starts[at + 1] ?? frames, part));
  }
  return runs;
}

/** Between every two runs, from the last picture of one to the first of the next. */
function stretchesOf(runs: readonly Run[], { frames }: Plan["video"]): Span[] {
  return runs.slice(1).map((after, at) => {
    const from = runs[at]?.pictures.at(-1)?.frame ?? 0;
    const to = after.pictures[0]?.frame ?? frames;
    const first = Math.max(0, from - MARGIN);
    return { first, frames: Math.min(frames, to + MARGIN + 1) - first };
  });
}

function framesIn(spans: readonly Span[]): number {
  return spans.reduce((sum, { frames }) => sum + frames, 0);
}

function searchable(video: Plan["video"]): number {
  const small = pictureSize(video);
  const held = SEARCH_BYTES_MAX / ((small.width * small.height * 3) / 2);
  const decoded = SEARCH_PIXELS / (video.width * video.height);
  return Math.min(held, Math.max(SEARCH_SHARE * video.frames, decoded));
}

/** Spans that touch are read in one go. */
function united(spans: readonly Span[]): Span[] {
  const all: Span[] = [];
  for (const span of spans) {
    const last = all.at(-1);
    if (last && span.first <= last.first + last.frames) {
      last.frames = span.first + span.frames - last.first;
    } else all.push({ ...span });
  }
  return all;
}

/** Runs that begin where the picture is cut; those between which nothing is cut become one. */
async function exactRuns(
  rough: readonly Run[],
  seen: ReadonlyMap<number, Seen>,
  video: Plan["video"],
  {
    toned,
    join,
  }: {
    toned: TonedBy;
    join: (a: Run, b: Run) => Promise<Run>;
  },
): Promise<Run[]> {
  const exact: Run[] = [];
  let [current] = rough;
  for (const [at, { first, frames }] of stretchesOf(rough, video).entries()) {
    const next = rough[at + 1];
    if (!current || !next) break;
    const within = Array.from({ length: frames }, (_, of) => seen.get(first + of) ?? []).flat();
    // Not all of it could be decoded: what is not known to be cut is one.
    const all = within.length < frames ? [] : cutsIn(within.map((picture) => picture.signature));
    // Stretches overlap by their margins: where this run began is no cut inside it.
    const begun = current.firstFrame;
    const cuts = all.filter((cut) => first + cut > begun);
    if (cuts.length === 0) {
      current = await join(current, next);
      continue;
    }
    const end = next.firstFrame + next.frames;
    const pieces = [0, ...cuts].map((cut, of) => within.slice(cut, cuts[of]));
    for (const [of, piece] of pieces.entries()) {
      const shown = piece.filter(({ signature }) => !isBlack(signature));
      const from = piece[0]?.frame ?? end;
      const to = pieces[of + 1]?.[0]?.frame ?? end;
      const last = of === pieces.length - 1;
      if (of === 0) {
        const before = [...current.pictures.filter(({ frame }) => frame < first), ...shown];
        current = await toned(
          current.firstFrame,
          to,
          before.length > 0 ? before : current.pictures,
        );
      } else if (last || shown.length > 0) {
        exact.push(current);
        current = await toned(from, to, last ? [...shown, ...next.pictures] : shown);
      }
      // Black belongs to what was before it.
      else current = { ...current, frames: to - current.firstFrame };
    }
  }
  return current ? [...exact, current] : exact;
}

/** The pictures nearest to moments that are evenly spread over these frames, each once. */
function spreadOver(firstFrame: number, end: number, pictures: readonly Seen[]): Seen[] {
  const [first] = pictures;
  if (!first) return [];
  const moments = Array.from({ length: MEASURED }, (_, at) => {
    return firstFrame + ((at + 0.5) / MEASURED) * (end - firstFrame);
  });
  const nearest = moments.map((moment) =>
    pictures.reduce((best, picture) => {
      const distance = Math.abs(picture.frame - moment);
      return distance < Math.abs(best.frame - moment) ? picture : best;
    }, first),
  );
  return [...new Set(nearest)];
}

/** Two runs as one, with the tone of the longer. */
function longer(a: Run, b: Run): Run {
  const { tone, notes } = a.frames < b.frames ? b : a;
  const pictures = [...a.pictures, ...b.pictures];
  return { firstFrame: a.firstFrame, frames: a.frames + b.frames, tone, notes, pictures };
}
