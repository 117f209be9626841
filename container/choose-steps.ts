// From measures of the picture to what cleans and sharpens it. Pure. Strengths in 0…1, 0 where there
// is no fault.

import type { PictureMeasures, Recipe, Tone } from "../protocol/enhancement.ts";
import type { Settings } from "../protocol/settings.ts";

export type Steps = Pick<Recipe, "denoise" | "deblock" | "sharpen" | "deband">;

/** 8-bit codes of the limited range. */
const LUMA_CODES = 219;
/**
 * σ of noise in codes. Compressed clips of good cameras stay below 0.7, film grain at about 1; from
 * 1.5 on it is seen on flat surfaces. Of the strengths that were tried hqdn3d does best at a spatial
 * one of 1.25 σ (PSNR of four clips with σ 4 and 8): strength 1 is for a σ of 8.
 */
const NOISY = 1.5;
const NOISE_AT_1 = 8;
/**
 * Steps at block borders. MPEG-2, MPEG-4 and JPEG leave 1…12 (three clips, coarsely encoded), H.264,
 * which filters itself, at most 0.26. Deblocking brings the former 0.1…0.6 dB and takes from the
 * latter; past 5 full strength is best, below about a quarter of it.
 */
const BLOCKY = 0.35;
const BLOCKS_AT_1 = 5;
/**
 * Steepness of edges. The softest good clip has 0.41; blurred by σ 1 pixel they have 0.29…0.56, by
 * σ 1.7 0.19…0.37. Full strength from where a blur of σ 1.5 lies.
 */
const SOFT = 0.39;
const SOFT_AT_1 = 0.24;
/** A stretch beyond this pulls the steps of a smooth surface apart, if no noise hides them. */
const BANDING_GAIN = 1.3;
const BANDING_NOISE = 0.8;
const DEBAND = 0.5;
/** Weaker than this a step changes nothing that could be seen. */
const WEAK = 0.05;

/**
 * What the measures call for, under the tone that follows, and why. Of a `scaled` picture the
 * codec's blocks lie no longer where deblocking looks for their borders.
 */
export function chooseSteps(measures: PictureMeasures, { gain }: Tone, scaled = false) {
  const notes: Partial<Record<keyof Steps, string>> = {};
  const noise = measures.noise * LUMA_CODES;
  const { sharpness, blockiness } = measures;
  const steps: Steps = { denoise: 0, deblock: 0, sharpen: 0, deband: 0 };
  if (noise * gain > NOISY) {
    steps.denoise = share(noise / NOISE_AT_1);
    const lifted = noise > NOISY ? "" : ", which the stretch would lift";
    notes.denoise = `Its noise has a σ of ${noise.toFixed(1)} codes${lifted}: it is denoised.`;
  }
  if (blockiness > BLOCKY && scaled) {
    notes.deblock =
      "The borders of its codec's blocks may show: making its pixels square moved them, so they are left.";
  } else if (blockiness > BLOCKY) {
    steps.deblock = share(blockiness / BLOCKS_AT_1);
    notes.deblock = "The borders of its codec's blocks show: they are smoothed.";
  }
  // Without an edge in it there is nothing to judge by.
  if (sharpness > 0 && sharpness < SOFT) {
    const worse = noise * gain > NOISY ? "noise" : blockiness > BLOCKY ? "blocks" : null;
    if (worse === null) steps.sharpen = share((SOFT - sharpness) / (SOFT - SOFT_AT_1));
    if (worse !== null) {
      notes.sharpen = `Its edges are soft, but sharpening would lift its ${worse}: they are left.`;
    } else if (steps.sharpen > 0) {
      notes.sharpen = "Its edges are soft: it is sharpened.";
    }
  }
  if (gain > BANDING_GAIN && noise < BANDING_NOISE) {
    steps.deband = DEBAND;
    notes.deband = "The stretch would show bands on smooth surfaces: they are smoothed.";
  }
  return { steps, notes };
}

/**
 * The strengths that are applied: numbers and `off` as asked, else `chosen` times `strength`; where
 * `absent` is false, a step that was not asked for is left out.
 */
export function settleSteps(settings: Settings, chosen: Steps, absent: boolean): Steps {
  const { strength = 1 } = settings;
  const settle = (name: "denoise" | "sharpen" | "deband") => {
    const asked = settings[name] ?? (absent ? "auto" : "off");
    if (asked === "off") return 0;
    return asked === "auto" ? share(chosen[name] * strength) : asked;
  };
  return {
    denoise: settle("denoise"),
    deblock: absent ? share(chosen.deblock * strength) : 0,
    sharpen: settle("sharpen"),
    deband: settle("deband"),
  };
}

function share(value: number): number {
  return value < WEAK ? 0 : Math.min(1, Math.round(value * 100) / 100);
}
