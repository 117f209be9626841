// The filter chain of the picture. Pure. Everything in it depends on a frame's place in the film
// and never on where a process began to read, so that segments made apart equal one pass.

import type { Plan, Recipe } from "../protocol/enhancement.ts";
import { formatRational } from "../protocol/rational.ts";

type Video = Plan["video"];

const MICRO = 1_000_000;
/** Longest stretch that the last picture is held, in seconds, where a file ends a little early. */
const HOLD_SECONDS = 2;

/** True if the recipe leaves every picture as it is. */
export function isNeutral(recipe: Recipe): boolean {
  const { gain, lift, gamma, saturation } = recipe;
  return gain === 1 && lift === 0 && gamma === 1 && saturation === 1;
}

/** The whole chain from decoded frames to those the encoder gets, for frames [first, first + n). */
export function pictureFilters(plan: Plan, firstFrame: number, frames: number): string {
  return [
    ...deinterlace(plan.video),
    ...timing(plan.video, firstFrame, frames),
    ...geometry(plan.video),
    ...toneMap(plan.video),
    ...recipeFilters(plan.recipe),
    "format=yuv420p",
  ].join(",");
}

/** The chain for measuring the source: as the result would be without a recipe, `width` wide. */
export function samplingFilters(video: Video, width: number, height: number): string {
  return [
    // Single pixels instead of averages: averages would hide what is clipped.
    `scale=w=${width}:h=${height}:flags=neighbor:${ranges(video)}`,
    "setsar=1",
    ...toneMap(video),
    "format=yuv420p",
  ].join(",");
}

/** Only frames that are marked interlaced are touched; as many come out as go in. */
function deinterlace(video: Video): string[] {
  return video.deinterlace ? ["bwdif=mode=send_frame:parity=auto:deint=interlaced"] : [];
}

/**
 * Onto the frame numbers of the result. `fps` counts from the film's start in every segment; a
 * start later by whole seconds of whole frames counts the same, and spares it from repeating its
 * first frame from 0 on.
 */
function timing(video: Video, firstFrame: number, frames: number): string[] {
  const { num, den } = video.frameRate;
  const cycles = Math.floor(firstFrame / num);
  const skipped = cycles * num;
  const start = Math.round(video.startTime * MICRO) + cycles * den * MICRO;
  // fps cuts its start to microseconds; half of one more keeps binary fractions from losing one.
  const startText = ((start + (start < 0 ? -0.5 : 0.5)) / MICRO).toFixed(7);
  const origin = roundedQuotient(BigInt(start) * BigInt(num), BigInt(den) * BigInt(MICRO));
  const first = origin + firstFrame - skipped;
  return [
    `fps=fps=${formatRational(video.frameRate)}:start_time=${startText}:round=near`,
    `tpad=stop_mode=clone:stop_duration=${HOLD_SECONDS}`,
    `trim=start_pts=${first}:end_pts=${first + frames}`,
    `setpts=PTS-${origin - skipped}`,
  ];
}

/** Half away from zero, as av_rescale_q_rnd with AV_ROUND_NEAR_INF; exact for any time. */
function roundedQuotient(numerator: bigint, divisor: bigint): number {
  const magnitude = numerator < 0n ? -numerator : numerator;
  const quotient = (2n * magnitude + divisor) / (2n * divisor);
  return Number(numerator < 0n ? -quotient : quotient);
}

/** Square pixels, even sides, limited range: one scaling step, and none where all of that holds. */
function geometry(video: Video): string[] {
  const size = `w=${video.width}:h=${video.height}`;
  return [`scale=${size}:flags=lanczos+accurate_rnd+full_chroma_int:${ranges(video)}`, "setsar=1"];
}

/** In equals out: colours are not moved, only RGB is turned. swscale has names of its own. */
function ranges(video: Video): string {
  const matrix = video.dynamicRange ? "bt2020" : (SCALE_MATRICES[video.colour.matrix] ?? "bt709");
  const colours = `in_color_matrix=${matrix}:out_color_matrix=${matrix}`;
  return `in_range=${video.colour.sourceRange}:out_range=tv:${colours}`;
}

const SCALE_MATRICES: Record<string, string> = {
  bt709: "bt709",
  smpte170m: "smpte170m",
  bt470bg: "bt470",
  fcc: "fcc",
  smpte240m: "smpte240m",
  bt2020nc: "bt2020",
};

/** PQ and HLG to an ordinary BT.709 picture, in linear light. */
function toneMap(video: Video): string[] {
  if (!video.dynamicRange) return [];
  const transfer = video.dynamicRange === "HLG" ? "arib-std-b67" : "smpte2084";
  return [
    "format=yuv420p10le",
    // Files that tell only their transfer mean BT.2020; zscale would find no way from "unknown".
    `setparams=range=tv:color_primaries=bt2020:color_trc=${transfer}:colorspace=bt2020nc`,
    "zscale=t=linear:npl=100",
    "format=gbrpf32le",
    "zscale=p=709",
    "tonemap=tonemap=hable:desat=0",
    "zscale=t=709:m=709:r=limited",
    "format=yuv420p10le",
  ];
}

/** One look-up table in 10 bit, which keeps 8-bit sources from banding. */
function recipeFilters(recipe: Recipe): string[] {
  if (isNeutral(recipe)) return [];
  const { gain, lift, gamma, saturation } = recipe;
  const span = "(maxval-minval)";
  const linear = `clip((val-minval)/${span}*${decimal(gain)}+${decimal(lift)}\\,0\\,1)`;
  const luma = `minval+${span}*pow(${linear}\\,${decimal(1 / gamma)})`;
  const chroma = `clip((val-512)*${decimal(saturation)}+512\\,64\\,960)`;
  return ["format=yuv420p10le", `lutyuv=y=${luma}:u=${chroma}:v=${chroma}`];
}

/** A number as ffmpeg's expressions read it: never an exponent. */
function decimal(value: number): string {
  return `(${value.toFixed(6)})`;
}
