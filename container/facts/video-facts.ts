// The facts of one picture, from ffprobe's answer, its track's boxes and its first bytes. Pure.

import type { VideoStream } from "../../protocol/facts.ts";
import { parseRational, rational, toNumber } from "../../protocol/rational.ts";
import { cleanText } from "../clean-text.ts";
import { numberOf, type ProbedStream, type SideData } from "../ffprobe-json.ts";
import { displayMatrixOf, orientationOf } from "../orientation.ts";
import { type AvcHeaders, avcHeaders } from "./avc-headers.ts";
import { encoderOf } from "./encoder-note.ts";
import { hdrFactsOf } from "./hdr-facts.ts";
import { levelName } from "./level-name.ts";
import { chromaOfPixel } from "./pixel-format.ts";
import {
  bitDepthOf,
  counted,
  declaredRate,
  dolbyVisionProfile,
  hasAlpha,
  known,
  sampleAspectRatioOf,
  tag,
} from "./probed-stream.ts";
import type { SampleEntry } from "./sample-entry.ts";
import type { ContainerTrack } from "./structure.ts";

type Configuration = SampleEntry["configuration"];

/**
 * What is a picture's alone. `head` is the beginning of its first packet, `frame` the side data of
 * its first frame; either may be missing.
 */
export function videoFactsOf(
  stream: ProbedStream,
  track: ContainerTrack | null,
  head: Uint8Array | undefined,
  frame: readonly SideData[] | null,
) {
  const hdr = hdrFactsOf(stream, frame);
  const [width, height] = [stream.width ?? 0, stream.height ?? 0];
  const own = track?.entry?.configuration ?? null;
  const avc = stream.codec_name === "h264" ? avcHeaders(own, head) : null;
  return {
    kind: "video" as const,
    ...level(stream, own, avc),
    entropyCoding: avc?.entropyCoding ?? null,
    // ffprobe prints the 1 of an empty context for every codec: only the header tells.
    referenceFrames: avc?.referenceFrames ?? null,
    reorderFrames: stream.has_b_frames ?? null,
    ...encoderOf([head, own?.bytes], tag(stream.tags, "encoder")),
    width,
    height,
    // Of H.264 ffprobe prints the size that is shown.
    codedWidth: avc?.codedSize?.width ?? (stream.coded_width || null),
    codedHeight: avc?.codedSize?.height ?? (stream.coded_height || null),
    cleanAperture: apertureOf(track, width, height),
    ...displayOf(stream, width, height),
    pixelFormat: known(stream.pix_fmt),
    bitDepth: bitDepthOf(stream),
    chromaSubsampling: chromaOfPixel(stream.pix_fmt ?? ""),
    chromaLocation: known(stream.chroma_location),
    colour: {
      range: known(stream.color_range),
      primaries: known(stream.color_primaries),
      transfer: known(stream.color_transfer),
      matrix: known(stream.color_space),
    },
    dynamicRange: dynamicRangeOf(stream, hdr),
    hdr,
    alpha: stream.pix_fmt === undefined ? null : hasAlpha(stream),
    fieldOrder: known(stream.field_order),
    stereo3d: sideDataOf(stream, "Stereo 3D")?.type ?? null,
    spherical: sideDataOf(stream, "Spherical Mapping")?.projection ?? null,
    // ffprobe's flags are set by decoding, which nobody did: its 0 says nothing.
    closedCaptions: stream.closed_captions === 1 || hasCaptions(head, frame) || null,
    filmGrain: stream.film_grain === 1 || inFrame(frame, /film grain/i) || null,
    frameRate: declaredRate(stream),
    baseFrameRate: parseRational(stream.r_frame_rate ?? ""),
    measuredFrameRate: null,
    variableFrameRate: null,
    frames: numberOf(stream.nb_frames) ?? counted(stream, "number_of_frames"),
    keyframeInterval: null,
    timecode: cleanText(tag(stream.tags, "timecode")),
  };
}

/** Constraint flag that makes level 1.1 of the profiles below High to 1b (H.264, A.3.4.1). */
const AVC_LEVEL_1B_FLAG = 0x10;

