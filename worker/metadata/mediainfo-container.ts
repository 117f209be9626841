// What MediaInfo 23.04 tells of a container by names of that container's own. Pure.

import type { Facts, Stream } from "../../protocol/facts.ts";
import type { StreamPackets } from "../../protocol/packets.ts";
import { codecIdOf, type Fields, isMatroska, isMp4, seconds } from "./mediainfo-values.ts";

/** By ffmpeg's name, where it can be told from that alone how Matroska calls it. */
const MATROSKA_CODECS: Record<string, string> = {
  h264: "V_MPEG4/ISO/AVC",
  hevc: "V_MPEGH/ISO/HEVC",
  vp8: "V_VP8",
  vp9: "V_VP9",
  av1: "V_AV1",
  mpeg2video: "V_MPEG2",
  theora: "V_THEORA",
  opus: "A_OPUS",
  vorbis: "A_VORBIS",
  flac: "A_FLAC",
  mp3: "A_MPEG/L3",
  mp2: "A_MPEG/L2",
  ac3: "A_AC3",
  eac3: "A_EAC3",
  dts: "A_DTS",
  truehd: "A_TRUEHD",
  alac: "A_ALAC",
  subrip: "S_TEXT/UTF8",
  ass: "S_TEXT/ASS",
};

/** The container's code of the codec; of AAC in Matroska with its object type (`A_AAC-2`). */
export function containerCodecOf(facts: Facts, stream: Stream): string | null {
  if (!isMatroska(facts)) return codecIdOf(facts, stream);
  // With a code of AVI's or QuickTime's it is wrapped, and its name in Matroska another.
  if (stream.codecTag !== null) return null;
  if (stream.codec !== "aac") return MATROSKA_CODECS[stream.codec ?? ""] ?? null;
  const [, object] = /^mp4a\.40\.(\d+)$/.exec(stream.codecString ?? "") ?? [];
  return object ? `A_AAC-${object}` : null;
}

/** Ticks of MPEG's clock in a second (ISO/IEC 13818-1, 2.4.2.1). */
const MPEG_CLOCK = 90_000;

/** When a stream begins by the container's clock; an MP4's begin where their edit list says. */
export function delayOf(facts: Facts, { kind, startTime }: Stream): Fields {
  if (startTime === null) return {};
  if (facts.container.format === "mpegts") {
    const exact = Math.round(startTime * MPEG_CLOCK) / MPEG_CLOCK;
    return { Delay: exact.toFixed(9), Delay_Source: "Container" };
  }
  if (!isMatroska(facts) || (kind !== "video" && kind !== "audio")) return {};
  // It tells the first block's time, from which the decoder's delay is not taken off.
  return { Delay: seconds(Math.max(0, startTime)), Delay_Source: "Container" };
}

/** The slowest and the fastest rate of a picture that is uneven. */
export function rateRangeOf(packets: StreamPackets | null): Fields {
  const pace = packets?.pace;
  if (!pace?.variable) return {};
  const rate = (distance: number | null) => (distance ? (1 / distance).toFixed(3) : null);
  return { FrameRate_Minimum: rate(pace.max), FrameRate_Maximum: rate(pace.min) };
}

/** Sound whose encoder MediaInfo reads in the stream, in words of the encoder's own. */
const SIGNED = new Set(["vorbis", "mp3", "theora"]);

/** What Matroska's tags say that encoded a stream. */
export function encoderTagOf(facts: Facts, { codec, tags }: Stream): string | null {
  return isMatroska(facts) && !SIGNED.has(codec ?? "") ? encoderIn(tags) : null;
}

/** Matroska tells the library that wrote it and, beside it, the program. */
export function writersOf(facts: Facts): Fields {
  const { about, container } = facts;
  return {
    Encoded_Application: about?.writtenBy ?? about?.software,
    Encoded_Library: isMatroska(facts) ? encoderIn(container.tags) : null,
  };
}

function encoderIn(tags: Facts["container"]["tags"]): string | null {
  return Object.entries(tags).find(([name]) => name.toLowerCase() === "encoder")?.[1] ?? null;
}

/** Names in reverse order of a domain, as Apple and Android write place and device. */
const DOMAIN = /^com\.[\w.-]+$/;

/** The file's tags that MediaInfo has no names for: they are in `extra` by their own. */
export function extraOf(facts: Facts): Record<string, string> {
  if (!isMp4(facts)) return {};
  const { location, ...tags } = facts.container.tags;
  const told = Object.entries(tags).filter(([name]) => DOMAIN.test(name));
  const extra = told.map(([name, value]) => [name.replaceAll(/[.-]/g, "_"), value]);
  // ffprobe's word for the atom `©xyz`.
  return Object.fromEntries(location === undefined ? extra : [["xyz", location], ...extra]);
}

/** Chapters as MediaInfo writes them: the time is the name, titles of one millisecond the value. */
export function chaptersOf(facts: Facts): Record<string, string> {
  const extra = new Map<string, string>();
  for (const [place, { start, title }] of (facts.chapters ?? []).entries()) {
    if (start === null) continue;
    const [name, words] = [clockName(start), title ?? `Chapter ${place + 1}`];
    const before = extra.get(name);
    extra.set(name, before === undefined ? words : `${before} / ${words}`);
  }
  return Object.fromEntries(extra);
}

/** `_00_00_02_000` */
function clockName(start: number): string {
  const ms = Math.round(start * 1000);
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
  const clock = [ms / 3_600_000, (ms / 60_000) % 60, (ms / 1000) % 60].map(two).join("_");
  return `_${clock}_${String(ms % 1000).padStart(3, "0")}`;
}
