// What follows when an attempt fails: the same job again after a pause, or the end of its track
// with a named failure. A track that has failed keeps what its finished jobs made. In the metadata
// only what needs the lost result is given up: the rest of the description goes on beside the failure.

import { type FailureCode, failure } from "../../protocol/failure.ts";
import { ATTEMPTS_MAX } from "../../protocol/limits.ts";
import {
  type Context,
  cancelJobs,
  changed,
  replaceJob,
  type Transition,
  withEnhancement,
  withMetadata,
} from "./change.ts";
import type { JobRecord, VideoState } from "./state.ts";

/** First pause before a failed job is tried again; it doubles with each failure. */
const BACKOFF_MS = 1_000;

/** How long the next delivery of a returned job may take before its message is sent again. */
const REDELIVERY_MS = 30_000;

/**
 * Pause before try number `failures` + 1, in ms: exponential, with full jitter over its upper half
 * so that jobs that failed together do not come back together.
 */
export function backoffMs(failures: number, random: number): number {
  const ceiling = BACKOFF_MS * 2 ** Math.min(failures, 6);
  return Math.round(ceiling / 2 + (random * ceiling) / 2);
}

/** The attempt ended badly: try again, or fail the track. */
export function jobFailed(
  state: VideoState,
  job: JobRecord,
  event: {
    type: "failed" | "job-failed";
    code: FailureCode;
    detail?: string | undefined;
    final?: boolean;
  },
  context: Context,
): Transition {
  const why = failure(event.code, event.detail);
  const failures = job.failures + 1;
  // Without a last line of its own: what went wrong is that nobody heard of it any more.
  const lost = event.type === "job-failed" && job.status === "running";
  const trouble = { failure: lost ? failure("transcoder_unavailable") : why, lost };
  if (why.retryable && !event.final && failures < ATTEMPTS_MAX) {
    const notBefore = context.at + backoffMs(failures, context.random);
    return changed(replaceJob(state, { ...job, status: "waiting", failures, trouble, notBefore }), [
      "job.retrying",
    ]);
  }
  const ended = replaceJob(state, { ...job, status: "failed", failures, trouble });
  if (job.kind === "proxy") return changed(ended, ["proxy.updated"]);
  const next = cancelJobs(ended, job.enhancement, (other) => needs(other, job));
  if (job.enhancement === null) {
    // What fails beside a failure is told by the first one.
    if (state.video.metadata.status === "failed") return changed(next, ["metadata.updated"]);
    return changed(withMetadata(next, { status: "failed", failure: why }), ["track.failed"]);
  }
  return changed(withEnhancement(next, job.enhancement, { status: "failed", failure: why }), [
    "track.failed",
  ]);
}

/** Whether the job is of no use without the result of that other one of its track. */
function needs({ kind }: JobRecord, lost: JobRecord): boolean {
  if (lost.enhancement !== null) return true;
  return lost.kind === "look" && (kind === "look" || kind === "summarise");
}

/**
 * The transcoder could not be reached: the queue delivers the same message again, and the attempt
 * is still to be had. It does not count as a failure; a dead letter does.
 */
export function jobReturned(state: VideoState, job: JobRecord, context: Context): Transition {
  return changed(
    replaceJob(state, {
      ...job,
      status: "queued",
      startedAt: null,
      workedAt: null,
      ahead: null,
      sentAt: context.at + REDELIVERY_MS,
    }),
  );
}
