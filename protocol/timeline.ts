// What happened to a video and when, as a waterfall shows it: its upload, and every attempt at every
// job. The answer of `GET /v1/videos/:id/timeline`.

import * as z from "zod/mini";
import { RenditionKindSchema } from "./enhancement.ts";
import { FailureSchema } from "./failure.ts";

/** ISO 8601, UTC. */
const time = z.string();

/** How an attempt stands or ended. `lost`: nothing was heard of it any more. */
export const SpanOutcomeSchema = z.enum([
  "waiting",
  "running",
  "done",
  "failed",
  "lost",
  "cancelled",
]);
export type SpanOutcome = z.infer<typeof SpanOutcomeSchema>;

export const TimelineSpanSchema = z.object({
  /** `upload`, or the kind of the job. */
  kind: z.string(),
  track: z.enum(["upload", "metadata", "enhancement", "proxy"]),
  /** Of a job of an enhancement. */
  enhancement: z.nullable(z.string()),
  rendition: z.nullable(RenditionKindSchema),
  /** Segment of an encode, track of an audio, stream of a listen, place of a look; 0 otherwise. */
  index: z.int(),
  /** 1 for the first. */
  attempt: z.int(),
  /** From then on it waited its turn; ahead of now while a pause after a failure lasts. */
  dueAt: time,
  /** When the work began; null before. */
  startedAt: z.nullable(time),
  endedAt: z.nullable(time),
  outcome: SpanOutcomeSchema,
  /** Why it failed, or was lost. */
  failure: z.nullable(FailureSchema),
});
export type TimelineSpan = z.infer<typeof TimelineSpanSchema>;

export const TimelineSchema = z.object({
  video: z.string(),
  /** When this was so: what is open lasts until then. */
  at: time,
  /** In the order in which they were due. */
  spans: z.array(TimelineSpanSchema),
});
export type Timeline = z.infer<typeof TimelineSchema>;
