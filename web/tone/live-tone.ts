// What of some settings can be shown at once, and what only the service can make. Pure.

import type { Recipe, Tone } from "../../protocol/enhancement.ts";
import { canonicalSettings, type Settings } from "../../protocol/settings.ts";
import { manualTone, NEUTRAL_TONE, SEED_TONE } from "../../protocol/tone.ts";
import { words } from "../language/words.ts";
import { STEPS } from "../settings/settings-draft.ts";
import { toneAt } from "./tone-sliders.ts";

/** A recipe, and what was asked for when it was chosen. */
export type KnownRecipe = { settings: Settings; recipe: Recipe };

/**
 * What Automatic chose for these settings; of several the newest, which is last. What else than the
 * strength was asked for does not change its tone.
 */
export function automaticRecipe(
  settings: Settings,
  known: readonly KnownRecipe[],
): KnownRecipe | null {
  if (settings.mode !== "auto") return null;
  const { strength = 1 } = settings;
  const alike = known.filter(
    ({ settings: asked }) => asked.mode === "auto" && (asked.strength ?? 1) === strength,
  );
  const key = canonicalSettings(settings);
  const same = alike.findLast(({ settings: asked }) => canonicalSettings(asked) === key);
  return same ?? alike.at(-1) ?? null;
}

/** The tone of a moment of the film; null where only measuring could tell. */
export function liveTone(
  settings: Settings,
  automatic: KnownRecipe | null,
  seconds: number,
  frameRate: number,
): Tone | null {
  switch (settings.mode) {
    case "manual":
      return manualTone(settings);
    case "seed":
      return SEED_TONE;
    case "off":
      return NEUTRAL_TONE;
    case "auto":
      return automatic ? toneAt(automatic.recipe, seconds, frameRate) : null;
    default:
      return settings.mode satisfies never;
  }
}

/** What of the settings does not show in a tone, by name; all else does. */
export function beyondTone(settings: Settings, automatic: KnownRecipe | null): string[] {
  const { work } = words().settings;
  if (settings.mode === "off") return [];
  if (settings.mode === "auto" && !automatic) return [work.measured, ...moving(settings)];
  const steps = STEPS.filter((name) => {
    const asked = settings[name];
    if (asked === undefined || (asked === "auto" && automatic)) {
      return automatic !== null && automatic.recipe[name] > 0;
    }
    return asked !== "off" && asked !== 0;
  });
  return [
    ...steps.map((name) => work.steps[name]),
    ...(automatic && automatic.recipe.deblock > 0 ? [work.deblock] : []),
    ...moving(settings),
  ];
}

/** What shows in moving pictures alone. */
export function moving({ stabilize, fps }: Settings): string[] {
  const { work } = words().settings;
  return [
    ...(stabilize ? [work.steadier] : []),
    ...(fps === undefined || fps === "source" ? [] : [work.frameRate]),
  ];
}
