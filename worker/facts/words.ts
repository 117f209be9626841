// mediabunny speaks WebCodecs, the metadata document speaks ffmpeg. What has no word there is null.

import type { VideoStream } from "../../protocol/facts.ts";

const CODECS: Record<string, [codec: string, name: string]> = {
  avc: ["h264", "H.264 / AVC / MPEG-4 AVC / MPEG-4 part 10"],
  hevc: ["hevc", "H.265 / HEVC (High Efficiency Video Coding)"],
  vp8: ["vp8", "On2 VP8"],
  vp9: ["vp9", "Google VP9"],
  av1: ["av1", "Alliance for Open Media AV1"],
  prores: ["prores", "Apple ProRes (iCodec Pro)"],
  aac: ["aac", "AAC (Advanced Audio Coding)"],
  mp3: ["mp3", "MP3 (MPEG audio layer 3)"],
  opus: ["opus", "Opus (Opus Interactive Audio Codec)"],
  vorbis: ["vorbis", "Vorbis"],
  flac: ["flac", "FLAC (Free Lossless Audio Codec)"],
  ac3: ["ac3", "ATSC A/52A (AC-3)"],
  eac3: ["eac3", "ATSC A/52B (AC-3, E-AC-3)"],
  dts: ["dts", "DCA (DTS Coherent Acoustics)"],
  "pcm-s16": ["pcm_s16le", "PCM signed 16-bit little-endian"],
  "pcm-s16be": ["pcm_s16be", "PCM signed 16-bit big-endian"],
  "pcm-s24": ["pcm_s24le", "PCM signed 24-bit little-endian"],
  "pcm-s24be": ["pcm_s24be", "PCM signed 24-bit big-endian"],
};

/** ffmpeg's short and long name of a codec. */
export function codecWords(codec: string | null): {
  codec: string | null;
  codecName: string | null;
} {
  const [short, long] = (codec === null ? undefined : CODECS[codec]) ?? [null, null];
  return { codec: short, codecName: long };
}

const TRANSFERS: Record<string, string> = { pq: "smpte2084", hlg: "arib-std-b67" };
const MATRICES: Record<string, string> = { rgb: "gbr", "bt2020-ncl": "bt2020nc" };

/** A declared colour space, as ffmpeg spells it. */
export function colourWords(space: VideoColorSpaceInit): VideoStream["colour"] {
  const { primaries, transfer, matrix, fullRange } = space;
  // mediabunny says "not full" where nothing is declared at all.
  const declared = fullRange || primaries || transfer || matrix;
  return {
    range: declared && typeof fullRange === "boolean" ? (fullRange ? "pc" : "tv") : null,
    primaries: primaries ?? null,
    transfer: transfer ? (TRANSFERS[transfer] ?? transfer) : null,
    matrix: matrix ? (MATRICES[matrix] ?? matrix) : null,
  };
}

export function dynamicRange(
  colour: VideoStream["colour"],
  dolbyVision: boolean,
): VideoStream["dynamicRange"] {
  if (dolbyVision) return "Dolby Vision";
  if (colour.transfer === "smpte2084") return "HDR10";
  return colour.transfer === "arib-std-b67" ? "HLG" : "SDR";
}

/** Controls, and marks that turn the direction of text round. */
const UNSAFE = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

/** A stranger's text, at most 256 characters of it; null if nothing is left. */
export function cleanText(text: string | null): string | null {
  const clean = (text ?? "").toWellFormed().replace(UNSAFE, "").trim();
  return clean === "" ? null : [...clean].slice(0, 256).join("");
}
