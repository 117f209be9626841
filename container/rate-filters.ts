// Onto the frame numbers of the result: which picture is shown when. Pure. Every grid is counted
// from the film's first picture and never from where a process began to read, so that segments made
// apart get the frames of one pass, whatever is done to them after.

import type { Plan } from "../protocol/enhancement.ts";
import { formatRational, type Rational, rational, toNumber } from "../protocol/rational.ts";
import { JobFailure } from "./job-failure.ts";

type Video = Plan["video"];
/** Frames [first, first + frames) of a grid. */
export type Span = { first: number; frames: number };

const MICRO = 1_000_000;
/**
 * Longest stretch that the film's last picture is held, in seconds, where a file ends a little
 * early. Nothing before it is held: pictures that are missing there must not go unseen.
 */
const HOLD_SECONDS = 2;
/** Frames of pulldown that come from four of film. */
const CYCLE = { video: 5, film: 4 };
/** Cycles before and after: `decimate` compares the first frame of one with the last before it. */
const CYCLES_AROUND = 2;
/**
 * Pictures of the source before the first that is shown: `framerate` finds cuts by how the
 * difference of two changes, `minterpolate` looks for motion where it was before.
 */
const SETTLE_PICTURES = { cfr: 1, blend: 4, motion: 4 };
/** Pictures after the last: both wait for the next ones before they show anything. */
const AHEAD_PICTURES = 4;
/**
 * fps rounds its start to the ticks it gets. Where these are whole frames (AVI), whole seconds may
 * not be a number of them, and each segment would be rounded otherwise: 1001 of NTSC's rates makes
 * them one.
 */
const FINE_TICKS = "settb=expr=if(gt(intb\\,0.0001)\\,intb/1001\\,intb)";
/** Finest ticks that a grid is counted in; fractions with more are rounded to microseconds. */
const TICKS_MAX = 100_000_000;
/** Pictures moved along take 100 times as long as others: more would not end in time. */
const MOTION_PIXELS_MAX = 1280 * 720;
const MOTION_SECONDS_MAX = 30;

/** True where pictures between those of the source are made. */
export function isInterpolated({
  fpsMethod,
  frameRate,
  sourceRate,
}: Pick<Video, "fpsMethod" | "frameRate" | "sourceRate">): boolean {
  return fpsMethod !== "cfr" && formatRational(frameRate) !== formatRational(sourceRate);
}

/** Throws JobFailure `invalid_settings` where moving pictures along would take too long. */
export function checkMotion(video: Video): void {
  if (video.fpsMethod !== "motion" || !isInterpolated(video)) return;
  const { width, height, frames, frameRate } = video;
  const seconds = frames / toNumber(frameRate);
  if (width * height <= MOTION_PIXELS_MAX && seconds <= MOTION_SECONDS_MAX) return;
  throw new JobFailure(
    "invalid_settings",
    `fpsMethod "motion" takes a picture of at most 1280 × 720 and a film of at most ${MOTION_SECONDS_MAX} s; this one has ${width} × ${height} and lasts ${Math.ceil(seconds)} s. Choose "blend" or "cfr".`,
  );
}

/** Seconds after the film's first picture at which reading for this span has to begin. */
export function readingStart(video: Video, span: Span): number {
  const source = sourceSpan(video, span);
  const own = isInterpolated(video)
    ? source.first / toNumber(video.sourceRate)
    : span.first / toNumber(video.frameRate);
  const { first } = pulldownSpan(source);
  return video.deinterlace === "telecine"
    ? Math.min(own, first / toNumber(videoRateOf(video)))
    : own;
}

/**
 * Decoded pictures to progressive ones on a grid, before anything that costs time: the result's
 * grid, or the source's where `betweenFilters` has to make the pictures between.
 */
export function gridFilters(video: Video, span: Span): string[] {
  const source = sourceSpan(video, span);
  const grid: [Rational, Span] = isInterpolated(video)
    ? [video.sourceRate, source]
    : [video.frameRate, span];
  if (video.deinterlace !== "telecine") {
    return [...deinterlaceFilters(video), ...onGrid(video, ...grid, video.startTime)];
  }
  return [...undoPulldown(video, pulldownSpan(source)), ...onGrid(video, ...grid, 0)];
}

/**
 * Decoded pictures to those that the source itself shows at the result's frames: as they are, fields
 * and all.
 */
export function shownFilters(video: Video, span: Span): string[] {
  return onGrid(video, video.frameRate, span, video.startTime);
}

/**
 * From the source's grid to the result's. Both filters count from their first picture's time: it
 * is moved to where the result's last frame before it stands, which alters nothing of the span.
 */
export function betweenFilters(video: Video, span: Span): string[] {
  if (!isInterpolated(video)) return [];
  const { frameRate, sourceRate, fpsMethod } = video;
  const source = sourceSpan(video, span);
  const start = scaled(source.first, sourceRate, frameRate);
  const ratio = rational(sourceRate.den * frameRate.num, sourceRate.num * frameRate.den);
  const fine = frameRate.num * ratio.den;
  const tick = fine <= TICKS_MAX ? rational(frameRate.den, fine) : rational(1, MICRO);
  const begins = Math.round(start / toNumber(frameRate) / toNumber(tick));
  const rate = formatRational(frameRate);
  return [
    `settb=expr=${formatRational(tick)}`,
    ...(source.first > 0 ? [`setpts=if(eq(N\\,0)\\,${begins}\\,PTS)`] : []),
    fpsMethod === "motion"
      ? `format=yuv420p,minterpolate=fps=${rate}:mi_mode=mci:mc_mode=aobmc:me_mode=bidir:vsbmc=1`
      : // 8.2 is the filter's own measure of a cut, across which nothing is blended.
        `framerate=fps=${rate}:scene=8.2`,
    `settb=expr=${frameRate.den}/${frameRate.num}`,
    trim(span),
  ];
}

