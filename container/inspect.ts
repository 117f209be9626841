// Job `inspect`: the facts, completed from the time and size of every packet. Nothing is decoded.

import type { JobOf, ResultOf } from "../protocol/job.ts";
import type { Facts, Stream } from "../protocol/metadata.ts";
import { parseRational, toNumber } from "../protocol/rational.ts";
import { isFieldCoded } from "./choose-rate.ts";
import { factsOf } from "./facts.ts";
import type { Probed } from "./ffprobe-json.ts";
import type { PacketStatistics } from "./packet-clock.ts";
import { probeSource } from "./probe.ts";
import { readPackets } from "./read-packets.ts";
import type { Work } from "./work.ts";

export async function inspect(job: JobOf<"inspect">, work: Work): Promise<ResultOf<"inspect">> {
  const { probed } = await probeSource(job.source, work);
  const { streams } = await readPackets(
    { source: job.source, ticks: ticksOf(probed), timeoutMs: job.limitMs },
    work,
  );
  const facts = factsOf(probed, job.source.bytes);
  return { kind: "inspect", facts: withPackets(facts, probed, streams) };
}

/** Seconds of one tick of each stream's time base, by index. */
export function ticksOf(probed: Probed): Map<number, number> {
  return new Map(
    (probed.streams ?? []).map((stream) => {
      const base = parseRational(stream.time_base ?? "");
      return [stream.index, base ? toNumber(base) : 0];
    }),
  );
}

/** The facts with what the packets of each stream say in place of what its header declares. */
export function withPackets(
  facts: Facts,
  probed: Probed,
  packets: ReadonlyMap<number, PacketStatistics>,
): Facts {
  const streams = facts.streams.map((stream): Stream => {
    const read = packets.get(stream.index);
    if (!read || (stream.kind !== "video" && stream.kind !== "audio")) return stream;
    const duration = read.first !== null && read.end !== null ? read.end - read.first : null;
    const timing = {
      duration: duration ?? stream.duration,
      startTime: read.first ?? stream.startTime,
      bitrate: duration ? Math.round((read.bytes * 8) / duration) : stream.bitrate,
    };
    if (stream.kind === "audio") return { ...stream, ...timing };
    const source = probed.streams?.find(({ index }) => index === stream.index);
    const perPicture = source && isFieldCoded(source, read) ? 2 : 1;
    const frames = Math.round(read.packets / perPicture);
    return {
      ...stream,
      ...timing,
      frames,
      measuredFrameRate: duration ? frames / duration : null,
      variableFrameRate: read.variable,
      keyframeInterval: read.keyframeInterval,
    };
  });
  return { ...facts, container: withDuration(facts, streams), streams };
}

/** A container without a duration lasts as long as its streams. */
function withDuration(facts: Facts, streams: readonly Stream[]): Facts["container"] {
  if (facts.container.duration !== null) return facts.container;
  const timed = streams.filter((stream) => stream.kind === "video" || stream.kind === "audio");
  const ends = timed.map(({ startTime, duration }) => (startTime ?? 0) + (duration ?? 0));
  const starts = timed.map(({ startTime }) => startTime ?? 0);
  const duration = timed.length > 0 ? Math.max(...ends) - Math.min(...starts) : 0;
  if (duration <= 0) return facts.container;
  const bitrate = Math.round((facts.container.bytes * 8) / duration);
  return { ...facts.container, duration, bitrate: facts.container.bitrate ?? bitrate };
}
