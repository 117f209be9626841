// A recipe as ffmpeg's filters, in 8 or 10 bit. Pure. A step that the recipe leaves out is no
// filter. Costs stand beside each: user time of the filter alone for 192 frames of 480p, as a share
// of their x264 veryfast encode at CRF 18.

import type { Recipe, Tone } from "../protocol/enhancement.ts";
import { isBalanced, isNeutralTone, needsTenBits, whiteBalanceOf } from "../protocol/tone.ts";

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

/** True where a filter of the recipe looks at neighbouring frames. */
export function isTemporal(recipe: Recipe): boolean {
  return recipe.denoise > 0;
}

/**
 * The format that cleaning and tone work in, for a source of so many bits. 10 bit (a tenth of an
 * encode) only where 8 could make gradients step.
 */
export function workingFormat(recipe: Recipe, bitDepth: number): "yuv420p" | "yuv420p10le" {
  const tones = [recipe, ...recipe.shots].filter((tone) => !isNeutralTone(tone));
  const steps = tones.length > 0 || recipe.denoise > 0 || recipe.deblock > 0;
  const fine = steps && needsTenBits(tones, bitDepth);
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
  if (isNeutralTone(tone)) return [];
  return [...(isBalanced(tone) ? [whiteBalance(tone)] : []), levels(tone)].map(
    (filter) => `${filter}${when}`,
  );
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

function whiteBalance(tone: Tone): string {
  const { blue, red } = whiteBalanceOf(tone);
  const [rl, rh, bl, bh] = [red.black, red.white, blue.black, blue.white].map(plain);
  return `colorcorrect=rl=${rl}:rh=${rh}:bl=${bl}:bh=${bh}`;
}

/** lutyuv cuts off fractions, so half a code is added. `toneTables` gives the same as numbers. */
function levels(tone: Tone): string {
  const { gain, lift, gamma, saturation, red, blue } = tone;
  const span = "(maxval-minval)";
  const linear = `clip((val-minval)/${span}*${plain(gain)}+(${plain(lift)})\\,0\\,1)`;
  const luma = `minval+0.5+${span}*pow(${linear}\\,${plain(1 / gamma)})`;
  const centre = "(minval+maxval)/2";
  // Half a code of 8 bit, which white balance added, is more than half a one of 10 bit.
  const excess = isBalanced(tone) ? `-0.5*(${centre}/128-1)` : "";
  // The gain of a channel also scales the difference that its chroma stands for.
  const chroma = (scale: number) =>
    `clip((val${excess}-${centre})*${plain(scale)}+${centre}+0.5\\,minval\\,maxval)`;
  return `lutyuv=y=${luma}:u=${chroma(saturation * blue)}:v=${chroma(saturation * red)}`;
}

/** A number as ffmpeg reads it: never an exponent. */
function plain(value: number): string {
  return value.toFixed(6);
}
