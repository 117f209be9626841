// From measures of the picture to the recipe. Pure. The rule it keeps: no step without a fault that
// was measured, and then only as far as to where the fault ends. A good picture stays as it is.

import type { PictureMeasures, Recipe } from "../protocol/enhancement.ts";
import type { Settings } from "../protocol/settings.ts";

/** Where a fault begins, in luma 0…1 of the limited range, and where its correction ends. */
const DARK_WHITE = 0.7;
const DARK_MEDIAN = 0.22;
const BRIGHT_MEDIAN = 0.68;
const FLAT_SPAN = 0.55;
/** Dark on purpose: most of the picture is deep, and something in it is bright. */
const LOW_KEY_P90 = 0.25;
const LOW_KEY_WHITE = 0.8;
/** How far a correction may go; past this noise and banding show more than the fault did. */
const GAIN_MAX = 1.35;
const GAMMA_MIN = 0.8;
const GAMMA_MAX = 1.25;
const SATURATION_MAX = 1.15;
/** Colour weaker than this is pale, and weaker than the second is meant to be black and white. */
const PALE = 0.035;
const MONOCHROME = 0.015;
/** Keeps 0.1 % of the pixels from meeting either end of the range. */
const FLOOR = 0.01;
const CEILING = 0.98;
/** Nothing above this is in a black picture. */
const NOTHING_SEEN = 0.05;
/** A step smaller than this cannot be seen. */
const VISIBLE = 0.01;
/** The look of the first version of this program: every channel × 1.2 + 10 of 255. */
const SEED = { contrast: 1.2, brightness: 0.139 };

type Tone = Pick<Recipe, "gain" | "lift" | "gamma" | "saturation">;

const NEUTRAL: Tone = { gain: 1, lift: 0, gamma: 1, saturation: 1 };

/** The recipe that the settings ask for; `auto` chooses it from the measures. */
export function chooseRecipe(settings: Settings, before: PictureMeasures): Recipe {
  switch (settings.mode) {
    case "auto":
      return automatic(before);
    case "manual":
      return { ...manual(settings), notes: ["Set by hand."] };
    case "seed":
      return { ...manual(SEED), notes: ["A fixed look for comparison: contrast 1.2, brighter."] };
    case "off":
      return { ...NEUTRAL, notes: ["Enhancement is off: the picture is kept as it is."] };
    default:
      return settings.mode satisfies never;
  }
}

function manual(settings: Partial<Settings>): Tone {
  const { brightness = 0, contrast = 1, saturation = 1, gamma = 1 } = settings;
  // Contrast turns about mid-grey: 0.5 stays 0.5.
  return { gain: contrast, lift: brightness + (1 - contrast) / 2, gamma, saturation };
}

function automatic(before: PictureMeasures): Recipe {
  const { p0_1, p50, p90, p99_9 } = before.percentiles;
  if (p99_9 < NOTHING_SEEN) {
    return { ...NEUTRAL, notes: ["No change: the picture is black."] };
  }
  const notes: string[] = [];
  const { gain, lift } = stretch(before, notes);
  const median = clamp(p50 * gain + lift, 0, 1);
  const lowKey = p90 < LOW_KEY_P90 && p99_9 > LOW_KEY_WHITE;
  const gamma = median < p50 ? keptGamma(median, p50, notes) : medianGamma(median, lowKey, notes);
  const saturation = colourGain(before.saturation, notes);
  if (gain === 1 && lift === 0 && gamma === 1 && saturation === 1) {
    const range = `from ${percent(p0_1)} to ${percent(p99_9)} with its middle at ${percent(p50)}`;
    notes.unshift(`No change needed: brightness runs ${range}.`);
  }
  return { gain, lift, gamma, saturation, notes };
}

