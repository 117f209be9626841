// From measures of the picture to its tone. Pure. The rule it keeps: no step without a fault that
// was measured, and then only towards where the fault ends. A good picture stays as it is.
//
// Where faults begin was read off 16 clips of cameras, films and screens, as they are and degraded
// in known ways (improves.test.ts shows what comes of it): no good one lies beyond these lines.

import type { PictureMeasures, Tone } from "../protocol/enhancement.ts";
import { CHROMA_OF_GAIN, NEUTRAL_TONE } from "../protocol/tone.ts";

/** Luma in 0…1 of the limited range. Darkest white of a good clip: 0.78; narrowest span: 0.71. */
const DARK_WHITE = 0.75;
const FLAT_SPAN = 0.65;
/** The most lifted black of a good clip: 0.24, an animated meadow in full light. */
const VEILED_BLACK = 0.26;
/** A white, black or span that is off by more was further off: this share beyond the line. */
const BEYOND = 0.4;
const WHITE_MAX = 0.9;
const BLACK_MIN = 0.12;
/** Black above this was lifted with the rest: what is flat then opens about its middle. */
const LIFTED_BLACK = 0.2;
const SPAN_MAX = 0.85;
/** Middle tones are too dark or bright only where the tones around them are, too. */
const DARK_MEDIAN = 0.22;
const DARK_P90 = 0.5;
const BRIGHT_MEDIAN = 0.68;
const BRIGHT_P10 = 0.4;
/** Dark on purpose: most of the picture is deep, and something in it is bright. */
const LOW_KEY_P90 = 0.25;
const LOW_KEY_WHITE = 0.8;
/** Narrower is a card or a wall of one tone, which has no range that could be restored. */
const ONE_TONE_SPAN = 0.12;
/** Nothing above this is in a black picture. */
const NOTHING_SEEN = 0.05;
/** How far a correction may go; past this noise and banding show more than the fault did. */
const GAIN_MAX = 1.6;
const GAMMA_MIN = 0.8;
const GAMMA_MAX = 1.25;
/** Keeps 0.1 % of the pixels from meeting either end of the range. */
const FLOOR = 0.01;
const CEILING = 0.98;
/** Colour weaker than this is pale, and weaker than the second is meant to be black and white. */
const PALE = 0.035;
const MONOCHROME = 0.015;
const PALE_GAIN_MAX = 1.15;
/** Colour that is stronger than this is not strengthened any more. */
const RICH = 0.35;
/**
 * A cast of light lies between amber and blue: blue and red are moved against each other, neither
 * less than this share of the other. Else grass, sea or skin was taken for grey.
 */
const AMBER_TO_BLUE = 0.45;
/** Good clips reach 0.09 along that line: late sun, a film's grading. So much is left standing. */
const CAST = 0.11;
const CAST_KEPT = 0.05;
/** No gain of red or blue goes further from 1: what is left may be the light of the place. */
const BALANCE_MAX = 0.15;
/** A step smaller than this cannot be seen; of contrast the eye notices even less. */
const VISIBLE = 0.01;
const GAIN_VISIBLE = 0.03;

/**
 * The tone that the measures of a film or a shot call for, `strength` (0…1) of it, and why. Neutral
 * where nothing is wrong.
 */
export function chooseTone(
  { strength = 1 }: { strength?: number | undefined },
  measures: PictureMeasures,
): { tone: Tone; notes: string[] } {
  if (isBlack(measures)) {
    return { tone: NEUTRAL_TONE, notes: ["No change: the picture is black."] };
  }
  const notes: string[] = [];
  const { gain, lift, middle } = stretch(measures, notes);
  const gamma = chooseGamma(measures, { gain, lift, middle }, notes);
  const saturation = colourGain(measures.saturation, gain, notes);
  const tone = blend({ gain, lift, gamma, saturation, ...balance(measures, notes) }, strength);
  return { tone, notes };
}

/** True of a picture that shows nothing. */
export function isBlack({ percentiles }: PictureMeasures): boolean {
  return percentiles.p99_9 < NOTHING_SEEN;
}

type Stretch = Pick<Tone, "gain" | "lift"> & {
  /** Where the median would lie if nothing had to be kept from clipping. */
  middle: number;
};

/** Widens a range that is too dark or too narrow, and takes a veil off. */
function stretch({ percentiles }: PictureMeasures, notes: string[]): Stretch {
  const { p0_1, p1, p50, p99, p99_9 } = percentiles;
  const span = p99 - p1;
  if (span < ONE_TONE_SPAN) {
    notes.push("Nearly one tone all over: its range is left alone.");
    return { gain: 1, lift: 0, middle: p50 };
  }
  const dark = p99_9 < DARK_WHITE;
  const flat = span < FLAT_SPAN;
  const veiled = p1 > VEILED_BLACK;
  if (!dark && !flat && !veiled) return { gain: 1, lift: 0, middle: p50 };

  const white = Math.min(WHITE_MAX, beyond(DARK_WHITE, p99_9));
  const forWhite = dark ? (white - p0_1) / Math.max(p99_9 - p0_1, VISIBLE) : 1;
  const forSpan = flat ? Math.min(SPAN_MAX, beyond(FLAT_SPAN, span)) / span : 1;
  const room = (CEILING - FLOOR) / Math.max(p99_9 - p0_1, VISIBLE);
  const wanted = clamp(Math.max(forWhite, forSpan), 1, Math.min(GAIN_MAX, Math.max(1, room)));
  const gain = wanted - 1 < GAIN_VISIBLE ? 1 : wanted;

  // A dark picture opens upwards from its black, a flat one about its middle, a veil falls.
  const pivot = p1 > LIFTED_BLACK ? (p1 + p99) / 2 : dark ? p0_1 : p50;
  const opened = pivot * (1 - gain);
  const black = Math.max(BLACK_MIN, beyond(VEILED_BLACK, p1));
  // But not so far that the picture gets dark, and not where white was lost as well.
  const deepest = Math.max(0, p99_9 * gain + opened - Math.min(p99_9, DARK_WHITE));
  const fall = veiled && !dark ? clamp(p1 * gain + opened - black, 0, deepest) : 0;
  const lowest = Math.min(FLOOR, p0_1) - p0_1 * gain;
  const highest = Math.max(CEILING, p99_9) - p99_9 * gain;
  const lift = clamp(opened - fall, lowest, Math.max(lowest, highest));
  if (gain > 1) {
    const fault = dark
      ? `The brightest parts reach only ${percent(p99_9)}`
      : `The picture is flat: it spans ${percent(span)} of the range`;
    notes.push(`${fault}, so its contrast is raised by ${percent(gain - 1)}.`);
  }
  if (fall > VISIBLE)
    notes.push(`Its black lies at ${percent(p1)}, as behind a veil, so it is lowered.`);
  return { gain: round(gain), lift: round(lift), middle: p50 * gain + opened - fall };
}

