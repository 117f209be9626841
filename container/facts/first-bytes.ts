// The first bytes of a film's first packets. Encoders sign there, and some headers stand nowhere
// else. One small read a stream, all at once.

import type { Source } from "../../protocol/job.ts";
import { numberOf, type Probed, type ProbedStream } from "../ffprobe-json.ts";
import { readRange } from "../objects.ts";
import { filmPictureOf } from "./probed-stream.ts";

/** Headers and the encoder's note stand in front of the picture's own bits. */
const HEAD_BYTES = 8 * 1024;
/** Of a transport stream recorded from the air, the first headers come with the first key frame. */
const TRANSPORT_BYTES = 512 * 1024;
/** Sounds that are looked at: a film has one to a few. */
const SOUNDS_MAX = 4;
const WALL_MS = 5_000;

const SIGNED = new Set(["h264", "hevc"]);
const LEVELLED = new Set(["ac3", "eac3"]);

/**
 * The first bytes of each stream's first packet, by stream index, where they say more than ffprobe
 * does. Empty where they cannot be read; rejects only with the reason of `signal`.
 */
export async function firstBytes(
  source: Source,
  probed: Probed,
  signal: AbortSignal,
): Promise<Map<number, Uint8Array>> {
  const streams = probed.streams ?? [];
  const picture = filmPictureOf(streams);
  const signed = picture && SIGNED.has(picture.codec_name ?? "") ? [picture] : [];
  const sounds = streams.filter(({ codec_name }) => LEVELLED.has(codec_name ?? ""));
  const timed = AbortSignal.any([signal, AbortSignal.timeout(WALL_MS)]);
  const found = new Map<number, Uint8Array>();
  const look = async (stream: ProbedStream) => {
    const packet = probed.packets?.find(({ stream_index }) => stream_index === stream.index);
    const position = numberOf(packet?.pos);
    if (position === null || position < 0 || position >= source.bytes) return;
    const transport = source.demuxer === "mpegts";
    const most = transport && stream === picture ? TRANSPORT_BYTES : HEAD_BYTES;
    const bytes = await readRange(source.url, position, most, timed);
    found.set(stream.index, transport ? streamInTransport(bytes) : bytes);
  };
  await Promise.allSettled([...signed, ...sounds.slice(0, SOUNDS_MAX)].map(look));
  signal.throwIfAborted();
  return found;
}

const SYNC = 0x47;
/** Plain packets, those of Blu-ray and cameras with a time before each, those with error correction. */
const PACKET_FORMS = [
  { size: 188, before: 0 },
  { size: 192, before: 4 },
  { size: 204, before: 0 },
];

/** The bytes of the stream whose packet comes first (ISO/IEC 13818-1, 2.4.3.2). */
function streamInTransport(bytes: Uint8Array): Uint8Array {
  const form = PACKET_FORMS.find(
    ({ size, before }) => bytes[before] === SYNC && bytes[before + size] === SYNC,
  );
  if (!form) return new Uint8Array();
  const pieces: Uint8Array[] = [];
  let wanted: number | null = null;
  for (let at = form.before; at + 188 <= bytes.length; at += form.size) {
    const packet = bytes.subarray(at, at + 188);
    const [, second = 0, third = 0, fourth = 0] = packet;
    const number = ((second & 0x1f) << 8) | third;
    wanted ??= number;
    if (number !== wanted || !(fourth & 0x10)) continue;
    pieces.push(packet.subarray(fourth & 0x20 ? 5 + (packet[4] ?? 0) : 4));
  }
  return Buffer.concat(pieces);
}
