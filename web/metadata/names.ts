// Names that ffmpeg and the standards use, and what people call the same things.

import type { Stream, ValueSource, VideoStream } from "../../protocol/facts.ts";
import type { Severity } from "../../protocol/finding.ts";

export const STREAM_KINDS: Record<Stream["kind"], string> = {
  video: "Picture",
  audio: "Sound",
  subtitle: "Subtitles",
  data: "Extra data",
  attachment: "Attachment",
  cover: "Cover picture",
};

export const SEVERITIES: Record<Severity, string> = {
  error: "Problem",
  warning: "Take care",
  info: "Good to know",
};

export const SOURCES: Record<ValueSource, string> = {
  container: "the container says",
  bitstream: "the stream itself says",
  measured: "the content shows",
  tag: "a tag says",
  name: "the file's name says",
};

export const DYNAMIC_RANGES: Record<VideoStream["dynamicRange"], string> = {
  SDR: "ordinary brightness",
  HDR10: "high dynamic range, PQ curve",
  HLG: "high dynamic range, HLG curve",
  "Dolby Vision": "high dynamic range with Dolby metadata",
};

const CODECS = new Map([
  ["h264", "H.264 (AVC)"],
  ["hevc", "H.265 (HEVC)"],
  ["av1", "AV1"],
  ["vp8", "VP8"],
  ["vp9", "VP9"],
  ["mpeg2video", "MPEG-2"],
  ["mpeg4", "MPEG-4 Part 2"],
  ["prores", "Apple ProRes"],
  ["mjpeg", "Motion JPEG"],
  ["aac", "AAC"],
  ["mp3", "MP3"],
  ["opus", "Opus"],
  ["vorbis", "Vorbis"],
  ["flac", "FLAC"],
  ["ac3", "Dolby Digital (AC-3)"],
  ["eac3", "Dolby Digital Plus (E-AC-3)"],
  ["mov_text", "Timed text"],
  ["subrip", "SubRip text"],
  ["ass", "Styled text (ASS)"],
]);

const PRIMARIES = new Map([
  ["bt709", "BT.709 (HD)"],
  ["bt2020", "BT.2020 (wide gamut)"],
  ["smpte170m", "BT.601 (SD, 525 lines)"],
  ["bt470bg", "BT.601 (SD, 625 lines)"],
  ["smpte432", "Display P3"],
  ["smpte431", "DCI-P3"],
]);

const TRANSFERS = new Map([
  ["bt709", "BT.709 (HD)"],
  ["smpte170m", "BT.601 (SD)"],
  ["iec61966-2-1", "sRGB"],
  ["smpte2084", "PQ (SMPTE ST 2084)"],
  ["arib-std-b67", "HLG (ARIB STD-B67)"],
  ["bt2020-10", "BT.2020, 10 bits"],
  ["bt2020-12", "BT.2020, 12 bits"],
  ["linear", "Linear light"],
]);

const MATRICES = new Map([
  ["bt709", "BT.709 (HD)"],
  ["smpte170m", "BT.601 (SD)"],
  ["bt470bg", "BT.601 (SD)"],
  ["bt2020nc", "BT.2020"],
  ["bt2020c", "BT.2020, constant luminance"],
  ["gbr", "None: red, green and blue as they are"],
]);

const SCANS = new Map([
  ["progressive", "Whole frames (progressive)"],
  ["tt", "Interlaced, top field first"],
  ["tb", "Interlaced, top field first"],
  ["bb", "Interlaced, bottom field first"],
  ["bt", "Interlaced, bottom field first"],
]);

const LAYOUTS = new Map([
  ["mono", "Mono"],
  ["stereo", "Stereo"],
  ["5.1", "5.1 surround"],
  ["5.1(side)", "5.1 surround"],
  ["7.1", "7.1 surround"],
]);

const DISPOSITIONS = new Map([
  ["default", "plays by default"],
  ["forced", "always shown"],
  ["hearing_impaired", "for the hard of hearing"],
  ["visual_impaired", "for the blind"],
  ["comment", "commentary"],
  ["original", "original language"],
  ["dub", "dubbed"],
  ["attached_pic", "a still picture"],
  ["timed_thumbnails", "small pictures"],
]);

const FEATURES = new Map([
  ["live-photo", "part of a Live Photo"],
  ["slow-motion", "slow motion"],
  ["time-lapse", "time-lapse"],
]);

export function codecName(stream: { codec: string | null; codecName: string | null }) {
  return CODECS.get(stream.codec ?? "") ?? stream.codecName ?? stream.codec;
}

/** Without what stands in brackets: `H.264`. */
export function shortCodecName(stream: { codec: string | null; codecName: string | null }) {
  return codecName(stream)?.replace(/ \(.*\)$/, "") ?? null;
}

const named = (names: Map<string, string>) => (value: string) => names.get(value) ?? value;
export const primariesName = named(PRIMARIES);
export const transferName = named(TRANSFERS);
export const matrixName = named(MATRICES);
export const scanName = named(SCANS);
export const dispositionName = named(DISPOSITIONS);
export const featureName = named(FEATURES);

/** With the values of black and white at that depth (ITU-R BT.709, BT.2100), where it is known. */
export function rangeName(range: string, bitDepth: number | null): string {
  const step = bitDepth === null ? null : 2 ** (bitDepth - 8);
  if (range === "tv") return `Legal range${step ? ` (${16 * step} to ${235 * step})` : ""}`;
  if (range === "pc") return `Full range${step ? ` (0 to ${256 * step - 1})` : ""}`;
  return range;
}

export function layoutName(layout: string | null, channels: number | null): string | null {
  if (layout !== null) return LAYOUTS.get(layout) ?? layout;
  return channels === null ? null : `${channels} channels`;
}

/** The language in English; nothing for `und` and for what is no language tag. */
export function languageName(tag: string | null): string | null {
  if (tag === null || tag === "und") return null;
  try {
    return new Intl.DisplayNames("en", { type: "language", fallback: "none" }).of(tag) ?? tag;
  } catch (error) {
    // The tag comes from a stranger's file and may not be one.
    if (error instanceof RangeError) return tag;
    throw error;
  }
}

/** `Sound, German`: the heading of a stream. Those that would read the same are numbered: `Sound 2`. */
export function streamTitle(stream: Stream, all: readonly Stream[] = []): string {
  const language = languageName(stream.language);
  const alike = all.filter(
    (other) => other.kind === stream.kind && languageName(other.language) === language,
  );
  const place = alike.findIndex(({ index }) => index === stream.index) + 1;
  const name = `${STREAM_KINDS[stream.kind]}${alike.length > 1 ? ` ${place}` : ""}`;
  return language ? `${name}, ${language}` : name;
}