/** From the fault across its line and on: as far again as BEYOND says. */
function beyond(line: number, found: number): number {
  return line + BEYOND * (line - found);
}

/** Moves middle tones that are too dark or bright to the edge of what is ordinary. */
function chooseGamma(
  { percentiles }: PictureMeasures,
  { gain, lift, middle: meant }: Stretch,
  notes: string[],
): number {
  const { p1, p10, p50, p90, p99_9 } = percentiles;
  const shown = (luma: number) => clamp(luma * gain + lift, 0, 1);
  const [low, middle, high] = [shown(p10), shown(p50), shown(p90)];
  const veiled = p1 > VEILED_BLACK;
  const dark = middle < DARK_MEDIAN && high < DARK_P90;
  const bright = middle > BRIGHT_MEDIAN && low > BRIGHT_P10 && veiled;
  if (dark && p90 < LOW_KEY_P90 && p99_9 > LOW_KEY_WHITE) {
    notes.push("Dark with bright lights in it: taken for intended, its middle tones are kept.");
    return 1;
  }
  // Small lights that must not clip push a stretch down, and the middle with it.
  const sunk = middle < meant - VISIBLE;
  if (!dark && !bright && !sunk) return 1;
  const target = bright ? BRIGHT_MEDIAN : sunk ? Math.max(meant, DARK_MEDIAN) : DARK_MEDIAN;
  const gamma = gammaBetween(middle, target);
  if (Math.abs(gamma - 1) < VISIBLE) return 1;
  const fault = `The middle tones lie at ${percent(middle)}`;
  notes.push(`${fault}, so they are ${gamma > 1 ? "lifted" : "lowered"} (gamma ${gamma}).`);
  return gamma;
}

/** The gamma that moves one level to another, as far as is allowed: y ^ (1 / gamma). */
function gammaBetween(from: number, to: number): number {
  const wanted = Math.log(clamp(from, 0.001, 0.999)) / Math.log(to);
  return round(clamp(wanted, GAMMA_MIN, GAMMA_MAX));
}

/** Chroma follows a stretch, as it does where red, green and blue are stretched alike. */
function colourGain(saturation: number, gain: number, notes: string[]): number {
  if (saturation < MONOCHROME) {
    notes.push("Black and white, or nearly: colour is left alone.");
    return 1;
  }
  const following = clamp(RICH / saturation, 1, gain);
  const pale = PALE / (saturation * following);
  if (pale - 1 < VISIBLE) return round(following);
  const more = Math.min(PALE_GAIN_MAX, pale);
  notes.push(`Colours are pale, so they are strengthened by ${percent(more - 1)}.`);
  return round(following * more);
}

/** Gains that take a cast off what should be grey. */
function balance({ cast, saturation, percentiles }: PictureMeasures, notes: string[]) {
  const [blue, red] = [Math.abs(cast.blue), Math.abs(cast.red)];
  const strength = Math.hypot(blue, red);
  const ofLight =
    cast.blue * cast.red < 0 && Math.min(blue, red) > AMBER_TO_BLUE * Math.max(blue, red);
  if (strength < CAST || saturation < MONOCHROME) return { red: 1, blue: 1 };
  if (percentiles.p1 > LIFTED_BLACK) {
    notes.push(
      "Its black is lifted, and what tints it cannot be told: its colours are left alone.",
    );
    return { red: 1, blue: 1 };
  }
  if (!ofLight) {
    notes.push("Its greys are tinted as no light tints them: taken for intended.");
    return { red: 1, blue: 1 };
  }
  // Chroma is told in −1…1, CHROMA_OF_GAIN in −0.5…0.5.
  const part = (1 - CAST_KEPT / strength) / 2;
  const gain = (chroma: number, ofGain: number) =>
    round(clamp(1 / (1 + (part * chroma) / ofGain), 1 - BALANCE_MAX, 1 + BALANCE_MAX));
  notes.push(`What should be grey is ${cast.red > 0 ? "amber" : "blue"}: it is balanced.`);
  return {
    red: gain(cast.red, CHROMA_OF_GAIN.red),
    blue: gain(cast.blue, CHROMA_OF_GAIN.blue),
  };
}

function blend(tone: Tone, strength: number): Tone {
  const part = (value: number) => round(1 + (value - 1) * strength);
  return {
    gain: part(tone.gain),
    // Never −0, which is not the same number to a test nor in a text.
    lift: round(tone.lift * strength) + 0,
    gamma: part(tone.gamma),
    saturation: part(tone.saturation),
    red: part(tone.red),
    blue: part(tone.blue),
  };
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