/** Widens a range that is too dark or too narrow, about its own black, white or middle. */
function stretch(before: PictureMeasures, notes: string[]): { gain: number; lift: number } {
  const { p0_1, p1, p50, p99, p99_9 } = before.percentiles;
  const dark = p99_9 < DARK_WHITE;
  const flat = p99 - p1 < FLAT_SPAN;
  if (!dark && !flat) return { gain: 1, lift: 0 };

  const forWhite = dark ? (DARK_WHITE - p0_1) / Math.max(p99_9 - p0_1, VISIBLE) : 1;
  const forSpan = flat ? FLAT_SPAN / Math.max(p99 - p1, VISIBLE) : 1;
  const room = (CEILING - FLOOR) / Math.max(p99_9 - p0_1, VISIBLE);
  const gain = clamp(Math.max(forWhite, forSpan), 1, Math.min(GAIN_MAX, Math.max(1, room)));
  if (gain - 1 < VISIBLE) return { gain: 1, lift: 0 };

  // A dark picture opens upwards from its black, a bright one downwards from its white.
  const pivot = dark ? p0_1 : p50 > BRIGHT_MEDIAN ? p99_9 : p50;
  const lowest = Math.min(FLOOR, p0_1) - p0_1 * gain;
  const highest = Math.max(CEILING, p99_9) - p99_9 * gain;
  const lift = clamp(pivot * (1 - gain), lowest, Math.max(lowest, highest));
  const fault = dark
    ? `The brightest parts reach only ${percent(p99_9)}`
    : `The picture is flat: it spans ${percent(p99 - p1)} of the range`;
  notes.push(`${fault}, so its contrast is raised by ${percent(gain - 1)}.`);
  return { gain: round(gain), lift: round(lift) };
}

/** Widening a flat picture may darken it: its middle tones go back to where they were. */
function keptGamma(median: number, before: number, notes: string[]): number {
  const target = clamp(before, DARK_MEDIAN, BRIGHT_MEDIAN);
  const gamma = gammaBetween(median, target);
  if (gamma - 1 < VISIBLE) return 1;
  notes.push(`Its middle tones stay near ${percent(target)} (gamma ${gamma.toFixed(2)}).`);
  return gamma;
}

/** Moves a median that is too dark or too bright to the edge of what is ordinary. */
function medianGamma(median: number, lowKey: boolean, notes: string[]): number {
  const dark = median < DARK_MEDIAN;
  const bright = median > BRIGHT_MEDIAN;
  if (!dark && !bright) return 1;
  if (dark && lowKey) {
    notes.push("Dark with bright lights in it: taken for intended, its middle tones are kept.");
    return 1;
  }
  const target = dark ? DARK_MEDIAN : BRIGHT_MEDIAN;
  const gamma = gammaBetween(median, target);
  if (Math.abs(gamma - 1) < VISIBLE) return 1;
  const fault = `The middle tones lie at ${percent(median)}`;
  notes.push(`${fault}, so they are ${dark ? "lifted" : "lowered"} (gamma ${gamma.toFixed(2)}).`);
  return gamma;
}

/** The gamma that moves one level to another, as far as is allowed: y ^ (1 / gamma). */
function gammaBetween(from: number, to: number): number {
  const wanted = Math.log(clamp(from, 0.001, 0.999)) / Math.log(to);
  return round(clamp(wanted, GAMMA_MIN, GAMMA_MAX));
}

function colourGain(saturation: number, notes: string[]): number {
  if (saturation >= PALE) return 1;
  if (saturation < MONOCHROME) {
    notes.push("Black and white, or nearly: colour is left alone.");
    return 1;
  }
  const gain = round(Math.min(SATURATION_MAX, PALE / saturation));
  if (gain - 1 < VISIBLE) return 1;
  notes.push(`Colours are pale, so they are strengthened by ${percent(gain - 1)}.`);
  return gain;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

/** Four decimals: the recipe is shown to people and must say exactly what was applied. */
function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

function percent(value: number): string {
  return `${Math.round(value * 100)} %`;
}
