// Reads packets' times and sizes through ffprobe, line by line, without decoding and without
// holding them: what is left is one set of statistics for each stream.

import type { Source } from "../protocol/job.ts";
import { listingOptions } from "./input-arguments.ts";
import { type Packet, type PacketStatistics, packetClock } from "./packet-clock.ts";
import type { Work } from "./work.ts";

const FIELDS = "packet=stream_index,pts_time,dts_time,duration_time,size,pos,flags";

export type PacketReading = {
  streams: ReadonlyMap<number, PacketStatistics>;
  /** What ffprobe said on the way, for telling a truncated file. */
  tail: string[];
};

export type PacketQuery = {
  source: Source;
  /** Time base of each stream to read, in seconds, by stream index. */
  ticks: ReadonlyMap<number, number>;
  /** One stream alone: the demuxer then skips the bytes of all others. */
  only?: number;
  /** ffprobe's `-read_intervals`; absent means the whole file. */
  intervals?: string;
  timeoutMs: number;
};

/** Statistics of the packets in the file, by stream index; streams without a packet are absent. */
export async function readPackets(query: PacketQuery, work: Work): Promise<PacketReading> {
  const clocks = new Map<number, ReturnType<typeof packetClock>>();
  const { tail } = await work.programs.ffprobe({
    args: [
      ...["-v", "error", ...listingOptions(query.source)],
      ...(query.only === undefined ? [] : ["-select_streams", String(query.only)]),
      ...(query.intervals === undefined ? [] : ["-read_intervals", query.intervals]),
      ...["-show_entries", FIELDS, "-of", "csv=p=0", "-i", query.source.url],
    ],
    signal: work.signal,
    timeoutMs: query.timeoutMs,
    onLine: (line) => {
      const read = parsePacketLine(line);
      const tick = read ? query.ticks.get(read.stream) : undefined;
      if (!read || tick === undefined) return;
      const clock = clocks.get(read.stream) ?? packetClock(tick);
      clocks.set(read.stream, clock);
      clock.add(read.packet);
    },
  });
  return { streams: new Map([...clocks].map(([index, clock]) => [index, clock.finish()])), tail };
}

/**
 * One line of `csv=p=0` with FIELDS, or null for the blank lines between them and for packets that
 * an edit list takes out (flag `D`): nobody sees those.
 */
export function parsePacketLine(line: string): { stream: number; packet: Packet } | null {
  const [index, pts, dts, duration, size, position, flags] = line.split(",");
  if (!index || flags === undefined || flags.includes("D")) return null;
  return {
    stream: Number(index),
    packet: {
      // AVI and MPEG leave the time of presentation out where it is that of decoding.
      pts: numberOrNull(pts) ?? numberOrNull(dts),
      dts: numberOrNull(dts),
      duration: numberOrNull(duration),
      bytes: Number(size) || 0,
      position: numberOrNull(position),
      key: flags.startsWith("K"),
    },
  };
}

function numberOrNull(text: string | undefined): number | null {
  const value = Number(text);
  return text === undefined || text === "" || !Number.isFinite(value) ? null : value;
}
