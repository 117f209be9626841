// How MediaInfo spells values: numbers as text, words of its own. What is null stays null.

import type { Facts, Stream, VideoStream } from "../../protocol/facts.ts";

export type Fields = Record<string, string | number | null | undefined>;

export function seconds(value: number | null): string | null {
  return value === null ? null : value.toFixed(3);
}

export function whole(value: number | null): string | null {
  return value === null ? null : String(Math.round(value));
}

export function yesNo(value: boolean | null | ""): string | null {
  return value === null || value === "" ? null : value ? "Yes" : "No";
}

/** `2019-07-24T08:25:57Z` as `2019-07-24 08:25:57 UTC`; with a zone of its own as it is. */
export function dateOf(iso: string | null): string | null {
  return iso?.replace("T", " ").replace(/(\.\d+)?Z$/, " UTC") ?? null;
}

/**
 * An MP4's code, with the object type behind it (`mp4a-40-2`, `mp4a-6B`, `mp4v-20`); a transport
 * stream's type as a decimal number, with AAC's object type (`27`, `15-2`); the number that AVI and
 * ASF have for sound in hexadecimal (`55`, `161`).
 */
export function codecIdOf({ container }: Facts, { codecTag, codecString }: Stream): string | null {
  const [, form, type, object] =
    /^mp4([av])\.([0-9a-f]{2})(?:\.(\d+))?$/i.exec(codecString ?? "") ?? [];
  const inSound = form === "a" && object ? `-${object}` : "";
  if (form && codecTag === `mp4${form}`) return `${codecTag}-${type?.toUpperCase()}${inSound}`;
  const number = codecTag?.startsWith("0x") ? Number(codecTag) : null;
  if (container.format === "mpegts") {
    // Where a descriptor names the codec, ffprobe tells that name in place of the type.
    return number === null ? null : `${number}${inSound}`;
  }
  return number === null ? codecTag : number.toString(16).toUpperCase();
}

/**
 * The container's own number. An AVI counts its streams; a program stream's is the last byte of their
 * start code, and of what has none of its own the number within private stream 1 (`189-128`).
 */
export function idOf({ container }: Facts, { id, index }: Stream): string | number | null {
  if (container.format === "avi") return index;
  if (container.format !== "mpeg" || id === null) return id;
  return id > 0xff ? id & 0xff : `189-${id}`;
}

/** `Profile 0` of VP9 is `0`, `Simple Profile` of MPEG-4 Visual `Simple`. */
export function profileWord({ codec, profile }: Stream): string | null {
  // MediaInfo has no profiles of JPEG.
  if (codec === "mjpeg") return null;
  return profile?.replace(/^Profile | Profile$/, "") ?? null;
}

/** With a zone of its own it is when it was recorded, else when it was written. */
export function createdOf(iso: string | null): Fields {
  const date = dateOf(iso);
  return iso?.endsWith("Z") ? { Encoded_Date: date } : { Recorded_Date: date };
}

export function isMp4({ container }: Facts): boolean {
  return container.format.split(",").includes("mov");
}

export function isMatroska({ container }: Facts): boolean {
  return container.format.split(",").includes("matroska");
}

/** `3.0` of ours is `3` of MediaInfo's. */
export function levelOf({ levelName }: VideoStream): string | null {
  return levelName?.replace(/\.0$/, "") ?? null;
}

export function modeOf(variable: boolean | null): string | null {
  return variable === null ? null : variable ? "VFR" : "CFR";
}

export function colourSpaceOf(pixels: string | null): string | null {
  if (pixels === null) return null;
  if (/^(gbr|rgb|bgr|argb|abgr)/.test(pixels)) return "RGB";
  return pixels.startsWith("gray") ? "Y" : "YUV";
}

export function scanOf(order: string | null): Fields {
  if (order === null) return {};
  if (order === "progressive") return { ScanType: "Progressive" };
  return { ScanType: "Interlaced", ScanOrder: order.startsWith("t") ? "TFF" : "BFF" };
}

const LOSSLESS = /^(pcm_|flac$|alac$|truehd$|wavpack$)/;

export function compressionOf(codec: string | null): string | null {
  if (codec === null) return null;
  return LOSSLESS.test(codec) ? "Lossless" : "Lossy";
}

/** MediaInfo prefers the two letters of ISO 639-1. */
export function languageOf(language: string | null): string | null {
  if (language === null || !/^[a-z]{2,3}$/.test(language)) return language;
  return new Intl.Locale(language).language;
}
