// What became of each attempt, for the timeline. An attempt that is over is a row of its own, taken
// from how a change left its job, whatever the change was; one that is open stands in its job.

import * as z from "zod/mini";
import { RenditionKindSchema } from "../../protocol/enhancement.ts";
import { FailureSchema } from "../../protocol/failure.ts";
import type { Timeline, TimelineSpan } from "../../protocol/timeline.ts";
import { iso } from "./render.ts";
import { isOpen, type JobRecord, type VideoRecord, type VideoState } from "./state.ts";

export const AttemptRecordSchema = z.object({
  job: z.string(),
  attempt: z.int(),
  kind: z.string(),
  enhancement: z.nullable(z.string()),
  rendition: z.nullable(RenditionKindSchema),
  index: z.int(),
  /** In ms since 1970, as in every record. */
  dueAt: z.int(),
  startedAt: z.nullable(z.int()),
  endedAt: z.int(),
  outcome: z.enum(["done", "failed", "lost", "cancelled"]),
  failure: z.nullable(FailureSchema),
});
export type AttemptRecord = z.infer<typeof AttemptRecordSchema>;

/** The attempts that were open before a change and are over after it, which happened `at` that time. */
export function endedAttempts(before: VideoState, after: VideoState, at: number): AttemptRecord[] {
  if (before.jobs === after.jobs) return [];
  const touched = before.jobs.filter((job, place) => job !== after.jobs[place] && isFlying(job));
  return touched.flatMap((job) => {
    const now = after.jobs.find(({ id }) => id === job.id);
    if (now && isFlying(now)) return [];
    const { id, attempt, kind, enhancement, rendition, index } = job;
    const outcome = outcomeOf(now);
    const bad = outcome === "failed" || outcome === "lost";
    // A result may come before any sign of work.
    const startedAt = outcome === "done" ? (job.workedAt ?? job.startedAt) : job.workedAt;
    const times = { dueAt: job.notBefore, startedAt, endedAt: at };
    const end = { outcome, failure: bad ? (now?.trouble?.failure ?? null) : null };
    return [{ job: id, attempt, kind, enhancement, rendition, index, ...times, ...end }];
  });
}

/** How the attempt of a job ended that is no longer in flight, or no longer there. */
function outcomeOf(job: JobRecord | undefined): AttemptRecord["outcome"] {
  if (!job || job.status === "cancelled") return "cancelled";
  if (job.status === "done") return "done";
  return job.trouble?.lost ? "lost" : "failed";
}

/** A video's timeline from what is stored of it, as it is `at` that time. */
export function timelineOf(state: VideoState, ended: AttemptRecord[], at: number): Timeline {
  const spans = [
    uploadSpan(state.video),
    ...ended.map((record) => ({ ...record, track: trackOf(record) })),
    ...state.jobs.filter(isOpen).map(openSpan),
  ];
  spans.sort((a, b) => a.dueAt - b.dueAt);
  return { video: state.video.id, at: iso(at), spans: spans.map(rendered) };
}

/** A span whose times are still numbers. */
type RawSpan = Omit<TimelineSpan, "dueAt" | "startedAt" | "endedAt"> & {
  dueAt: number;
  startedAt: number | null;
  endedAt: number | null;
};

function uploadSpan({ createdAt, completedAt, heardAt, failure }: VideoRecord): RawSpan {
  return {
    kind: "upload",
    track: "upload",
    enhancement: null,
    rendition: null,
    index: 0,
    attempt: 1,
    dueAt: createdAt,
    startedAt: createdAt,
    endedAt: failure ? heardAt : completedAt,
    outcome: failure ? "failed" : completedAt === null ? "running" : "done",
    failure,
  };
}

function openSpan(job: JobRecord): RawSpan {
  const { kind, enhancement, rendition, index } = job;
  const startedAt = job.status === "running" ? job.workedAt : null;
  return {
    kind,
    track: trackOf(job),
    enhancement,
    rendition,
    index,
    attempt: job.status === "waiting" ? job.attempt + 1 : job.attempt,
    dueAt: job.notBefore,
    startedAt,
    endedAt: null,
    outcome: startedAt === null ? "waiting" : "running",
    failure: null,
  };
}

function trackOf(of: { kind: string; enhancement: string | null }): TimelineSpan["track"] {
  if (of.kind === "proxy") return "proxy";
  return of.enhancement === null ? "metadata" : "enhancement";
}

/** Released: on its way to a consumer, or taken by one. */
function isFlying({ status }: JobRecord): boolean {
  return status === "queued" || status === "running";
}

function rendered(span: RawSpan): TimelineSpan {
  const { kind, track, enhancement, rendition, index, attempt, outcome, failure } = span;
  return {
    kind,
    track,
    enhancement,
    rendition,
    index,
    attempt,
    dueAt: iso(span.dueAt),
    startedAt: span.startedAt === null ? null : iso(span.startedAt),
    endedAt: span.endedAt === null ? null : iso(span.endedAt),
    outcome,
    failure,
  };
}
