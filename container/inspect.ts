// Job `inspect`: the time and size of every packet, and the facts completed from them. Nothing is
// decoded.

import type { Facts } from "../protocol/facts.ts";
import type { JobOf, ResultOf } from "../protocol/job.ts";
import { parseRational, toNumber } from "../protocol/rational.ts";
import type { Probed } from "./ffprobe-json.ts";
import { withPackets } from "./packets/packet-facts.ts";
import { packetsOf } from "./packets/packet-report.ts";
import { readPackets } from "./packets/read-packets.ts";
import { readFacts } from "./probe.ts";
import type { Work } from "./work.ts";

/** What all packets show, also of a file that can only be described. */
export async function inspect(job: JobOf<"inspect">, work: Work): Promise<ResultOf<"inspect">> {
  const { facts, probed } = await readFacts(job.source, work);
  const reading = await readPackets(
    {
      ...{ source: job.source, ticks: ticksOf(probed), timeoutMs: job.limitMs },
      ends: presentedEnds(facts),
    },
    work,
  );
  const packets = packetsOf(facts, probed, reading);
  return { kind: "inspect", facts: withPackets(facts, probed, reading.streams, packets), packets };
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

/**
 * Where edit lists say that streams end, in seconds of the film, by index: the sum of all edits (ISO/IEC
 * 14496-12, 8.6.6). Without those of length 0, which leave the end open, and of other speeds.
 */
function presentedEnds({ structure }: Facts): Map<number, number> {
  return new Map(
    (structure?.editLists ?? []).flatMap(({ stream, edits }) => {
      const isPlain = edits.every(({ duration, rate }) => duration > 0 && rate === 1);
      const sum = edits.reduce((seconds, { duration }) => seconds + duration, 0);
      return isPlain ? [[stream, sum] as const] : [];
    }),
  );
}