/** Frames of the span alone; others have settled the filters before. */
export function trim({ first, frames }: Span): string {
  return `trim=start_pts=${first}:end_pts=${first + frames}`;
}

/** Parity by what the lines showed, since flags may be wrong; by flags where it is not known. */
export function deinterlaceFilters({ deinterlace, fieldOrder }: Video): string[] {
  if (deinterlace !== "frames") return [];
  return fieldOrder
    ? [`bwdif=mode=send_frame:parity=${fieldOrder}:deint=all`]
    : ["bwdif=mode=send_frame:parity=auto:deint=interlaced"];
}

/**
 * Five pictures of video to four of film. `decimate` drops one of every five it gets: the fives
 * begin at the same pictures in every segment. What matched no field is deinterlaced.
 */
function undoPulldown(video: Video, span: Span): string[] {
  const rate = videoRateOf(video);
  const order = video.fieldOrder ?? "auto";
  return [
    ...onGrid(video, rate, span, video.startTime),
    `fieldmatch=order=${order}:mode=pc_n`,
    `bwdif=mode=send_frame:parity=${order}:deint=interlaced`,
    `decimate=cycle=${CYCLE.video}`,
    // Times by counting: decimate reckons them from its first picture in ticks of two kinds.
    `settb=expr=${video.sourceRate.den}/${video.sourceRate.num}`,
    `setpts=N+${(span.first / CYCLE.video) * CYCLE.film}`,
  ];
}

/**
 * Pictures onto a grid of that rate, numbered from `startTime` on. `fps` counts from there in
 * every segment; a start later by whole seconds of whole frames counts the same, and spares it from
 * repeating its first picture from 0 on.
 */
function onGrid(film: Video, rate: Rational, span: Span, startTime: number): string[] {
  const { first, frames } = span;
  const { num, den } = rate;
  const cycles = Math.floor(first / num);
  const skipped = cycles * num;
  const start = Math.round(startTime * MICRO) + cycles * den * MICRO;
  // fps cuts its start to microseconds; half of one more keeps binary fractions from losing one.
  const startText = ((start + (start < 0 ? -0.5 : 0.5)) / MICRO).toFixed(7);
  const origin = roundedQuotient(BigInt(start) * BigInt(num), BigInt(den) * BigInt(MICRO));
  return [
    FINE_TICKS,
    `fps=fps=${formatRational(rate)}:start_time=${startText}:round=near`,
    ...(first + frames > heldFrom(film) * toNumber(rate)
      ? [`tpad=stop_mode=clone:stop_duration=${HOLD_SECONDS}`]
      : []),
    trim({ first: origin + first - skipped, frames }),
    `setpts=PTS-${origin - skipped}`,
  ];
}

/** Seconds after the film's first picture behind which the last one may be held. */
function heldFrom({ frames, frameRate }: Video): number {
  return frames / toNumber(frameRate) - HOLD_SECONDS;
}

/** The source's pictures that the span's frames are made of. */
function sourceSpan(video: Video, { first, frames }: Span): Span {
  const { frameRate, sourceRate } = video;
  const method = isInterpolated(video) ? video.fpsMethod : "cfr";
  const begin = Math.max(0, scaled(first, frameRate, sourceRate) - SETTLE_PICTURES[method]);
  const end = scaled(first + frames, frameRate, sourceRate) + AHEAD_PICTURES;
  return { first: begin, frames: end - begin };
}

/** Whole cycles of pulldown around pictures of film. */
function pulldownSpan({ first, frames }: Span): Span {
  const begin = Math.max(0, Math.floor(first / CYCLE.film) - CYCLES_AROUND);
  const end = Math.ceil((first + frames) / CYCLE.film) + CYCLES_AROUND;
  return { first: begin * CYCLE.video, frames: (end - begin) * CYCLE.video };
}

/** The rate at which a telecined source shows its pictures. */
function videoRateOf({ sourceRate }: Video): Rational {
  return rational(sourceRate.num * CYCLE.video, sourceRate.den * CYCLE.film);
}

/** The number, on a grid of rate `to`, of the last frame not after frame `n` of another; exact. */
function scaled(n: number, from: Rational, to: Rational): number {
  return Number((BigInt(n * from.den) * BigInt(to.num)) / (BigInt(from.num) * BigInt(to.den)));
}

/** Half away from zero, as av_rescale_q_rnd with AV_ROUND_NEAR_INF; exact for any time. */
function roundedQuotient(numerator: bigint, divisor: bigint): number {
  const magnitude = numerator < 0n ? -numerator : numerator;
  const quotient = (2n * magnitude + divisor) / (2n * divisor);
  return Number(numerator < 0n ? -quotient : quotient);
}
