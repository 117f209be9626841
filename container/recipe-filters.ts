// A recipe as ffmpeg's filters, in 8 or 10 bit. Pure. A step that the recipe leaves out is no
// filter. Costs stand beside each: user time of the filter alone for 192 frames of 480p, as a share
// of their x264 veryfast encode at CRF 18.

import type { Recipe, Tone } from "../protocol/enhancement.ts";

/** 8-bit codes between black and white of the limited range. */
const LUMA_CODES = 219;
/** A table in 8 bit serves as long as none of its steps is larger: gradients keep looking smooth. */
const STEP_MAX = 2;

/**
 * How far chroma moves for a gain of red or blue, as a share of luma: 1 / (2 (1 − K)), from the
 * weights K of BT.709. Where BT.601 is meant, the same gains move it an eighth less.
 */
export const CHROMA_OF_GAIN = { red: 1 / (2 * (1 - 0.2126)), blue: 1 / (2 * (1 - 0.0722)) };

/**
 * hqdn3d's strengths at 1, for noise with a σ of 8 codes: there 10:7:8:6 gives 1.1 dB more than
 * 6:4.5:9:6.75, and half of it is best of five that were tried at a σ of 4 (four clips).
 */
const DENOISE = { lumaSpatial: 10, chromaSpatial: 7.5, lumaTemporal: 9, chromaTemporal: 6.75 };
/** deblock's thresholds at 1, as shares of full scale: twice its defaults. */
const DEBLOCK = { alpha: 0.2, beta: 0.1 };
/**
 * Radius in pixels of the blur that sharpening subtracts. After a blur with a σ of 1.5 it brings
 * back 4 to 8 dB, a radius of 1.5 3 to 5, unsharp=5:5:1 2 to 3 (five clips).
 */
const SHARPEN_RADIUS = 2;
/** Codes below which a difference is taken for noise and not strengthened: SSIM rises by it. */
const SHARPEN_THRESHOLD = 1;
/** gradfun's strength at 1, in codes: steps of one or two codes are banding, larger ones drawn. */
const DEBAND = 2.4;

/** True if the tone leaves every picture as it is. */
export function isNeutralTone(tone: Tone): boolean {
  return !movesLevels(tone) && !balances(tone);
}

/** True where a filter of the recipe looks at neighbouring frames. */
export function isTemporal(recipe: Recipe): boolean {
  return recipe.denoise > 0;
}

/**
 * The format that cleaning and tone work in, for a source of so many bits. 10 bit (a tenth of an
 * encode) only where 8 could make gradients step: a steep table, or a source that has more.
 */
export function workingFormat(recipe: Recipe, bitDepth: number): "yuv420p" | "yuv420p10le" {
  const tones = [recipe, ...recipe.shots].filter((tone) => !isNeutralTone(tone));
  const steps = tones.length > 0 || recipe.denoise > 0 || recipe.deblock > 0;
  const fine = steps && (bitDepth > 8 || tones.some((tone) => largestStep(tone) > STEP_MAX));
  return fine ? "yuv420p10le" : "yuv420p";
}

/** What is taken off a picture before its tone is changed, so that it is not strengthened. */
export function cleaningFilters({ deblock, denoise }: Recipe): string[] {
  const filters: string[] = [];
  if (deblock > 0) {
    // Luma alone, weak kernel: 6 % (all planes and the strong one: twice that).
    const [alpha, beta] = [DEBLOCK.alpha * deblock, DEBLOCK.beta * deblock].map(plain);
    const edges = `alpha=${alpha}:beta=${beta}:gamma=${beta}:delta=${beta}`;
    filters.push(`deblock=filter=weak:block=8:${edges}:planes=1`);
  }
  if (denoise > 0) {
    // 19 %, and the encode of less noise costs less.
    const { lumaSpatial, chromaSpatial, lumaTemporal, chromaTemporal } = DENOISE;
    const strengths = [lumaSpatial, chromaSpatial, lumaTemporal, chromaTemporal];
    filters.push(`hqdn3d=${strengths.map((at1) => plain(at1 * denoise)).join(":")}`);
  }
  return filters;
}

