// From ffprobe's answer to the facts of the metadata document. Pure: what is not known is null.

import type { AudioStream, Facts, Stream, VideoStream } from "../protocol/metadata.ts";
import { parseRational, type Rational, rational, toNumber } from "../protocol/rational.ts";
import { cleanTags, cleanText } from "./clean-text.ts";
import { numberOf, type Probed, type ProbedStream } from "./ffprobe-json.ts";
import { orientationOf } from "./orientation.ts";

/** Most chapters kept: a film has dozens, a hostile file thousands. */
const CHAPTERS_MAX = 200;
/** ffprobe's ways to say that it does not know. */
const UNKNOWN = new Set(["unknown", "N/A", "unspecified", "reserved"]);

/**
 * Names of pixels that end in their bits (libavutil/pixdesc.c): yuv420p10, gbrap12, gray10, ya16,
 * p010, p210, y210, x2rgb10, xyz12.
 */
const DEEP_PIXELS = /^(?:.*p|gray|ya|[py][024]|x2rgb|x2bgr|xyz)(9|10|12|14|16)$/;
const EIGHT_BIT_PIXELS =
  /^(yuv[aj]?4\d\dp|(uyvy|yuyv|yvyu)422|nv(12|16|21|24|42)|gbra?p|gray|ya8|(rgb|bgr)(24|0|a)|0rgb|0bgr|argb|abgr|pal8)$/;

/** The facts that ffprobe's answer holds. `bytes` is the source's size. */
export function factsOf(probed: Probed, bytes: number): Facts {
  const format = probed.format;
  const chapters = (probed.chapters ?? []).slice(0, CHAPTERS_MAX);
  return {
    source: "ffprobe",
    container: {
      format: format?.format_name ?? "unknown",
      formatName: format?.format_long_name ?? null,
      bytes,
      duration: numberOf(format?.duration),
      startTime: numberOf(format?.start_time),
      bitrate: numberOf(format?.bit_rate),
      tags: cleanTags(format?.tags),
    },
    streams: (probed.streams ?? []).map(streamOf),
    chapters: chapters.map((chapter) => ({
      start: numberOf(chapter.start_time),
      end: numberOf(chapter.end_time),
      title: cleanText(tag(chapter.tags, "title")),
    })),
  };
}

/** True for a picture that belongs to the film, false for cover art and thumbnails. */
export function isMovingPicture(stream: ProbedStream): boolean {
  const { attached_pic = 0, timed_thumbnails = 0, still_image = 0 } = stream.disposition ?? {};
  return stream.codec_type === "video" && attached_pic + timed_thumbnails + still_image === 0;
}

/** True for a picture with transparency. WebM tells it in a tag: its decoder may not know. */
export function hasAlpha(stream: ProbedStream): boolean {
  if (/^(yuva|gbrap|rgba|bgra|argb|abgr|ya8|ya16)/.test(stream.pix_fmt ?? "")) return true;
  return tag(stream.tags, "alpha_mode") === "1";
}

/** The sample aspect ratio; square where none is declared or it is absurd. */
export function sampleAspectRatioOf(stream: ProbedStream): Rational {
  const ratio = parseRational((stream.sample_aspect_ratio ?? "").replace(":", "/"));
  if (!ratio) return rational(1);
  const value = toNumber(ratio);
  return value >= 1 / 16 && value <= 16 ? ratio : rational(1);
}

/** The declared frame rate: the average, else the lowest that all times fit; null if none. */
export function declaredRate(stream: ProbedStream): Rational | null {
  return parseRational(stream.avg_frame_rate ?? "") ?? parseRational(stream.r_frame_rate ?? "");
}

function streamOf(stream: ProbedStream): Stream {
  if (isMovingPicture(stream)) return videoOf(stream);
  if (stream.codec_type === "audio") return audioOf(stream);
  return { kind: otherKind(stream), ...common(stream) };
}

