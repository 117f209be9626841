// One sentence for an enhancement that leaves the film as it is. "No change needed" is an answer.

import type { Recipe, Tone } from "../../protocol/enhancement.ts";

/** The recipe's own sentence where it changes nothing, else null. */
export function noteOf(recipe: Recipe): string | null {
  if (changesAnything(recipe)) return null;
  return recipe.notes.find((note) => note.startsWith("No change")) ?? null;
}

function changesAnything(recipe: Recipe): boolean {
  const { denoise, deblock, sharpen, deband, stabilize, loudness } = recipe;
  const steps = [denoise, deblock, sharpen, deband, stabilize];
  return (
    [recipe, ...recipe.shots].some(changesTone) || steps.some((step) => step > 0) || !!loudness
  );
}

function changesTone({ gain, lift, gamma, saturation, red, blue }: Tone): boolean {
  return lift !== 0 || [gain, gamma, saturation, red, blue].some((factor) => factor !== 1);
}
