// What a look has to know of a film before it decodes it, from ffprobe's answer alone: so all looks
// of one film agree on sizes, grids and its first time without speaking to each other. Pure.

import type { Plan } from "../../protocol/enhancement.ts";
import { parseRational, toNumber } from "../../protocol/rational.ts";
import { isInterlaced } from "../choose-rate.ts";
import { colourOf, highDynamicRangeOf } from "../colour.ts";
import { hasAlpha } from "../facts/probed-stream.ts";
import { type Features, missingFor } from "../features.ts";
import { numberOf, type Probed, type ProbedStream } from "../ffprobe-json.ts";
import { hdrChoiceOf } from "../hdr-plan.ts";
import { type Orientation, orientationOf } from "../orientation.ts";
import { outputSizeOf } from "../output-size.ts";
import { MATTE } from "../plan-video.ts";

type Video = Plan["video"];
export type Size = { width: number; height: number };
/** `curve`: how much light a code of luma is, by the transfer that is declared. */
export type MeasuredForm = Size & { curve: "BT.1886" | "PQ" | "HLG" };

/** Times are counted in microseconds: whole numbers, which no sum and no text rounds. */
export const MICRO = 1_000_000;

/** Longer side of the picture that every frame is measured in, and of one in the sprite. */
const MEASURED_SIDE = 160;
const TILE_SIDE = 160;
const SIDE_MIN = 16;
/** Side of the part of a frame that is looked at in full resolution. */
const PATCH_SIDE = 256;
/** As many parts are taken of a film: 1.5 million pixels, which are measured in 0.2 s. */
const PATCHES = 24;
/** Where no duration is known, and the least where it is: key frames are not nearer than this. */
const PATCH_STEP_UNKNOWN_S = 10;
const PATCH_STEP_MIN_S = 0.25;
/** Where neither is declared. */
const RATE_FALLBACK = 25;

export type Film = {
  index: number;
  /** Of the decoded picture, before it is turned. */
  width: number;
  height: number;
  /** Time of the first frame by the index, in microseconds. */
  startUs: number;
  /** Microseconds from where the file begins to the first frame: sound may come before it. */
  delayUs: number;
  /** Seconds, as declared; null where nothing is. */
  duration: number | null;
  /** Pictures a second, as declared. */
  rate: number;
  fieldOrder: string | null;
  /** In which every frame is measured: even sides, not turned, codes as they are in the film. */
  measured: MeasuredForm;
  /** Of one picture of the sprite: upright, square pixels, even sides. */
  tile: Size;
  patch: Size;
  patchStepUs: number;
  orientation: Orientation;
  /** Parts in full resolution are freed of their second field first. */
  deinterlaced: boolean;
  /** What filters and decoders of other jobs read of a plan. */
  video: Pick<Video, "streamIndex" | "codec" | "colour" | "dynamicRange" | "masteringIgnored"> &
    Pick<Video, "matte" | "x264Build">;
};

/** `x264Build` as `x264BuildOf` gives it. */
export function filmOf(
  probed: Probed,
  picture: ProbedStream,
  x264Build: number | undefined,
  features: Features,
): Film {
  const { width = 0, height = 0 } = picture;
  const upright = outputSizeOf(picture);
  const duration = numberOf(picture.duration) ?? numberOf(probed.format?.duration);
  const mapped = missingFor("tone mapping", features).length === 0;
  const dynamicRange = mapped ? highDynamicRangeOf(picture) : null;
  const { absurd } = hdrChoiceOf(picture, [], upright, { mode: "auto" });
  const laid = hasAlpha(picture) && missingFor("transparency", features).length === 0;
  const origin = numberOf(probed.format?.start_time);
  const start = numberOf(picture.start_time) ?? origin ?? 0;
  const patchStep = duration === null ? PATCH_STEP_UNKNOWN_S : duration / PATCHES;
  return {
    index: picture.index,
    width,
    height,
    startUs: Math.round(start * MICRO),
    delayUs: Math.max(0, Math.round((start - (origin ?? start)) * MICRO)),
    duration,
    rate: rateOf(picture),
    fieldOrder: picture.field_order ?? null,
    measured: { ...sizeWithin({ width, height }, MEASURED_SIDE), curve: curveOf(picture) },
    tile: sizeWithin(upright, TILE_SIDE),
    patch: { width: Math.min(PATCH_SIDE, width), height: Math.min(PATCH_SIDE, height) },
    patchStepUs: Math.round(Math.max(PATCH_STEP_MIN_S, patchStep) * MICRO),
    orientation: orientationOf(picture),
    deinterlaced: isInterlaced(picture) && missingFor("deinterlace", features).length === 0,
    video: {
      streamIndex: picture.index,
      codec: picture.codec_name ?? "unknown",
      colour: colourOf(picture),
      ...(dynamicRange ? { dynamicRange } : {}),
      ...(absurd ? { masteringIgnored: true as const } : {}),
      ...(laid ? { matte: MATTE } : {}),
      ...(x264Build === undefined ? {} : { x264Build }),
    },
  };
}

function curveOf(picture: ProbedStream): MeasuredForm["curve"] {
  const range = highDynamicRangeOf(picture);
  return range === "HDR10" ? "PQ" : (range ?? "BT.1886");
}

function rateOf(picture: ProbedStream): number {
  const rates = [picture.avg_frame_rate, picture.r_frame_rate].map((text) => {
    const rate = parseRational(text ?? "");
    return rate ? toNumber(rate) : 0;
  });
  return rates.find((rate) => rate > 0) ?? RATE_FALLBACK;
}

/** Scaled down evenly, both sides even. A thin picture becomes thicker before it becomes nothing. */
function sizeWithin({ width, height }: Size, most: number): Size {
  const scale = Math.min(1, most / Math.max(width, height));
  const even = (side: number) => Math.max(SIDE_MIN, Math.round((side * scale) / 2) * 2);
  return { width: even(width), height: even(height) };
}