function videoOf(stream: ProbedStream): VideoStream {
  const [width, height] = [stream.width ?? 0, stream.height ?? 0];
  const sampleAspectRatio = sampleAspectRatioOf(stream);
  const orientation = orientationOf(stream);
  const upright = Math.round(width * toNumber(sampleAspectRatio));
  const turned = orientation.rotation === 90 || orientation.rotation === 270;
  return {
    kind: "video",
    ...common(stream),
    profile: known(stream.profile),
    level: stream.level !== undefined && stream.level > 0 ? stream.level : null,
    width,
    height,
    displayWidth: turned ? height : upright,
    displayHeight: turned ? upright : height,
    sampleAspectRatio,
    rotation: orientation.rotation,
    flipped: orientation.flipped,
    pixelFormat: known(stream.pix_fmt),
    bitDepth: bitDepthOf(stream),
    colour: {
      range: known(stream.color_range),
      primaries: known(stream.color_primaries),
      transfer: known(stream.color_transfer),
      matrix: known(stream.color_space),
    },
    dynamicRange: dynamicRangeOf(stream),
    fieldOrder: known(stream.field_order),
    frameRate: declaredRate(stream),
    measuredFrameRate: null,
    variableFrameRate: null,
    frames: numberOf(stream.nb_frames),
    keyframeInterval: null,
    ...timing(stream),
  };
}

function audioOf(stream: ProbedStream): AudioStream {
  return {
    kind: "audio",
    ...common(stream),
    profile: known(stream.profile),
    sampleRate: numberOf(stream.sample_rate),
    channels: stream.channels ?? null,
    channelLayout: known(stream.channel_layout),
    ...timing(stream),
  };
}

function common(stream: ProbedStream) {
  return {
    index: stream.index,
    codec: known(stream.codec_name),
    codecName: known(stream.codec_long_name),
    language: languageOf(stream),
    title: cleanText(tag(stream.tags, "title") ?? tag(stream.tags, "name")),
    default: stream.disposition?.default === 1,
  };
}

/** The declared language, three letters where the container has them; `und` means none. */
export function languageOf(stream: ProbedStream): string | null {
  const language = cleanText(tag(stream.tags, "language"))?.toLowerCase() ?? null;
  return language === null || language === "und" || language.length > 35 ? null : language;
}

function timing(stream: ProbedStream) {
  return {
    bitrate: numberOf(stream.bit_rate),
    duration: numberOf(stream.duration) ?? clockSeconds(tag(stream.tags, "duration")),
    startTime: numberOf(stream.start_time),
  };
}

/** Matroska tells a stream's duration in a tag: `00:00:05.005000000`. */
function clockSeconds(clock: string | undefined): number | null {
  const parts = /^(\d+):(\d\d):(\d\d(?:\.\d+)?)$/.exec(clock ?? "");
  if (!parts) return null;
  return Number(parts[1]) * 3600 + Number(parts[2]) * 60 + Number(parts[3]);
}

function otherKind(stream: ProbedStream): "subtitle" | "data" | "attachment" | "cover" {
  if (stream.codec_type === "video") return "cover";
  if (stream.codec_type === "subtitle") return "subtitle";
  return stream.codec_type === "attachment" ? "attachment" : "data";
}

/** `Dolby Vision` where its configuration is carried, else by the declared transfer. */
function dynamicRangeOf(stream: ProbedStream): VideoStream["dynamicRange"] {
  if (dolbyVisionProfile(stream) !== null) return "Dolby Vision";
  if (stream.color_transfer === "smpte2084") return "HDR10";
  return stream.color_transfer === "arib-std-b67" ? "HLG" : "SDR";
}

/** The profile of the stream's Dolby Vision configuration, or null if it carries none. */
export function dolbyVisionProfile(stream: ProbedStream): number | null {
  return stream.side_data_list?.find((entry) => entry.dv_profile !== undefined)?.dv_profile ?? null;
}

/** Bits of one sample of the picture, as declared or by the name of its pixels; null if unknown. */
export function bitDepthOf(stream: ProbedStream): number | null {
  const declared = numberOf(stream.bits_per_raw_sample);
  if (declared !== null && declared > 0) return declared;
  const format = (stream.pix_fmt ?? "").replace(/[lb]e$/, "");
  const depth = DEEP_PIXELS.exec(format)?.[1];
  if (depth) return Number(depth);
  if (/^(rgb48|bgr48|rgba64|bgra64|ayuv64)$/.test(format)) return 16;
  return EIGHT_BIT_PIXELS.test(format) ? 8 : null;
}

function known(value: string | undefined): string | null {
  const text = cleanText(value);
  return text === null || UNKNOWN.has(text) ? null : text;
}

/** Matroska spells its tags in capitals. */
function tag(tags: Record<string, string> | undefined, name: string): string | undefined {
  return Object.entries(tags ?? {}).find(([key]) => key.toLowerCase() === name)?.[1];
}
