// The picture's packets, read before anything is decoded: how long the film really is, whether its
// rate varies, where its key frames lie, and whether the file is whole.

import type { Source } from "../protocol/job.ts";
import { DURATION_S_MAX } from "../protocol/limits.ts";
import { bothDone } from "./both-done.ts";
import { numberOf, type Probed, type ProbedStream } from "./ffprobe-json.ts";
import { ticksOf } from "./inspect.ts";
import { JobFailure } from "./job-failure.ts";
import type { PacketStatistics } from "./packets/packet-clock.ts";
import { type PacketReading, readPackets } from "./packets/read-packets.ts";
import { probeSource } from "./probe.ts";
import { claimsTooLong } from "./refuse.ts";
import type { Work } from "./work.ts";

/** Bytes that are read in about a second. Of a larger file only both ends are looked at. */
const READ_BYTES_MAX = 128 * 1024 * 1024;
/** How much of each end of a large file, in seconds. */
const END_SECONDS = 20;
/** What may be missing at the end before a file is called incomplete: seconds, and share. */
const MISSING_SECONDS = 1;
const MISSING_SHARE = 0.05;
const PACKETS_TIMEOUT_MS = 120_000;
const SET_BACK =
  "Its clock is set back in the middle, as in recordings that were joined: join them again with a video editor.";

/**
 * `partial`: only both ends of the file were looked at. `end` is the claimed one: a picture that is
 * held at the end is a part of the film, and what an index claims is not missing in the file. Only
 * where that is longer than any film may be, the distances before it count.
 */
export type PicturePackets = PacketStatistics & { partial?: true };

/** What is known of a source before anything is decoded. */
export type Read = { probed: Probed; picture: ProbedStream; packets: Promise<PicturePackets> };

/**
 * The index of a film, and statistics of its picture's packets: of all in a small file, which are read
 * beside the index, of both ends of a large one. Throws JobFailure for what is refused by its index.
 * `packets` rejects with one for a file that is not whole, or whose times begin again where they are
 * read.
 */
export async function readFilm(source: Source, work: Work): Promise<Read> {
  const index = probeSource(source, work);
  const refused = new AbortController();
  const signal = AbortSignal.any([work.signal, refused.signal]);
  const isSmall = source.bytes <= READ_BYTES_MAX;
  const all = isSmall ? readAll(source, index, { ...work, signal }) : null;
  try {
    const { probed, picture } = await index;
    return { probed, picture, packets: packetsIn(source, { probed, picture, all }, work) };
  } catch (error) {
    refused.abort();
    await Promise.allSettled([all]);
    throw error;
  }
}

type Index = { probed: Probed; picture: ProbedStream };

/** All packets of the picture; which stream it is may be told on the way. */
function readAll(source: Source, index: Index | Promise<Index>, work: Work) {
  const ticks = Promise.resolve(index).then(({ probed, picture }) => {
    return new Map([...ticksOf(probed)].filter(([stream]) => stream === picture.index));
  });
  const reading = readPackets({ source, ticks, only: "v", timeoutMs: PACKETS_TIMEOUT_MS }, work);
  // Whoever gives the file up before its packets are asked for has a reason of its own.
  reading.catch(() => {});
  return reading;
}

async function packetsIn(
  source: Source,
  { probed, picture, all }: Index & { all: Promise<PacketReading> | null },
  work: Work,
): Promise<PicturePackets> {
  const declared = numberOf(picture.duration) ?? numberOf(probed.format?.duration);
  const start = numberOf(picture.start_time) ?? 0;
  const isShort = declared !== null && declared < END_SECONDS * 4;
  // An end that is claimed beyond the limit is not looked for: the packets show the true one.
  if (all || !declared || isShort || claimsTooLong(probed, picture)) {
    const reading = await (all ?? readAll(source, { probed, picture }, work));
    const statistics = statisticsOf(reading, picture);
    const length = lengthOf(statistics);
    const isWhole = holdsAll(picture, statistics);
    if (declared && !isWhole && isTruncated(source.demuxer, declared, length, reading.tail)) {
      throw new JobFailure("truncated");
    }
    return statistics;
  }
  const query = {
    ...{ source, ticks: ticksOf(probed), timeoutMs: PACKETS_TIMEOUT_MS },
    only: String(picture.index),
  };
  const [head, tail] = await bothDone(
    readPackets({ ...query, intervals: `%+${END_SECONDS}` }, work),
    readPackets({ ...query, intervals: `${start + declared - END_SECONDS}%` }, work),
  );
  const beginning = statisticsOf(head, picture);
  const ending = tail.streams.get(picture.index);
  if (ending?.setBack) throw new JobFailure("unsupported_format", SET_BACK);
  const end = ending?.claimedEnd;
  if (!ending || !end || end < start + declared * (1 - MISSING_SHARE)) {
    throw new JobFailure("truncated");
  }
  const variable = Boolean(beginning.variable || ending.variable);
  const keyframeInterval = longerInterval(beginning.keyframeInterval, ending.keyframeInterval);
  return { ...beginning, end, variable, keyframeInterval, partial: true };
}

function statisticsOf(reading: PacketReading, picture: ProbedStream): PacketStatistics {
  const statistics = reading.streams.get(picture.index);
  if (!statistics) throw new JobFailure("truncated");
  if (statistics.setBack) throw new JobFailure("unsupported_format", SET_BACK);
  const { first, end, claimedEnd } = statistics;
  const isAbsurd = (claimedEnd ?? 0) - (first ?? 0) > DURATION_S_MAX;
  return { ...statistics, end: isAbsurd ? end : claimedEnd };
}

/** Every packet that the index lists is there, whatever length it claims. */
function holdsAll(picture: ProbedStream, { packets, discarded }: PacketStatistics): boolean {
  const listed = numberOf(picture.nb_frames) ?? 0;
  return listed > 0 && packets + discarded.packets >= listed;
}

type Interval = PacketStatistics["keyframeInterval"];

/** Of both ends together. An end with no two key frames has them about as far apart as it is long. */
export function longerInterval(head: Interval, tail: Interval): Interval {
  const known = head ?? tail;
  if (known === null) return null;
  const unseen = { ...known, meanSeconds: END_SECONDS, maxSeconds: END_SECONDS };
  const [a, b] = [head ?? unseen, tail ?? unseen];
  return {
    minSeconds: Math.min(a.minSeconds, b.minSeconds),
    meanSeconds: (a.meanSeconds + b.meanSeconds) / 2,
    maxSeconds: Math.max(a.maxSeconds, b.maxSeconds),
  };
}

function lengthOf({ first, end }: PacketStatistics): number {
  return first === null || end === null ? 0 : end - first;
}

/**
 * The index promises more than the file holds. A movie's index is exact; elsewhere the declared
 * length may be wrong, so ffprobe must have met the end too early. A few odd frames are no matter.
 */
export function isTruncated(
  demuxer: Source["demuxer"],
  declared: number,
  length: number,
  tail: readonly string[],
): boolean {
  const missing = declared - length;
  if (missing < MISSING_SECONDS && missing < declared / 2) return false;
  if (missing < declared * MISSING_SHARE) return false;
  return demuxer === "mov" || tail.some((line) => /ended prematurely|Truncat/i.test(line));
}
