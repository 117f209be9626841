// What the page finds out about a chosen file by itself, before the server has it, and how it is
// told. Pure.

import { formatDuration, formatFrameRate } from "../format.ts";
import { words } from "../language/words.ts";

/** A small picture of the film, upright, as large as it is meant to be drawn on dense screens. */
export type Thumbnail = HTMLCanvasElement | OffscreenCanvas;

export type LocalFacts = {
  /** Seconds; null where the file does not declare it. */
  duration: number | null;
  picture: {
    /** As WebCodecs calls it; null for one that it does not know. */
    codec: string | null;
    /** Pixels, as the picture is meant to be seen. */
    width: number;
    height: number;
    /** Degrees clockwise by which it is turned to be seen so. */
    rotation: number;
    /** Frames a second over its first packets, or null. */
    frameRate: number | null;
  } | null;
  sound: { codec: string | null; channels: number } | null;
  thumbnails: readonly Thumbnail[];
};

const CODECS = new Map([
  ["avc", "H.264"],
  ["hevc", "H.265"],
  ["av1", "AV1"],
  ["vp8", "VP8"],
  ["vp9", "VP9"],
  ["prores", "Apple ProRes"],
  ["aac", "AAC"],
  ["mp3", "MP3"],
  ["opus", "Opus"],
  ["vorbis", "Vorbis"],
  ["flac", "FLAC"],
  ["ac3", "Dolby Digital"],
  ["eac3", "Dolby Digital Plus"],
]);

/** People's name of a codec that WebCodecs calls so; null for one that is not known here. */
function codecName(codec: string | null): string | null {
  if (codec === null) return null;
  return CODECS.get(codec) ?? (codec.startsWith("pcm") ? words().local.uncompressed : null);
}

/** The facts as short phrases, the most asked for first; none where nothing is known. */
export function localWords({ duration, picture, sound }: LocalFacts): string[] {
  const told = words().local;
  const soundName = [codecName(sound?.codec ?? null), channelWords(sound?.channels ?? 0)]
    .filter(Boolean)
    .join(", ");
  const phrases = [
    duration === null ? null : formatDuration(duration),
    picture ? `${picture.width} × ${picture.height}` : told.noPicture,
    codecName(picture?.codec ?? null),
    picture?.frameRate ? formatFrameRate(picture.frameRate) : null,
    picture && picture.rotation !== 0 ? told.turned(picture.rotation) : null,
    sound ? told.sound(soundName) : told.noSound,
  ];
  return phrases.filter((phrase) => phrase !== null);
}

function channelWords(channels: number): string | null {
  if (channels < 1) return null;
  const told = words().local;
  if (channels > 2) return told.channels(channels);
  return channels === 1 ? told.mono : told.stereo;
}

/** Rates that cameras and programs use. */
const RATES = [15, 24_000 / 1001, 24, 25, 30_000 / 1001, 30, 48, 50, 60_000 / 1001, 60, 120, 240];

/**
 * The rate that is meant by an average over a hundred packets, whose times may be rounded to
 * milliseconds: within 0.04 % the usual one, else to a tenth.
 */
export function meantFrameRate(average: number): number | null {
  if (!Number.isFinite(average) || average <= 0) return null;
  const usual = RATES.find((rate) => Math.abs(average / rate - 1) < 0.0004);
  return usual ?? Math.round(average * 10) / 10;
}

/** Twice the height they are shown in, for dense screens. */
const THUMBNAIL_HEIGHT = 128;
/** Four times as wide as high: wider films, which a broken file may claim to any width, are squeezed. */
const THUMBNAIL_WIDTH_MAX = 4 * THUMBNAIL_HEIGHT;

/** Pixels of a small picture of a film of that size. */
export function thumbnailSize({ width, height }: { width: number; height: number }) {
  const wide = Math.round((THUMBNAIL_HEIGHT * width) / height);
  return { width: Math.min(THUMBNAIL_WIDTH_MAX, Math.max(1, wide)), height: THUMBNAIL_HEIGHT };
}

/** Where small pictures are taken, in seconds: `count` places that leave out both ends. */
export function thumbnailTimes(duration: number, count: number): number[] {
  return Array.from({ length: count }, (_, place) => (duration * (place + 0.5)) / count);
}