function level(stream: ProbedStream, own: Configuration, avc: AvcHeaders | null) {
  const told = stream.level !== undefined && stream.level >= 0 ? stream.level : null;
  const number = told ?? vpLevel(own);
  const lesser = avc && avc.profile < 100 && avc.level === 11;
  const is1b = lesser && (avc.constraints & AVC_LEVEL_1B_FLAG) !== 0;
  return {
    level: number === 0 && stream.codec_name !== "av1" ? null : number,
    levelName: is1b ? "1b" : levelName(stream.codec_name, number ?? undefined),
    tier: tierOf(stream, own),
  };
}

/** VP9's own bits have no level: the container may tell it. */
function vpLevel(own: Configuration): number | null {
  const level = own?.box === "vpcC" ? own.bytes[5] : undefined;
  return level || null;
}

/** HEVC: general_tier_flag. AV1: seq_tier_0, which levels below 4.0 do not have. */
function tierOf({ codec_name: codec }: ProbedStream, own: Configuration): string | null {
  if (codec === "hevc" && own?.box === "hvcC" && own.bytes[1] !== undefined) {
    return own.bytes[1] & 0x20 ? "High" : "Main";
  }
  if (codec === "av1" && own?.box === "av1C" && own.bytes[2] !== undefined) {
    return own.bytes[2] & 0x80 ? "High" : "Main";
  }
  return null;
}

/** As it is meant to be seen: pixel aspect applied, then rotation. */
function displayOf(stream: ProbedStream, width: number, height: number) {
  const sampleAspectRatio = sampleAspectRatioOf(stream);
  const { rotation, flipped } = orientationOf(stream);
  const upright = Math.round(width * toNumber(sampleAspectRatio));
  const turned = rotation === 90 || rotation === 270;
  const { num, den } = sampleAspectRatio;
  const shaped = width > 0 && height > 0 && Number.isSafeInteger(width * num * height * den);
  return {
    displayWidth: turned ? height : upright,
    displayHeight: turned ? upright : height,
    sampleAspectRatio,
    displayAspectRatio: shaped ? rational(width * num, height * den) : null,
    rotation,
    flipped,
    displayMatrix: displayMatrixOf(stream),
  };
}

/** `clap` counts from the middle of the picture to its own middle (ISO/IEC 14496-12, 12.1.4). */
function apertureOf(
  track: ContainerTrack | null,
  width: number,
  height: number,
): VideoStream["cleanAperture"] {
  const aperture = track?.entry?.aperture;
  if (!aperture) return null;
  return {
    x: aperture.right + (width - aperture.width) / 2,
    y: aperture.down + (height - aperture.height) / 2,
    width: aperture.width,
    height: aperture.height,
  };
}

/** `Dolby Vision` where its configuration is carried, else by the declared transfer. */
function dynamicRangeOf(
  stream: ProbedStream,
  hdr: VideoStream["hdr"],
): VideoStream["dynamicRange"] {
  if (dolbyVisionProfile(stream) !== null) return "Dolby Vision";
  if (stream.color_transfer === "smpte2084") return hdr?.hdr10Plus ? "HDR10+" : "HDR10";
  return stream.color_transfer === "arib-std-b67" ? "HLG" : "SDR";
}

function sideDataOf(stream: ProbedStream, type: string): SideData | undefined {
  return stream.side_data_list?.find((entry) => entry.side_data_type === type);
}

/** ATSC A/53 in a message of user data: country, provider, `GA94`, and 3 for captions. */
const CAPTIONS = Buffer.from("b500314741393403", "hex");

/** True where the first picture carries captions: not all films have some from the start. */
function hasCaptions(head: Uint8Array | undefined, frame: readonly SideData[] | null): boolean {
  return Buffer.from(head ?? []).includes(CAPTIONS) || inFrame(frame, /closed captions/i);
}

function inFrame(frame: readonly SideData[] | null, type: RegExp): boolean {
  return frame?.some(({ side_data_type = "" }) => type.test(side_data_type)) ?? false;
}
