// Packets that gave no picture: damage, or pictures that lean on ones that are not there. Pure.

import { MICRO } from "./film.ts";

/** A packet's picture is at most this share of a picture's length off its time: fields are half. */
const NEAR = 0.75;
/** No more than what is decoded behind the end of a stretch, so that all looks see the same. */
const NEAR_US_MAX = 400_000;
/** Flag of packets that an edit list takes out; nobody sees those (libavcodec/packet.h). */
const DISCARD = 0x4;

/** Times of the packets in `framecrc`'s list, in microseconds and in order. */
export function packetTimes(list: string): number[] {
  const [, numerator, divisor] = /^#tb 0: (\d+)\/(\d+)/m.exec(list) ?? [];
  const tick = (Number(numerator) / Number(divisor)) * MICRO;
  const times: number[] = [];
  for (const line of list.split("\n")) {
    if (line === "" || line.startsWith("#")) continue;
    const fields = line.split(",").map((field) => field.trim());
    const flags = fields.find((field) => field.startsWith("F=")) ?? "F=0";
    const time = Math.round(Number(fields[2]) * tick);
    if (Number.isFinite(time) && (Number(flags.slice(2)) & DISCARD) === 0) times.push(time);
  }
  return times.sort((a, b) => a - b);
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
