// The filter chain of the picture. Pure. Everything in it depends on a frame's place in the film
// and never on where a process began to read. So segments made apart equal one pass: bit for bit
// where filters look at one frame, and nearly where they remember others, which get enough of them
// before the first that counts.

import type { Plan, Recipe, RenditionKind } from "../protocol/enhancement.ts";
import { matteFilters } from "./matte-filters.ts";
import {
  betweenFilters,
  gridFilters,
  isInterpolated,
  readingStart,
  type Span,
  trim,
} from "./rate-filters.ts";
import { cleaningFilters, finishingFilters, isTemporal, workingFormat } from "./recipe-filters.ts";
import { scaleMatrixOf } from "./scale-matrix.ts";
import { shotToneFilters } from "./shot-filters.ts";
import { detectFilter, marginFrames, transformFilters, zoomOf } from "./stabilize.ts";

type Video = Plan["video"];

/**
 * Frames that denoising gets before the first that counts, and how many more at full strength. Then
 * the frames are ≥ 61 dB to those of one pass (measured on three clips at strengths 0.3, 0.6 and
 * 1; without them 44 to 53 dB), which leaves room for a tone that strengthens what differs.
 */
const SETTLE_FRAMES = 8;
const SETTLE_FRAMES_MORE = 16;

/** Which frames a chain makes: of what rendition, and with which file of camera movements, if any. */
export type Making = { rendition: RenditionKind; movements: string | null };
const PLAIN: Making = { rendition: "sdr", movements: null };

/**
 * The whole chain from decoded frames to those the encoder gets, for frames [first, first + n).
 * Without a file of movements nothing is stabilised.
 */
export function pictureFilters(
  plan: Plan,
  firstFrame: number,
  frames: number,
  { rendition, movements }: Making = PLAIN,
): string {
  const { recipe, video } = plan;
  const wanted = { first: firstFrame, frames };
  const span = reachOf(plan, wanted, movements !== null);
  const working = rendition === "hdr" ? "yuv420p10le" : workingFormat(recipe, video.bitDepth);
  const cleaning = cleaningFilters(recipe);
  const tone = rendition === "hdr" ? [] : toneFilters(plan, span);
  const chain = [
    ...framesOf(video, span, rendition),
    ...(movements === null
      ? [`format=${working}`, ...cleaning]
      : // Before what works in 10 bit, since this can not.
        ["format=yuv420p", ...cleaning, ...transformFilters(recipe, video, movements)]),
    ...(tone.length > 0 ? [`format=${working}`, ...tone] : []),
    ...(rendition === "hdr" ? [] : finishingFilters(recipe)),
    ...(span.first < firstFrame || span.frames > frames ? [trim(wanted)] : []),
    `format=${rendition === "hdr" ? "yuv420p10le" : "yuv420p"}`,
  ];
  return chain.filter((step, at) => step !== chain[at - 1]).join(",");
}

/** The chain that writes the camera's movements in these frames to the file, and shows nothing. */
export function detectionFilters(
  plan: Plan,
  firstFrame: number,
  frames: number,
  movements: string,
): string {
  const span = reachOf(plan, { first: firstFrame, frames }, true);
  return [...framesOf(plan.video, span, "sdr"), "format=yuv420p", detectFilter(movements)].join(
    ",",
  );
}

/** Seconds after the film's first picture at which reading for a frame and those after it begins. */
export function readingStartOf(plan: Plan, firstFrame: number): number {
  const wanted = { first: firstFrame, frames: 1 };
  return readingStart(plan.video, reachOf(plan, wanted, plan.recipe.stabilize > 0));
}

/** What the chain does to a rendition beside what was asked, or leaves out, in a person's words. */
export function notesOnFilters({ recipe, video }: Plan, rendition: RenditionKind): string[] {
  if (rendition === "sdr") {
    const zoom = `Steadied, and enlarged by ${zoomOf(recipe)} % so that no edges show.`;
    return recipe.stabilize > 0 ? [zoom] : [];
  }
  const moved = video.fpsMethod === "motion" && isInterpolated(video);
  return [
    ...(recipe.stabilize > 0 ? ["Not steadied: that would cost its 10 bit."] : []),
    ...(moved ? ["Blended, not moved along, between pictures: that would cost its 10 bit."] : []),
  ];
}

/** In equals out: colours are not moved, only RGB is turned. swscale has names of its own. */
export function ranges(video: Pick<Video, "colour" | "dynamicRange">): string {
  const matrix = scaleMatrixOf(video);
  // The matrix in is that out. Named for both, it would make even equal frames be copied.
  return `in_range=${video.colour.sourceRange}:out_range=tv:in_color_matrix=${matrix}`;
}

/** PQ and HLG to an ordinary BT.709 picture, in linear light. */
export function toneMap(video: Pick<Video, "dynamicRange" | "masteringIgnored">): string[] {
  if (!video.dynamicRange) return [];
  const transfer = video.dynamicRange === "HLG" ? "arib-std-b67" : "smpte2084";
  return [
    "format=yuv420p10le",
    // tonemap takes its peak from these.
    ...(video.masteringIgnored
      ? ["MASTERING_DISPLAY_METADATA", "CONTENT_LIGHT_LEVEL"].map(
          (type) => `sidedata=mode=delete:type=${type}`,
        )
      : []),
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

/** The result's frames before the recipe: all its pictures, their size and their dynamic range. */
function framesOf(video: Video, span: Span, rendition: RenditionKind): string[] {
  const timed = rendition === "hdr" ? inTenBits(video) : video;
  return [
    ...gridFilters(timed, span),
    ...matteFilters(video),
    ...geometry(video),
    ...(rendition === "hdr" ? ["format=yuv420p10le"] : toneMap(video)),
    ...betweenFilters(timed, span),
  ];
}

/**
 * Square pixels, even sides, limited range: one scaling step, which does nothing to what is so.
 */
function geometry(video: Video): string[] {
  const size = `w=${video.width}:h=${video.height}`;
  return [
    evenSides(video),
    `scale=${size}:flags=lanczos+accurate_rnd+full_chroma_int:${ranges(video)}`,
    "setsar=1",
  ];
}

/** A last odd line or column is left out: scaling by so little would only blur. */
export function evenSides(video: Pick<Video, "width" | "height">): string {
  const even = (side: string, length: number) =>
    `if(eq(${side}-${length}\\,1)\\,${length}\\,${side})`;
  return `crop=w=${even("iw", video.width)}:h=${even("ih", video.height)}:x=0:y=0`;
}

/** Moving pictures along knows 8 bit alone: beyond standard range they are blended. */
function inTenBits(video: Video): Video {
  return video.fpsMethod === "motion" ? { ...video, fpsMethod: "blend" } : video;
}

/** The tones of the frames that go through, the settling ones included. */
function toneFilters({ recipe, video }: Plan, span: Span): string[] {
  return shotToneFilters(recipe, video, span.first, span.frames);
}

/** The frames that have to go through the chain for those that are wanted. */
function reachOf({ recipe, video }: Plan, wanted: Span, stabilised: boolean): Span {
  const margin = stabilised ? marginFrames(recipe) : 0;
  const before = margin + settleFrames(recipe);
  const first = Math.max(0, wanted.first - before);
  const end = Math.min(video.frames, wanted.first + wanted.frames + margin);
  return { first, frames: Math.max(end, wanted.first + wanted.frames) - first };
}

function settleFrames(recipe: Recipe): number {
  if (!isTemporal(recipe)) return 0;
  return Math.ceil(SETTLE_FRAMES + SETTLE_FRAMES_MORE * recipe.denoise);
}
