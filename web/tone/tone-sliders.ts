// What Automatic chose, as the numbers a person would set by hand. Pure.

import { gainsOfTemperature } from "../../protocol/colour-temperature.ts";
import type { Recipe, Tone } from "../../protocol/enhancement.ts";
import type { SliderName } from "../settings/settings-draft.ts";

/** Gains of red and blue further off than this can be told from those that were meant. */
const VISIBLE = 0.01;
/** Nearer the neutral light than a step of the slider. */
const KELVINS = { low: 1_000, high: 40_000, step: 50 };

export type SetByHand = {
  /** As text for the sliders. */
  values: Record<SliderName, string>;
  /** False where no temperature gives just this red and blue. */
  exact: boolean;
};

/** The numbers of `manual` that make this tone: the inverse of `manualTone`. */
export function slidersOf({ gain, lift, gamma, saturation, red, blue }: Tone): SetByHand {
  const { kelvin, distance } = nearestTemperature(red, blue);
  return {
    values: {
      // Manual contrast turns about mid-grey, which takes a part of the lift.
      brightness: text(lift - (1 - gain) / 2),
      contrast: text(gain),
      saturation: text(saturation),
      gamma: text(gamma),
      temperature: String(kelvin),
    },
    exact: distance <= VISIBLE,
  };
}

/** The temperature whose gains are nearest, and how far the further one is off. */
function nearestTemperature(red: number, blue: number): { kelvin: number; distance: number } {
  let best = { kelvin: 6_500, distance: Math.max(Math.abs(red - 1), Math.abs(blue - 1)) };
  if (best.distance === 0) return best;
  for (let kelvin = KELVINS.low; kelvin <= KELVINS.high; kelvin += KELVINS.step) {
    const gains = gainsOfTemperature(kelvin);
    const distance = Math.max(Math.abs(red - gains.red), Math.abs(blue - gains.blue));
    if (distance < best.distance) best = { kelvin, distance };
  }
  return best;
}

/** The tone of the shot at that second of a film of `frameRate`; the recipe's own without shots. */
export function toneAt(recipe: Recipe, seconds: number, frameRate: number): Tone {
  const frame = Math.round(seconds * frameRate);
  const shot = recipe.shots.findLast(({ firstFrame }) => firstFrame <= frame);
  const { gain, lift, gamma, saturation, red, blue } = shot ?? recipe;
  return { gain, lift, gamma, saturation, red, blue };
}

/** Three decimals: a difference that nobody sees. */
const text = (value: number) => String(Math.round(value * 1_000) / 1_000 + 0);
