// What the transcoder says of a file, by the jobs that a video's metadata track runs first.

import type { Facts } from "../../protocol/facts.ts";
import type { Packets } from "../../protocol/packets.ts";
import { base, ChainFailure, finish } from "../testing/chain.ts";
import type { Gateway } from "../testing/gateway.ts";
import type { Service } from "../testing/service.ts";

export type Read = {
  /** From the index alone. */
  declared: Facts;
  /** Completed by the packets, where these are read. */
  facts: Facts;
  /** Null of a file that is refused by name: it is described from its index alone. */
  packets: Packets | null;
};

/** Facts and packets of the file, or null where it cannot even be described. */
export async function readDocument(
  service: Service,
  gateway: Gateway,
  path: string,
): Promise<Read | null> {
  const source = await gateway.source(path);
  const job = base(source);
  try {
    const output = { url: `${gateway.url}/out/${job.id}/1` };
    const probed = await finish(service, { ...job, kind: "probe", output });
    if (probed.kind !== "probe") throw new Error("another kind");
    const declared = probed.facts;
    if (probed.refusal) return { declared, facts: declared, packets: null };
    const inspected = await finish(service, { ...base(source), kind: "inspect" });
    if (inspected.kind !== "inspect") throw new Error("another kind");
    return { declared, facts: inspected.facts, packets: inspected.packets };
  } catch (error) {
    if (error instanceof ChainFailure) return null;
    throw error;
  }
}
