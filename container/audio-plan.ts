// Which sound tracks the result gets, and whether their packets are copied or encoded. Pure.

import type { AudioPlan } from "../protocol/enhancement.ts";
import type { Settings } from "../protocol/settings.ts";
import { cleanText } from "./clean-text.ts";
import { languageOf } from "./facts/probed-stream.ts";
import { numberOf, type Probed, type ProbedStream } from "./ffprobe-json.ts";
import { JobFailure } from "./job-failure.ts";

/** Most tracks of the result: a disc has this many languages, and each is a job. */
const TRACKS_MAX = 8;
const LOW_COMPLEXITY = "mp4a.40.2";
/** Bits per second of encoded sound. */
const STEREO_BITRATE = 128_000;
const SURROUND_BITRATE = 384_000;
const SURROUND_CHANNELS = 6;
/** What a copied track is taken for where the source does not say. */
const UNKNOWN_BITRATE = 192_000;

/**
 * Sound that MP4 can hold, by ffprobe's name of the codec, with its RFC 6381 string. FLAC is not
 * among it: ffmpeg 5.1 calls its own way of writing it experimental.
 */
const IN_MP4: Record<string, string> = {
  aac: LOW_COMPLEXITY,
  mp3: "mp4a.40.34",
  ac3: "ac-3",
  eac3: "ec-3",
  opus: "opus",
  alac: "alac",
};
/** The kinds of AAC that have a string of their own. */
const AAC_KINDS: Record<string, string> = { "HE-AAC": "mp4a.40.5", "HE-AACv2": "mp4a.40.29" };

/**
 * Plans for the sound streams of the source, in order. Streams without channels are left out.
 * Throws JobFailure `invalid_settings` where copying is insisted on and MP4 cannot hold a track.
 */
export function audioPlansOf(probed: Probed, settings: Settings): AudioPlan[] {
  return (probed.streams ?? [])
    .filter((stream) => stream.codec_type === "audio" && (stream.channels ?? 0) > 0)
    .filter((stream) => (numberOf(stream.sample_rate) ?? 0) > 0)
    .slice(0, TRACKS_MAX)
    .map((stream) => planOf(stream, settings.audio ?? "auto"))
    .map((track) => (settings.privacy?.stripAll ? { ...track, title: null } : track));
}

/** The plan for a track that was to be copied and has to be encoded after all. */
export function encodedAfresh(track: AudioPlan): AudioPlan {
  if (track.method === "aac") return track;
  const channels = encodedChannels(track.channels);
  const least = encodedBitrate(channels);
  // Sound that is coded a second time gets no fewer bits than the first time had, within reason.
  const bitrate = Math.max(least, Math.min(track.bitrate, 2 * least));
  return { ...track, method: "aac", codec: LOW_COMPLEXITY, channels, bitrate };
}

function planOf(stream: ProbedStream, audio: NonNullable<Settings["audio"]>): AudioPlan {
  const copied: AudioPlan = {
    streamIndex: stream.index,
    method: "copy",
    codec: codecInMp4(stream) ?? LOW_COMPLEXITY,
    channels: stream.channels ?? 2,
    bitrate: numberOf(stream.bit_rate) ?? UNKNOWN_BITRATE,
    language: languageOf(stream),
    title: cleanText(stream.tags?.title),
    gain: 0,
  };
  if (audio === "auto" && playsEverywhere(stream)) return copied;
  if (audio === "copy") {
    if (codecInMp4(stream) !== null) return copied;
    throw new JobFailure(
      "invalid_settings",
      `The sound is ${stream.codec_name ?? "of an unknown kind"}, which MP4 cannot hold as it is. Set audio to "auto" or "aac".`,
    );
  }
  const channels = encodedChannels(copied.channels);
  const bitrate = encodedBitrate(channels);
  return { ...copied, method: "aac", codec: LOW_COMPLEXITY, channels, bitrate };
}

/** Low-complexity AAC plays everywhere. Other kinds of AAC and all else are encoded afresh. */
function playsEverywhere(stream: ProbedStream): boolean {
  return stream.codec_name === "aac" && stream.profile === "LC" && (stream.channels ?? 0) <= 8;
}

/** The RFC 6381 string of the track in MP4, or null where MP4 cannot hold it. */
function codecInMp4({ codec_name: name, profile }: ProbedStream): string | null {
  if (name === undefined || !Object.hasOwn(IN_MP4, name)) return null;
  const kind = name === "aac" && profile !== undefined ? AAC_KINDS[profile] : undefined;
  return kind ?? IN_MP4[name] ?? null;
}

/** Mono, stereo or 5.1: layouts that every AAC decoder knows. */
function encodedChannels(channels: number): number {
  if (channels <= 2) return channels;
  return channels >= SURROUND_CHANNELS ? SURROUND_CHANNELS : 2;
}

function encodedBitrate(channels: number): number {
  return channels > 2 ? SURROUND_BITRATE : STEREO_BITRATE;
}
