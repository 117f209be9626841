// The tones of shots as ffmpeg's filters. Pure. Which frame gets which tone depends on its number
// in the result alone, so segments made apart equal one pass.

import type { Plan, Recipe, Tone } from "../protocol/enhancement.ts";
import { toNumber } from "../protocol/rational.ts";
import { toneFilter } from "./recipe-filters.ts";

/**
 * The tone of each of the frames [firstFrame, firstFrame + frames), exactly one for each. Where the
 * recipe has no shots, its own. Frames must come with their number in the result as time.
 */
export function shotToneFilters(
  recipe: Recipe,
  video: Pick<Plan["video"], "frameRate">,
  firstFrame: number,
  frames: number,
): string[] {
  const end = firstFrame + frames;
  const shots = recipe.shots.filter(
    (shot) => shot.firstFrame < end && shot.firstFrame + shot.frames > firstFrame,
  );
  // One filter for each tone, not for each shot: shots that share one come again and again.
  const tones = new Map<string, { tone: Tone; when: string[] }>();
  for (const shot of shots) {
    const { firstFrame: first, frames: length, ...tone } = shot;
    const key = toneFilter(tone).join();
    const known = tones.get(key) ?? { tone, when: [] };
    known.when.push(between(first, first + length, toNumber(video.frameRate)));
    tones.set(key, known);
  }
  const [only] = tones.values();
  if (tones.size < 2) return toneFilter(only?.tone ?? recipe);
  return [...tones.values()].flatMap(({ tone, when }) => toneFilter(tone, when.join("+")));
}

/** Half a frame of margin: the time of no frame lies near an end, whatever rounds it. */
function between(first: number, end: number, rate: number): string {
  const at = (frame: number) => ((frame - 0.5) / rate).toFixed(6);
  return `between(t\\,${at(first)}\\,${at(end)})`;
}
