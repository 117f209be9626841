// Tones of neighbouring runs of frames. Pure. A tone is constant inside a run, and neighbours whose
// tones nobody could tell apart become one.

import type { Recipe, Tone } from "../protocol/enhancement.ts";
import { isNeutralTone, NEUTRAL_TONE } from "../protocol/tone.ts";

/**
 * Tones whose results are nowhere further apart than this share one: luma in 0…1 of the limited
 * range (5 codes of 8 bit), and saturation and the gains of red and blue, where the eye is duller.
 */
const LUMA_VISIBLE = 0.025;
const COLOUR_VISIBLE = 0.05;
/** Levels at which tones are compared. At the ends clipping makes all of them alike. */
const LEVELS = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/** A film of ordinary shots put together one by one is seldom without a fault for so long. */
const RARE_SHARE = 0.15;

/** A tone, and why it is that in a person's words. */
export type Reasoned = { tone: Tone; notes: readonly string[] };
/** A run of frames of the result with one tone. */
export type Toned = { firstFrame: number; frames: number; tone: Tone };

/**
 * The tone of one shot, from the one its own measures call for and the one of the whole film. A
 * shot without a fault keeps its picture, and one whose range is too dark or flat was exposed badly.
 * One that fills the range is dark, bright, pale or tinted because of what it shows: that is a fault
 * only where the film has it too.
 */
export function toneOfShot(own: Reasoned, film: Reasoned): Reasoned {
  const stretched = isStretched(own.tone) || isStretched(film.tone);
  return isNeutralTone(own.tone) || stretched ? own : film;
}

/**
 * Runs whose light was chosen keep it: where the range of the film as a whole has no fault, and
 * those runs that have one take less of it than RARE_SHARE, a dim scene among others is meant to be
 * one. Neighbours may be alike then.
 */
export function withoutRareFaults<Run extends Toned & Reasoned>(
  runs: readonly Run[],
  film: Reasoned,
): Run[] {
  const count = (of: readonly Toned[]) => of.reduce((sum, { frames }) => sum + frames, 0);
  const faulty = runs.filter(({ tone }) => isStretched(tone));
  if (isStretched(film.tone) || count(faulty) >= RARE_SHARE * count(runs)) return [...runs];
  return runs.map((run) => {
    if (!isStretched(run.tone)) return run;
    const balanced = { ...NEUTRAL_TONE, red: run.tone.red, blue: run.tone.blue };
    return { ...run, ...toneOfShot({ tone: balanced, notes: [] }, film) };
  });
}

function isStretched({ gain, lift }: Tone): boolean {
  return gain !== 1 || lift !== 0;
}

/** The recipe with tones for its shots, if there are any: its own is then that of the longest. */
export function withShots(
  recipe: Recipe,
  { shots, shotNotes = [] }: { shots: Recipe["shots"]; shotNotes?: readonly string[] },
): Recipe {
  const [longest] = shots.toSorted((a, b) => b.frames - a.frames);
  if (!longest) return { ...recipe, notes: [...recipe.notes, ...shotNotes] };
  const { firstFrame: _, frames: __, ...tone } = longest;
  return { ...recipe, ...tone, shots, notes: [...shotNotes, ...recipe.notes] };
}

/** How far two tones are apart; up to 1 nobody can tell. */
export function toneDifference(a: Tone, b: Tone): number {
  const luma = LEVELS.map((level) => Math.abs(shown(a, level) - shown(b, level)));
  const colour = [a.saturation - b.saturation, a.red - b.red, a.blue - b.blue].map(Math.abs);
  return Math.max(Math.max(...luma) / LUMA_VISIBLE, Math.max(...colour) / COLOUR_VISIBLE);
}

/** Luma that a tone makes of a level, both in 0…1. */
function shown({ gain, lift, gamma }: Tone, level: number): number {
  return Math.min(1, Math.max(0, level * gain + lift)) ** (1 / gamma);
}

/**
 * Joins neighbours until all differ visibly, none is shorter than `framesMin` and there are no more
 * than `most`; those first that differ least. `join` makes one run of two, with a tone for both.
 */
export async function joinAlike<Run extends Toned>(
  runs: readonly Run[],
  join: (a: Run, b: Run) => Run | Promise<Run>,
  { framesMin, most }: { framesMin: number; most: number },
): Promise<Run[]> {
  const left = [...runs];
  const pairAt = (at: number) => {
    const [a, b] = [left[at], left[at + 1]];
    return a && b ? [{ a, b, distance: toneDifference(a.tone, b.tone) }] : [];
  };
  const pairs = left.flatMap((_, at) => pairAt(at));
  for (;;) {
    let closest = -1;
    for (const [at, { a, b, distance }] of pairs.entries()) {
      const free = left.length > most || Math.min(a.frames, b.frames) < framesMin || distance <= 1;
      const best = pairs[closest]?.distance ?? Number.POSITIVE_INFINITY;
      if (free && distance < best) closest = at;
    }
    const pair = pairs[closest];
    if (!pair) return left;
    left.splice(closest, 2, await join(pair.a, pair.b));
    const before = closest > 0 ? pairAt(closest - 1) : [];
    pairs.splice(Math.max(0, closest - 1), closest > 0 ? 3 : 2, ...before, ...pairAt(closest));
  }
}
