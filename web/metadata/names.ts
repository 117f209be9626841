// Names that ffmpeg and the standards use, and what people call the same things: here where all
// languages do, else in the page's words.

import type { Stream } from "../../protocol/facts.ts";
import { words } from "../language/words.ts";

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
]);

const PRIMARIES = new Map([
  ["bt709", "BT.709 (HD)"],
  ["smpte432", "Display P3"],
  ["smpte431", "DCI-P3"],
]);

const TRANSFERS = new Map([
  ["bt709", "BT.709 (HD)"],
  ["smpte170m", "BT.601 (SD)"],
  ["iec61966-2-1", "sRGB"],
  ["smpte2084", "PQ (SMPTE ST 2084)"],
  ["arib-std-b67", "HLG (ARIB STD-B67)"],
]);

const MATRICES = new Map([
  ["bt709", "BT.709 (HD)"],
  ["smpte170m", "BT.601 (SD)"],
  ["bt470bg", "BT.601 (SD)"],
  ["bt2020nc", "BT.2020"],
]);

export function codecName(stream: { codec: string | null; codecName: string | null }) {
  const codec = stream.codec ?? "";
  const { codecs } = words().metadata.names;
  return CODECS.get(codec) ?? lookUp(codecs, codec) ?? stream.codecName ?? stream.codec;
}

/** Without what stands in brackets: `H.264`. */
export function shortCodecName(stream: { codec: string | null; codecName: string | null }) {
  return codecName(stream)?.replace(/ \(.*\)$/, "") ?? null;
}

/** The value may be a stranger's: only what is in `names` itself counts. */
const lookUp = (names: Readonly<Record<string, string>>, value: string) =>
  Object.hasOwn(names, value) ? names[value] : undefined;

type Worded = "primaries" | "transfers" | "matrices" | "scans" | "dispositions" | "features";

const named =
  (worded: Worded, technical: ReadonlyMap<string, string> = new Map()) =>
  (value: string) =>
    technical.get(value) ?? lookUp(words().metadata.names[worded], value) ?? value;
export const primariesName = named("primaries", PRIMARIES);
export const transferName = named("transfers", TRANSFERS);
export const matrixName = named("matrices", MATRICES);
export const scanName = named("scans");
export const dispositionName = named("dispositions");
export const featureName = named("features");

/** With the values of black and white at that depth (ITU-R BT.709, BT.2100), where it is known. */
export function rangeName(range: string, bitDepth: number | null): string {
  const told = words().metadata;
  const step = bitDepth === null ? 0 : 2 ** (bitDepth - 8);
  const levels = (black: number, white: number) =>
    step === 0 ? null : told.range(String(black), String(white));
  if (range === "tv") return told.names.legalRange(levels(16 * step, 235 * step));
  if (range === "pc") return told.names.fullRange(levels(0, 256 * step - 1));
  return range;
}

export function layoutName(layout: string | null, channels: number | null): string | null {
  const told = words().metadata.names;
  if (layout !== null) return lookUp(told.layouts, layout) ?? layout;
  return channels === null ? null : told.channels(channels);
}

/** The language by its name; nothing for `und` and for what is no language tag. */
export function languageName(tag: string | null): string | null {
  if (tag === null || tag === "und") return null;
  try {
    const names = new Intl.DisplayNames(words().units.locale, {
      type: "language",
      fallback: "none",
    });
    return names.of(tag) ?? tag;
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
  const name = `${words().metadata.names.streamKinds[stream.kind]}${alike.length > 1 ? ` ${place}` : ""}`;
  return language ? `${name}, ${language}` : name;
}
