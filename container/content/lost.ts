// Packets that gave no picture: damage, or pictures that lean on ones that are not there. Pure.

import { type Film, MICRO } from "./film.ts";
import type { Stretch } from "./look-filters.ts";

/** A packet's picture is at most this share of a picture's length off its time: fields are half. */
const NEAR = 0.75;
/** No more than what is decoded behind the end of a stretch, so that all looks see the same. */
const NEAR_US_MAX = 400_000;
/** Flags of key frames, and of packets that an edit list takes out (libavcodec/packet.h). */
const KEY = 0x1;
const DISCARD = 0x4;

/** What stands for a time that a packet does not have (AV_NOPTS_VALUE in libavutil/avutil.h). */
const NO_TIME = "-9223372036854775808";

/** Stream, times of decoding and of presentation, duration, size and checksum. */
const FIELDS_MIN = 6;

/** Times in microseconds, in order; of key frames alone too. */
export type PacketList = { times: number[]; keys: number[] };

/**
 * Packets in `framecrc`'s list, but for those that an edit list takes out, and those without a time of
 * presentation: nothing tells which frame would be theirs.
 */
export function packetList(list: string): PacketList {
  const [, numerator, divisor] = /^#tb 0: (\d+)\/(\d+)/m.exec(list) ?? [];
  const tick = (Number(numerator) / Number(divisor)) * MICRO;
  const found: PacketList = { times: [], keys: [] };
  for (const line of list.split("\n")) {
    if (line === "" || line.startsWith("#")) continue;
    const fields = line.split(",").map((field) => field.trim());
    // Of a list that was stopped the last line may be half a one.
    if (fields.length < FIELDS_MIN) continue;
    // Flags are left out of the line where the packet is a key frame and nothing else.
    const written = fields.find((field) => field.startsWith("F="));
    const flags = written ? Number(written.slice(2)) : KEY;
    const time = Math.round(Number(fields[2]) * tick);
    if (fields[2] === NO_TIME || !Number.isFinite(time) || (flags & DISCARD) !== 0) continue;
    found.times.push(time);
    if ((flags & KEY) !== 0) found.keys.push(time);
  }
  found.times.sort((a, b) => a - b);
  found.keys.sort((a, b) => a - b);
  return found;
}

/** Those of the packets that no decoded frame lies near to. `rate` is in pictures a second. */
export function lostPackets(
  packets: readonly number[],
  frames: readonly number[],
  rate: number,
): number[] {
  const near = Math.min(NEAR_US_MAX, (NEAR / rate) * MICRO);
  const decoded = Float64Array.from(frames).sort();
  let at = 0;
  return packets.filter((packet) => {
    while (at < decoded.length && (decoded[at] ?? 0) < packet - near) at++;
    const next = decoded[at];
    return next === undefined || next > packet + near;
  });
}

/**
 * The rest of a stretch that was not looked at to its end, as the first and the last time in it that
 * lack a frame. `last` is the last frame's, if there was one.
 */
export function restOf(film: Film, { from, to }: Stretch, last: number | undefined): number[] {
  const frame = Math.round(MICRO / film.rate);
  const first = last === undefined ? (from ?? film.startUs) : last + frame;
  const end = to ?? film.startUs + Math.round((film.duration ?? 0) * MICRO);
  const rest = to !== null && first >= to ? [] : [first];
  return end - frame > first ? [...rest, end - frame] : rest;
}
