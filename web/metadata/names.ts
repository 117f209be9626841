// Names that ffmpeg and the standards use, and what people call the same things.

import type { Stream, VideoStream } from "../../protocol/metadata.ts";

export const STREAM_KINDS: Record<Stream["kind"], string> = {
  video: "Picture",
  audio: "Sound",
  subtitle: "Subtitles",
  data: "Extra data",
  attachment: "Attachment",
  cover: "Cover picture",
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

export function codecName(stream: { codec: string | null; codecName: string | null }) {
  return CODECS.get(stream.codec ?? "") ?? stream.codecName ?? stream.codec;
}

/** The colour space in a word; nothing if the file declares none. */
export function colourName({ primaries, matrix }: VideoStream["colour"]): string | null {
  const declared = primaries ?? matrix;
  return declared === null ? null : (PRIMARIES.get(declared) ?? declared);
}

export function rangeName(range: string | null): string | null {
  if (range === "tv") return "legal range (16 to 235)";
  return range === "pc" ? "full range (0 to 255)" : range;
}

/** `yuv420p10le` as `colour at 4:2:0`. */
export function chromaName(pixelFormat: string | null): string | null {
  const sampling = /^yuvj?a?(4)([024])([024])p/.exec(pixelFormat ?? "");
  return sampling ? `colour at ${sampling.slice(1).join(":")}` : pixelFormat;
}

export function scanName(fieldOrder: string | null): string | null {
  return fieldOrder === null ? null : (SCANS.get(fieldOrder) ?? fieldOrder);
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
