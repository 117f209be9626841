// Reads packets' times and sizes through ffprobe, line by line, without decoding and without
// holding them: what is left is one set of statistics for each stream.

import type { Source } from "../../protocol/job.ts";
import { listingOptions } from "../input-arguments.ts";
import { BrokenRead } from "../source-run.ts";
import type { Work } from "../work.ts";
import { decodingPace } from "./decoding-pace.ts";
import { type Packet, type PacketStatistics, packetClock } from "./packet-clock.ts";
import type { Distances } from "./packet-distances.ts";

/** Sizes of a transport stream's packets: plain, with an arrival time (Blu-ray, AVCHD), with FEC. */
const TRANSPORT_PACKETS = [188, 192, 204];
/** ffmpeg 5.1 marks no packet as damaged in its list, but says so of each on stderr. */
const CORRUPT = /Packet corrupt \(stream = (\d+), dts = (-?\d+|NOPTS)\)/;
/** Of MP4 and QuickTime, of Matroska, and of a packet whose length is more than is left. */
const CUT_SHORT = /partial file|File ended prematurely|Truncating packet/;
/** A read over HTTP that broke off and is taken up again at this place. */
const BROKEN_OFF = /Will reconnect at (\d+) in/;
const FIELDS = "packet=stream_index,pts_time,dts_time,duration_time,size,pos,flags";

export type PacketReading = {
  streams: ReadonlyMap<number, PacketStatistics>;
  /**
   * Distances of the times of decoding, by index of the streams whose times of presentation tell no
   * pace; null where those of decoding tell none either.
   */
  decoding: ReadonlyMap<number, Distances | null>;
  /** Packets that the demuxer found damaged, by stream index. */
  corrupt: ReadonlyMap<number, number>;
  /** The file ends in the middle of a packet. Only a reading of the whole file can tell. */
  truncated: boolean;
  /** What ffprobe said last on the way. */
  tail: string[];
};

type Ticks = ReadonlyMap<number, number>;

export type PacketQuery = {
  source: Source;
  /** Time base of each stream to read, in seconds, by stream index: known now, or before long. */
  ticks: Ticks | Promise<Ticks>;
  /** Where edit lists say that streams end, in seconds, by stream index. */
  ends?: ReadonlyMap<number, number>;
  /** These streams alone, in ffmpeg's words: the demuxer then skips the bytes of all others. */
  only?: string;
  /** ffprobe's `-read_intervals`; absent means the whole file. */
  intervals?: string;
  timeoutMs: number;
};

/**
 * Statistics of the packets in the file, by stream index; streams without a packet are absent.
 * Throws BrokenRead where the source could not be read to its end, which ffprobe takes for the end.
 */
export async function readPackets(query: PacketQuery, work: Work): Promise<PacketReading> {
  const clocks = new Map<number, ReturnType<typeof packetClock>>();
  const paces = new Map<number, ReturnType<typeof decodingPace>>();
  const words = wordsOf(query);
  let ticks: Ticks = new Map();
  const ticksKnown = Promise.resolve(query.ticks).then((known) => {
    ticks = known;
  });
  const { tail } = await work.programs.ffprobe({
    args: [
      // Each line of its own: the packets that are damaged are counted by them.
      ...["-v", "repeat+warning", ...listingOptions(query.source)],
      ...(query.only === undefined ? [] : ["-select_streams", query.only]),
      ...(query.intervals === undefined ? [] : ["-read_intervals", query.intervals]),
      ...["-show_entries", FIELDS, "-of", "csv=p=0", "-i", query.source.url],
    ],
    signal: work.signal,
    timeoutMs: query.timeoutMs,
    heldUntil: ticksKnown,
    onWords: words.hear,
    onLine: (line) => {
      const read = parsePacketLine(line);
      const tick = read ? ticks.get(read.stream) : undefined;
      if (!read || tick === undefined) return;
      const clock = clocks.get(read.stream) ?? packetClock(tick, query.ends?.get(read.stream));
      clocks.set(read.stream, clock);
      clock.add(read.packet);
      const pace = paces.get(read.stream) ?? decodingPace(tick);
      paces.set(read.stream, pace);
      pace.add(read.packet);
      words.follow(read.stream, tick, read.packet);
    },
  });
  await ticksKnown;
  const streams = new Map([...clocks].map(([index, clock]) => [index, clock.finish()]));
  const decoding = new Map<number, Distances | null>();
  for (const [index, pace] of paces) {
    const distances = pace.finish();
    if (distances !== undefined) decoding.set(index, distances);
  }
  return { streams, decoding, ...words.finish(), tail };
}

/** Listens to what ffprobe says while it reads, and looks where in the file the reading is. */
function wordsOf({ source, intervals }: PacketQuery) {
  const corrupt = new Map<number, number>();
  let damaged: { stream: number; dts: number } | null = null;
  let furthest = { stream: -1, ticks: 0, end: 0 };
  let cutShort = false;
  let brokenOff: { at: number; line: string } | null = null;

  return {
    hear(line: string) {
      const [, index, dts] = CORRUPT.exec(line) ?? [];
      if (index !== undefined) {
        const stream = Number(index);
        corrupt.set(stream, (corrupt.get(stream) ?? 0) + 1);
        damaged = { stream, dts: Number(dts) };
      }
      if (CUT_SHORT.test(line)) cutShort = true;
      const [, at] = BROKEN_OFF.exec(line) ?? [];
      if (at !== undefined) brokenOff = { at: Number(at), line };
    },
    follow(stream: number, tick: number, { position, bytes, dts }: Packet) {
      if (position === null || position + bytes <= furthest.end) return;
      furthest = { stream, ticks: Math.round((dts ?? Number.NaN) / tick), end: position + bytes };
    },
    finish(): Pick<PacketReading, "corrupt" | "truncated"> {
      // Where a read was taken up again, packets came from behind the place where it broke off.
      const broken = intervals === undefined && brokenOff && furthest.end <= brokenOff.at;
      if (broken && brokenOff) throw new BrokenRead(brokenOff.line);
      const lastIsDamaged = damaged?.stream === furthest.stream && damaged.dts === furthest.ticks;
      return { corrupt, truncated: cutShort || lastIsDamaged || endsInTransportPacket(source) };
    },
  };
}

function endsInTransportPacket({ demuxer, bytes }: Source): boolean {
  return demuxer === "mpegts" && TRANSPORT_PACKETS.every((size) => bytes % size !== 0);
}

/** One line of `csv=p=0` with FIELDS, or null for the blank lines between them. */
export function parsePacketLine(line: string): { stream: number; packet: Packet } | null {
  const [index, pts, dts, duration, size, position, flags] = line.split(",");
  if (!index || flags === undefined) return null;
  const shown = numberOrNull(pts);
  return {
    stream: Number(index),
    packet: {
      // AVI and MPEG leave the time of presentation out where it is that of decoding.
      pts: shown ?? numberOrNull(dts),
      guessed: shown === null,
      dts: numberOrNull(dts),
      duration: numberOrNull(duration),
      bytes: Number(size) || 0,
      position: numberOrNull(position),
      key: flags.startsWith("K"),
      discarded: flags.includes("D"),
    },
  };
}

function numberOrNull(text: string | undefined): number | null {
  const value = Number(text);
  return text === undefined || text === "" || !Number.isFinite(value) ? null : value;
}
