// The rate factor of the encode: as asked, or found on samples for a fidelity or a size.

import type { Plan, QualityPlan } from "../protocol/enhancement.ts";
import type { Source } from "../protocol/job.ts";
import { toNumber } from "../protocol/rational.ts";
import type { Settings } from "../protocol/settings.ts";
import type { Probed } from "./ffprobe-json.ts";
import { fixedBytes } from "./fixed-bytes.ts";
import { JobFailure } from "./job-failure.ts";
import { type Samples, type Trial, takeSamples } from "./quality-samples.ts";
import type { Work } from "./work.ts";

/** CRF 18 is hard to tell from the source (https://trac.ffmpeg.org/wiki/Encode/H.264). */
export const CRF = 18;
/** Below 1 x264 writes a lossless stream, which its High profile does not know. */
const CRF_MIN = 1;
const CRF_MAX = 51;
/** Trial encodes of a search. Three are enough for most films. */
const TRIALS_MAX = 4;
/** A search ends this near to its target: in SSIM, and in bits per second as a share. */
const SSIM_NEAR = 0.0005;
const BITRATE_NEAR = 0.03;
/**
 * One step of the rate factor, as a first guess: x264 halves the bits every 6 steps, and SSIM falls
 * by 0.35 (a plain clip) to 0.65 dB (grain, animation) a step.
 */
const BITS_PER_STEP = -Math.LN2 / 6;
const DECIBELS_PER_STEP = -0.5;
/**
 * Share of the ceiling that samples may reach: a film is not everywhere like its samples, and where
 * the ceiling holds x264 back all the time, its pictures pulse.
 */
const CEILING_SHARE = 0.9;
/**
 * Share of the ceiling below which the ordinary encode needs none. One that never holds would make
 * x264 declare a level that fewer players take, since levels are of the rate too.
 */
const FAR_BELOW = 0.25;

/**
 * Rate factor, and ceiling where a size must be kept. Throws JobFailure `invalid_settings` for a
 * size that the film does not fit into at all.
 */
export async function chooseQuality(
  asked: Settings["quality"],
  draft: Plan,
  probed: Probed,
  source: Source,
  work: Work,
): Promise<QualityPlan> {
  if (!asked) return { crf: CRF, maxBitrate: null, search: null };
  if ("crf" in asked) {
    return { crf: asked.crf, maxBitrate: null, search: null };
  }
  const samples = await takeSamples(draft, source, work);
  try {
    if ("ssim" in asked) return await forSsim(asked.ssim, samples);
    const fixed = await fixedBytes(draft, probed, source, work);
    const seconds = draft.video.frames / toNumber(draft.video.frameRate);
    return await forSize(asked.maxBytes, fixed, seconds, samples);
  } finally {
    await samples.remove();
  }
}

/** The highest rate factor that reaches the target on the samples, or the nearest to it. */
async function forSsim(target: number, samples: Samples): Promise<QualityPlan> {
  const { crf, trial } = await search({
    from: CRF,
    slope: DECIBELS_PER_STEP,
    target: decibels(target),
    measure: ({ ssim }) => decibels(ssim),
    isNear: ({ ssim }) => Math.abs(ssim - target) <= SSIM_NEAR,
    samples,
  });
  return { crf, maxBitrate: null, search: { asked: "ssim", target, expected: trial.ssim } };
}

/** The best rate factor whose film keeps below the size, and a ceiling that makes sure of it. */
async function forSize(
  maxBytes: number,
  fixed: number,
  seconds: number,
  samples: Samples,
): Promise<QualityPlan> {
  const room = Math.floor(((maxBytes - fixed) * 8) / seconds);
  const expected = ({ bitrate }: Trial) => Math.round(fixed + (bitrate * seconds) / 8);
  const plan = (crf: number, trial: Trial): QualityPlan => ({
    crf,
    maxBitrate: ceilingFor(room, trial.bitrate),
    search: { asked: "maxBytes", target: maxBytes, expected: expected(trial) },
  });
  const goal = room * CEILING_SHARE;
  // A size is a limit and no wish: the ordinary quality is not passed for it.
  const ordinary = await samples.encode(CRF);
  if (ordinary.bitrate <= goal) return plan(CRF, ordinary);
  const coarsest = await samples.encode(CRF_MAX);
  if (coarsest.bitrate > goal) {
    const least = Math.ceil(fixed + (coarsest.bitrate / CEILING_SHARE / 8) * seconds) + 1;
    throw new JobFailure(
      "invalid_settings",
      `This film needs at least ${least} bytes: set quality.maxBytes to that or more.`,
    );
  }
  const steps = CRF_MAX - CRF;
  const { crf, trial } = await search({
    from: CRF,
    known: ordinary,
    slope: Math.log(coarsest.bitrate / ordinary.bitrate) / steps || BITS_PER_STEP,
    target: Math.log(goal),
    measure: ({ bitrate }) => Math.log(bitrate),
    isNear: ({ bitrate }) => bitrate <= goal && bitrate >= goal * (1 - BITRATE_NEAR),
    samples,
  });
  return plan(crf, trial);
}

/** The ceiling of a picture that may take `room` bits a second and takes `bitrate` without one. */
export function ceilingFor(room: number, bitrate: number): number | null {
  return bitrate <= room * FAR_BELOW ? null : room;
}

type Search = {
  /** Where it begins, and what is known there. */
  from: number;
  known?: Trial;
  /** First guess of the value's change with one step of the rate factor. */
  slope: number;
  target: number;
  measure: (trial: Trial) => number;
  isNear: (trial: Trial) => boolean;
  samples: Samples;
};

/** Secant search: the curve of either value over the rate factor is nearly a straight line. */
async function search({ from, known, slope, target, measure, isNear, samples }: Search) {
  let crf = from;
  let trial = known ?? (await samples.encode(crf));
  let best = { crf, trial };
  let change = slope;
  for (let tried = 1; tried < TRIALS_MAX && !isNear(trial); tried++) {
    const next = rounded(crf + (target - measure(trial)) / change);
    if (next === crf) break;
    const there = await samples.encode(next);
    // Where the curve is flat, noise may turn it: the guess is better then.
    const measured = (measure(there) - measure(trial)) / (next - crf);
    if (measured < slope / 4) change = measured;
    [crf, trial] = [next, there];
    if (distance(trial) < distance(best.trial)) best = { crf, trial };
  }
  return best;

  function distance(candidate: Trial): number {
    return isNear(candidate) ? 0 : Math.abs(measure(candidate) - target);
  }
}

/** A tenth of a step: finer ones change nothing. */
function rounded(crf: number): number {
  return Math.round(Math.min(CRF_MAX, Math.max(CRF_MIN, crf)) * 10) / 10;
}

/** SSIM as x264 writes it too: its distance from 1 in decibels. */
function decibels(ssim: number): number {
  return -10 * Math.log10(Math.max(1e-6, 1 - ssim));
}
