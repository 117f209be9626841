// What the metadata track found that only the document needs. It can be some 100 kB for a job, and a
// session reads the states of up to 200 videos at once: so it is stored beside the states.

import * as z from "zod/mini";
import {
  type JobResult,
  ListenResultSchema,
  PartSchema,
  SummariseResultSchema,
} from "../../protocol/job.ts";
import { PacketsSchema } from "../../protocol/packets.ts";

/** The facts are part of the state. */
export const FoundSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("probe"), raw: z.nullable(PartSchema) }),
  z.object({ kind: z.literal("inspect"), packets: PacketsSchema }),
  ListenResultSchema,
  SummariseResultSchema,
]);
export type Found = z.infer<typeof FoundSchema>;

/** What of a result is for the document alone; null for results that the state keeps. */
export function foundIn(result: JobResult): Found | null {
  switch (result.kind) {
    case "probe":
      return { kind: result.kind, raw: result.raw };
    case "inspect":
      return { kind: result.kind, packets: result.packets };
    case "listen":
    case "summarise":
      return result;
    default:
      return null;
  }
}
