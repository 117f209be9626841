// What is read from one stream of ffprobe's answer, by facts and plans alike. Pure.

import { chosenOf } from "../../protocol/film-picture.ts";
import { parseRational, type Rational, rational, toNumber } from "../../protocol/rational.ts";
import { cleanText } from "../clean-text.ts";
import { numberOf, type ProbedStream } from "../ffprobe-json.ts";
import { bitsOfPixel, isAlphaPixel } from "./pixel-format.ts";

/** ffprobe's ways to say that it does not know. */
const UNKNOWN = new Set(["unknown", "N/A", "unspecified", "reserved"]);

/** Clean text, or null where ffprobe says that it does not know. */
export function known(value: string | undefined): string | null {
  const text = cleanText(value);
  return text === null || UNKNOWN.has(text) ? null : text;
}

/** A tag by its name in small letters: Matroska spells them in capitals. */
export function tag(tags: Record<string, string> | undefined, name: string): string | undefined {
  return Object.entries(tags ?? {}).find(([key]) => key.toLowerCase() === name)?.[1];
}

/** What mkvmerge counted and wrote into a tag. */
export function counted(stream: ProbedStream, name: string): number | null {
  return numberOf(tag(stream.tags, name) ?? tag(stream.tags, `${name}-eng`));
}

/** True for a picture that belongs to the film, false for cover art and thumbnails. */
export function isMovingPicture(stream: ProbedStream): boolean {
  const { attached_pic = 0, timed_thumbnails = 0, still_image = 0 } = stream.disposition ?? {};
  return stream.codec_type === "video" && attached_pic + timed_thumbnails + still_image === 0;
}

/** The film's picture; null where there is none. */
export function filmPictureOf(streams: readonly ProbedStream[] = []): ProbedStream | null {
  return chosenOf(streams.filter(isMovingPicture), ({ disposition }) => disposition?.default === 1);
}

/** True for a picture with transparency. WebM tells it in a tag: its decoder may not know. */
export function hasAlpha(stream: ProbedStream): boolean {
  return isAlphaPixel(stream.pix_fmt ?? "") || tag(stream.tags, "alpha_mode") === "1";
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

/** The declared language, three letters where the container has them; `und` means none. */
export function languageOf(stream: ProbedStream): string | null {
  const language = cleanText(tag(stream.tags, "language"))?.toLowerCase() ?? null;
  return language === null || language === "und" || language.length > 35 ? null : language;
}

/** The profile of the stream's Dolby Vision configuration, or null if it carries none. */
export function dolbyVisionProfile(stream: ProbedStream): number | null {
  return stream.side_data_list?.find((entry) => entry.dv_profile !== undefined)?.dv_profile ?? null;
}

/** Bits of one sample of the picture, as declared or by the name of its pixels; null if unknown. */
export function bitDepthOf(stream: ProbedStream): number | null {
  const declared = numberOf(stream.bits_per_raw_sample);
  return declared !== null && declared > 0 ? declared : bitsOfPixel(stream.pix_fmt ?? "");
}
