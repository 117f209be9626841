// From settings by hand to a tone, and from a tone to its numbers for each code. Pure. The transcoder
// makes filters of it, and the page draws by the same numbers what those filters will do.

import { gainsOfTemperature } from "./colour-temperature.ts";
import type { Tone } from "./enhancement.ts";
import type { Settings } from "./settings.ts";

/** 8-bit codes of the limited range: from black to white, and of full chroma. */
const LUMA_CODES = 219;
const CHROMA_CODES = 224;
/** A table in 8 bit serves as long as none of its steps is larger: gradients keep looking smooth. */
const STEP_MAX = 2;

/**
 * How far chroma moves for a gain of red or blue, as a share of luma: 1 / (2 (1 − K)), from the
 * weights K of BT.709. Where BT.601 is meant, the same gains move it an eighth less.
 */
export const CHROMA_OF_GAIN = { red: 1 / (2 * (1 - 0.2126)), blue: 1 / (2 * (1 - 0.0722)) };

export const NEUTRAL_TONE: Tone = { gain: 1, lift: 0, gamma: 1, saturation: 1, red: 1, blue: 1 };

/** The tone that the numbers of `manual` ask for; absent ones are neutral. */
export function manualTone(settings: Partial<Settings>): Tone {
  const { brightness = 0, contrast = 1, saturation = 1, gamma = 1, temperature } = settings;
  // Contrast turns about mid-grey: 0.5 stays 0.5.
  const lift = brightness + (1 - contrast) / 2;
  const balance = temperature === undefined ? {} : gainsOfTemperature(temperature);
  return { ...NEUTRAL_TONE, gain: contrast, lift, gamma, saturation, ...balance };
}

/** The look of the first version of this program: every channel × 1.2 + 10 of 255. */
export const SEED_TONE = manualTone({ contrast: 1.2, brightness: 0.139 });

/** True if the tone leaves every picture as it is. */
export function isNeutralTone({ gain, lift, gamma, saturation, red, blue }: Tone): boolean {
  const kept = gain === 1 && lift === 0 && gamma === 1 && saturation === 1;
  return kept && red === 1 && blue === 1;
}

/** True if chroma also moves with luma. */
export function isBalanced({ red, blue }: Tone): boolean {
  return red !== 1 || blue !== 1;
}

/** True where 8 bit could make gradients step: a steep table, or a source that has more bits. */
export function needsTenBits(tones: readonly Tone[], bitDepth: number): boolean {
  return bitDepth > 8 || tones.some((tone) => largestStep(tone) > STEP_MAX);
}

/** Largest difference between neighbouring codes that the tone's table makes in 8 bit. */
function largestStep({ gain, lift, gamma }: Tone): number {
  const shown = (code: number) =>
    Math.round(
      LUMA_CODES * Math.min(1, Math.max(0, (code / LUMA_CODES) * gain + lift)) ** (1 / gamma),
    );
  const codes = Array.from({ length: LUMA_CODES }, (_, code) => shown(code + 1) - shown(code));
  return Math.max(...codes);
}

/** What is added to a channel of chroma where raw luma is 0 and where it is full scale, in shares. */
export type Spots = { black: number; white: number };

/**
 * Grey of luma y gets chroma y × (gain − 1) × CHROMA_OF_GAIN. Chroma is moved along a line over raw
 * luma, from its value at 0 to that at full scale; legal luma is 0 at 16 of 255.
 */
export function whiteBalanceOf({ red, blue }: Tone): { blue: Spots; red: Spots } {
  const spots = (gain: number, chroma: number) => {
    // The table that follows scales chroma by the gain, this shift with it. Full chroma is −0.5…0.5.
    const slope = ((1 - 1 / gain) * chroma * CHROMA_CODES) / 255;
    // Fractions of a code are cut off: half a code of 8 bit makes that rounding.
    return {
      black: (slope * -16) / LUMA_CODES + 0.5 / 255,
      white: (slope * (255 - 16)) / LUMA_CODES + 0.5 / 255,
    };
  };
  return { blue: spots(blue, CHROMA_OF_GAIN.blue), red: spots(red, CHROMA_OF_GAIN.red) };
}

/** The code that each code of a plane becomes, in 8 or 10 bit: `lutyuv`'s tables as numbers. */
export type ToneTables = { luma: Uint16Array; blue: Uint16Array; red: Uint16Array };

/** The tables of a tone, which come after white balance where there is any. */
export function toneTables(tone: Tone, bits: 8 | 10): ToneTables {
  const unit = 2 ** (bits - 8);
  const [black, white, most] = [16 * unit, 235 * unit, 240 * unit];
  const gain = asWritten(tone.gain);
  const lift = asWritten(tone.lift);
  const power = asWritten(1 / tone.gamma);
  // lutyuv cuts off fractions, so half a code is added.
  const luma = (code: number) => {
    const level = ((code - black) / (white - black)) * gain + lift;
    return black + 0.5 + (white - black) * Math.min(1, Math.max(0, level)) ** power;
  };
  // Half a code of 8 bit, which white balance added, is more than half a one of 10 bit.
  const excess = isBalanced(tone) ? 0.5 * (unit - 1) : 0;
  const centre = 128 * unit;
  const chroma = (scale: number) => (code: number) =>
    Math.min(most, Math.max(black, (code - excess - centre) * asWritten(scale) + centre + 0.5));
  const table = (of: (code: number) => number) =>
    Uint16Array.from({ length: 256 * unit }, (_, code) => of(code));
  return {
    luma: table(luma),
    blue: table(chroma(tone.saturation * tone.blue)),
    red: table(chroma(tone.saturation * tone.red)),
  };
}

/** A filter gets its numbers with six decimals. */
function asWritten(value: number): number {
  return Number(value.toFixed(6));
}
