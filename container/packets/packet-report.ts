// The packets' part of the metadata document, from the statistics of one reading. Pure.

import type { Facts, Stream } from "../../protocol/facts.ts";
import type { Packets, StreamPackets } from "../../protocol/packets.ts";
import { isFieldCoded } from "../choose-rate.ts";
import type { Probed } from "../ffprobe-json.ts";
import type { PacketStatistics } from "./packet-clock.ts";
import type { Distances } from "./packet-distances.ts";
import type { PacketReading } from "./read-packets.ts";

/**
 * Sound that has no even pace by its nature: Vorbis changes between short and long blocks, and
 * demuxers hand out uncompressed sound in pieces of any length.
 */
const UNEVEN_SOUND = /^(vorbis|pcm_)/;

/** What the packets show. Every stream of the facts has its entry, also one without a packet. */
export function packetsOf(facts: Facts, probed: Probed, reading: PacketReading): Packets {
  const streams = facts.streams.map((stream) => {
    const read = reading.streams.get(stream.index);
    const corrupt = reading.corrupt.get(stream.index) ?? 0;
    if (!read) return { ...NO_PACKETS, index: stream.index, corrupt };
    const decoding = reading.decoding.get(stream.index);
    const perPicture = packetsPerPicture(probed, read, stream);
    return { ...streamPackets(stream, read, decoding, perPicture), corrupt };
  });
  return {
    streams,
    duration: durationOf(facts, reading.streams),
    overhead: overheadOf(facts.container.bytes, reading.streams),
    truncated: reading.truncated,
  };
}

/** Two where each packet is one field of a picture, else one. */
export function packetsPerPicture(probed: Probed, read: PacketStatistics, stream: Stream): 1 | 2 {
  const source = probed.streams?.find(({ index }) => index === stream.index);
  return stream.kind === "video" && source && isFieldCoded(source, read) ? 2 : 1;
}

/** Seconds from the earliest to the latest time of pictures and sound; null without any. */
function durationOf(facts: Facts, streams: ReadonlyMap<number, PacketStatistics>): number | null {
  const read = facts.streams
    .filter(isPaced)
    .map(({ index }) => streams.get(index))
    .filter((statistics) => statistics !== undefined);
  const starts = read.flatMap(({ first }) => (first === null ? [] : [first]));
  const ends = read.flatMap(({ end }) => (end === null ? [] : [end]));
  if (starts.length === 0 || ends.length === 0) return null;
  return microseconds(Math.max(...ends) - Math.min(...starts));
}

/** Packets may be larger than what the file holds of them, where it packs them once more. */
function overheadOf(bytes: number, streams: ReadonlyMap<number, PacketStatistics>): number | null {
  const packets = [...streams.values()].map((read) => read.bytes + read.discarded.bytes);
  if (packets.length === 0 || bytes <= 0) return null;
  return Math.max(0, 1 - packets.reduce((sum, part) => sum + part, 0) / bytes);
}

function isPaced({ kind }: Stream): boolean {
  return kind === "video" || kind === "audio";
}

const NO_PACKETS = {
  packets: 0,
  bytes: 0,
  start: null,
  end: null,
  bitrate: { mean: null, max: null, min: null, series: null },
  pace: null,
  nonMonotonic: 0,
  negative: 0,
  untimed: 0,
  setBack: false,
  groups: null,
  bitsPerPixel: null,
} satisfies Partial<StreamPackets>;

function streamPackets(
  stream: Stream,
  read: PacketStatistics,
  decoding: Distances | null | undefined,
  perPicture: 1 | 2,
) {
  const { first, end, rate } = read;
  const seconds = first !== null && end !== null ? end - first : 0;
  return {
    index: stream.index,
    packets: read.packets,
    bytes: read.bytes,
    start: first,
    end: end === null ? null : microseconds(end),
    bitrate: {
      mean: seconds > 0 ? Math.round((read.bytes * 8) / seconds) : null,
      max: rate.max,
      min: rate.min,
      // Text comes now and then: its bytes make no curve.
      series: isPaced(stream) ? rate.series : null,
    },
    pace: isPaced(stream) && !UNEVEN_SOUND.test(stream.codec ?? "") ? paceOf(read, decoding) : null,
    nonMonotonic: read.nonMonotonic,
    negative: read.negative,
    untimed: read.untimed,
    setBack: read.setBack,
    groups: stream.kind === "video" ? groupsOf(read, perPicture) : null,
    bitsPerPixel: stream.kind === "video" ? bitsPerPixel(stream, read, perPicture) : null,
  };
}

function paceOf(
  read: PacketStatistics,
  decoding: Distances | null | undefined,
): StreamPackets["pace"] {
  if (decoding === null) return null;
  const { min, median, max, unevenShare, gapCount, gaps, duplicates } = decoding ?? read.distances;
  const { meanDistance: mean } = read;
  const variable = decoding && read.variable !== null ? unevenShare > 0 : read.variable;
  return { min, median, mean, max, variable, unevenShare, gapCount, gaps, duplicates };
}

function groupsOf(read: PacketStatistics, perPicture: 1 | 2): StreamPackets["groups"] {
  const { minSeconds, meanSeconds, maxSeconds, open, ...sizes } = read.groups;
  const frames = (packets: number | null) =>
    packets === null ? null : Math.round(packets / perPicture);
  return {
    keyframes: read.keyframes,
    minSeconds,
    meanSeconds,
    maxSeconds,
    minFrames: frames(sizes.minPackets),
    meanFrames: sizes.meanPackets === null ? null : sizes.meanPackets / perPicture,
    maxFrames: frames(sizes.maxPackets),
    open,
    keyframeShare: read.bytes > 0 ? read.keyBytes / read.bytes : null,
    startsWithKeyframe: read.startsWithKeyframe,
  };
}

function bitsPerPixel(
  { width, height }: { width: number; height: number },
  read: PacketStatistics,
  perPicture: 1 | 2,
): number | null {
  const pixels = (read.packets / perPicture) * width * height;
  return pixels > 0 ? (read.bytes * 8) / pixels : null;
}

/** Without the noise of adding decimals: ffprobe prints whole microseconds. */
export function microseconds(seconds: number): number {
  return Math.round(seconds * 1_000_000) / 1_000_000;
}
