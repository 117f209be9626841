// Which sound tracks the result gets, and whether their packets are copied or encoded. Pure.

import type { AudioPlan } from "../protocol/enhancement.ts";
import { cleanText } from "./clean-text.ts";
import { languageOf } from "./facts.ts";
import { numberOf, type Probed, type ProbedStream } from "./ffprobe-json.ts";

/** Most tracks of the result: a disc has this many languages, and each is a job. */
const TRACKS_MAX = 8;
const LOW_COMPLEXITY = "mp4a.40.2";
/** Bits per second of encoded sound. */
const STEREO_BITRATE = 128_000;
const SURROUND_BITRATE = 384_000;
const SURROUND_CHANNELS = 6;
/** What a copied track is taken for where the source does not say. */
const UNKNOWN_BITRATE = 192_000;

/** Plans for the sound streams of the source, in order. Streams without channels are left out. */
export function audioPlansOf(probed: Probed): AudioPlan[] {
  return (probed.streams ?? [])
    .filter((stream) => stream.codec_type === "audio" && (stream.channels ?? 0) > 0)
    .filter((stream) => (numberOf(stream.sample_rate) ?? 0) > 0)
    .slice(0, TRACKS_MAX)
    .map(planOf);
}

function planOf(stream: ProbedStream): AudioPlan {
  const copied = isCopyable(stream);
  const channels = copied ? (stream.channels ?? 2) : encodedChannels(stream.channels ?? 2);
  const encodedBitrate = channels > 2 ? SURROUND_BITRATE : STEREO_BITRATE;
  return {
    streamIndex: stream.index,
    method: copied ? "copy" : "aac",
    codec: LOW_COMPLEXITY,
    channels,
    bitrate: copied ? (numberOf(stream.bit_rate) ?? UNKNOWN_BITRATE) : encodedBitrate,
    language: languageOf(stream),
    title: cleanText(stream.tags?.title),
  };
}

/** Low-complexity AAC plays everywhere. Other kinds of AAC and all else are encoded afresh. */
function isCopyable(stream: ProbedStream): boolean {
  return stream.codec_name === "aac" && stream.profile === "LC" && (stream.channels ?? 0) <= 8;
}

/** Mono, stereo or 5.1: layouts that every AAC decoder knows. */
function encodedChannels(channels: number): number {
  if (channels <= 2) return channels;
  return channels >= SURROUND_CHANNELS ? SURROUND_CHANNELS : 2;
}