/**
 * One tone, in whatever bit depth the frames have: white balance where chroma moves in proportion
 * to luma (5 %), then one look-up table (3 % in 8 bit). Neutral parts are no filter. `enable` is an
 * expression of ffmpeg's timeline, without a comma that is not escaped: where the tone holds.
 */
export function toneFilter(tone: Tone, enable?: string): string[] {
  const when = enable === undefined ? "" : `:enable=${enable}`;
  const filters: string[] = [];
  if (balances(tone)) filters.push(`${whiteBalance(tone)}${when}`);
  if (movesLevels(tone)) filters.push(`${levels(tone)}${when}`);
  return filters;
}

/** What comes last, in 8 bit: both filters turn frames into it. Never for what stays in 10 bit. */
export function finishingFilters({ sharpen, deband }: Recipe): string[] {
  const filters: string[] = [];
  if (sharpen > 0) {
    // 10 % (unsharp 20 to 35 %, cas 50 %), and alone in leaving noise out. Luma only.
    const luma = `lr=${SHARPEN_RADIUS}:ls=${plain(-sharpen)}:lt=${-SHARPEN_THRESHOLD}`;
    filters.push(`smartblur=${luma}:cr=0.1:cs=0:ct=0`);
  }
  // 3 % (deband 40 %).
  if (deband > 0) filters.push(`gradfun=strength=${plain(Math.max(0.51, DEBAND * deband))}`);
  return filters;
}

function movesLevels({ gain, lift, gamma, saturation, red, blue }: Tone): boolean {
  return gain !== 1 || lift !== 0 || gamma !== 1 || saturation !== 1 || red !== 1 || blue !== 1;
}

function balances({ red, blue }: Tone): boolean {
  return red !== 1 || blue !== 1;
}

/**
 * Grey of luma y gets chroma y × (gain − 1) × CHROMA_OF_GAIN. colorcorrect moves chroma along a
 * line over raw luma, from its value at 0 to that at full scale; legal luma is 0 at 16 of 255.
 */
function whiteBalance({ red, blue }: Tone): string {
  const spots = (gain: number, chroma: number) => {
    // The table that follows scales chroma by the gain, this shift with it. Full chroma, −0.5…0.5,
    // takes 224 codes of 255.
    const slope = ((1 - 1 / gain) * chroma * 224) / 255;
    // colorcorrect cuts off fractions: half a code of 8 bit makes that rounding.
    const [black, white] = [(slope * -16) / LUMA_CODES, (slope * (255 - 16)) / LUMA_CODES];
    return [black + 0.5 / 255, white + 0.5 / 255].map(plain);
  };
  const [rl, rh] = spots(red, CHROMA_OF_GAIN.red);
  const [bl, bh] = spots(blue, CHROMA_OF_GAIN.blue);
  return `colorcorrect=rl=${rl}:rh=${rh}:bl=${bl}:bh=${bh}`;
}

/** lutyuv cuts off fractions, so half a code is added. */
function levels(tone: Tone): string {
  const { gain, lift, gamma, saturation, red, blue } = tone;
  const span = "(maxval-minval)";
  const linear = `clip((val-minval)/${span}*${plain(gain)}+(${plain(lift)})\\,0\\,1)`;
  const luma = `minval+0.5+${span}*pow(${linear}\\,${plain(1 / gamma)})`;
  const centre = "(minval+maxval)/2";
  // Half a code of 8 bit, which white balance added, is more than half a one of 10 bit.
  const excess = balances(tone) ? `-0.5*(${centre}/128-1)` : "";
  // The gain of a channel also scales the difference that its chroma stands for.
  const chroma = (scale: number) =>
    `clip((val${excess}-${centre})*${plain(scale)}+${centre}+0.5\\,minval\\,maxval)`;
  return `lutyuv=y=${luma}:u=${chroma(saturation * blue)}:v=${chroma(saturation * red)}`;
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

/** A number as ffmpeg reads it: never an exponent. */
function plain(value: number): string {
  return value.toFixed(6);
}
