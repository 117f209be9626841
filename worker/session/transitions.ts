// The session's state machine: one pure function from (state, event) to state. No clock, no
// storage, no randomness of its own: they come in the context. A stale or impossible event changes
// nothing and says why. What must be sent follows from the state that is saved; see release.ts.

import type { Facts } from "../../protocol/facts.ts";
import { type Failure, type FailureCode, failure } from "../../protocol/failure.ts";
import type { Demuxer, JobResult, News } from "../../protocol/job.ts";
import type { Settings } from "../../protocol/settings.ts";
import { foundIn } from "../metadata/found.ts";
import {
  type Context,
  changed,
  type EmittedType,
  refused,
  replaceJob,
  type Transition,
  withEnhancement,
  withMetadata,
} from "./change.ts";
import { jobFailed, jobReturned } from "./job-failures.ts";
import { overallProgress } from "./progress.ts";
import { requestProxy } from "./proxy.ts";
import { cancelOpen, newEnhancement, retryFailed } from "./requests.ts";
import type { JobRecord, VideoState } from "./state.ts";
import { beginTracks, jobFinished } from "./tracks.ts";

export type SessionEvent =
  | { type: "writer-opened"; length: number | null }
  | { type: "type-recorded"; epoch: number; demuxer: Demuxer }
  | { type: "bytes-recorded"; epoch: number; offset: number; bytes: number }
  | { type: "upload-refused"; epoch: number; code: FailureCode; detail?: string | undefined }
  | { type: "job-sent"; job: string; attempt: number }
  | { type: "job-started"; job: string; attempt: number; instance: number }
  | { type: "edge-tried" }
  | { type: "edge-facts"; facts: Facts }
  | { type: "job-news"; news: News }
  /** The attempt never reached the transcoder: it may be taken again by its next delivery. */
  | { type: "job-returned"; job: string; attempt: number }
  /** The attempt ended without a result: silence, a broken stream, a dead letter. */
  | {
      type: "job-failed";
      job: string;
      attempt: number;
      code: FailureCode;
      detail?: string | undefined;
      final?: boolean;
    }
  | { type: "job-released"; job: string }
  | { type: "enhancement-requested"; settings: Settings }
  | { type: "proxy-requested" }
  | { type: "retry-requested" }
  | { type: "cancel-requested" };

/** The state after the event. Never throws for an event that came late, twice or never fitted. */
export function apply(state: VideoState, event: SessionEvent, context: Context): Transition {
  switch (event.type) {
    case "writer-opened":
      return writerOpened(state, event, context);
    case "type-recorded":
      if (event.epoch !== state.video.epoch) return refused(state, "older writer");
      return completeIfWhole(
        { ...state, video: { ...state.video, demuxer: event.demuxer } },
        [],
        context,
      );
    case "bytes-recorded":
      return bytesRecorded(state, event, context);
    case "upload-refused":
      return uploadRefused(state, event);
    case "job-sent":
      return withJob(state, event, ["queued"], (job) =>
        changed(replaceJob(state, { ...job, sentAt: context.at })),
      );
    case "job-started":
      return withJob(state, event, ["queued"], (job) => started(state, job, event, context));
    case "edge-tried":
      return changed(withMetadata(state, { edgeTried: true }));
    case "edge-facts":
      if (state.facts !== null) return refused(state, "facts are known");
      return changed({ ...withMetadata(state, { stage: "facts" }), facts: event.facts }, [
        "metadata.updated",
      ]);
    case "job-news":
      return jobNews(state, event.news, context);
    case "job-returned":
      return withJob(state, event, ["running"], (job) => jobReturned(state, job, context));
    case "job-failed":
      // A dead letter is one copy of the message; another may have been taken and run well.
      return withJob(state, event, event.final ? ["queued"] : ["queued", "running"], (job) =>
        jobFailed(state, job, event, context),
      );
    case "job-released":
      return released(state, event.job, context);
    case "enhancement-requested":
      return newEnhancement(state, event.settings, context);
    case "proxy-requested":
      return requestProxy(state, context);
    case "retry-requested":
      return retryFailed(state, context);
    case "cancel-requested":
      return cancelOpen(state);
    default:
      return event satisfies never;
  }
}

/** Finds the job if the event speaks of its newest attempt and it stands where it should. */
function withJob(
  state: VideoState,
  event: { job: string; attempt: number },
  statuses: JobRecord["status"][],
  next: (job: JobRecord) => Transition,
): Transition {
  const job = state.jobs.find((candidate) => candidate.id === event.job);
  if (!job) return refused(state, "unknown job");
  if (job.attempt !== event.attempt) return refused(state, "older attempt");
  if (!statuses.includes(job.status)) return refused(state, `job is ${job.status}`);
  return next(job);
}

function writerOpened(
  state: VideoState,
  event: { length: number | null },
  context: Context,
): Transition {
  const { video } = state;
  if (video.failure || video.completedAt !== null) return refused(state, "upload is over");
  const opened: VideoState = {
    ...state,
    video: {
      ...video,
      epoch: video.epoch + 1,
      length: video.length ?? event.length,
      heardAt: context.at,
    },
  };
  return completeIfWhole(opened, [], context);
}

function bytesRecorded(
  state: VideoState,
  event: { epoch: number; offset: number; bytes: number },
  context: Context,
): Transition {
  const { video } = state;
  if (video.failure || video.completedAt !== null) return refused(state, "upload is over");
  if (event.epoch !== video.epoch) return refused(state, "older writer");
  if (event.offset !== video.offset) return refused(state, "another offset");
  const offset = video.offset + event.bytes;
  if (video.length !== null && offset > video.length) return refused(state, "past the length");
  const next = { ...state, video: { ...video, offset, heardAt: context.at } };
  return completeIfWhole(next, ["upload.progress"], context);
}

/** Complete is what has its length and its type, whichever of the two was told last. */
function completeIfWhole(state: VideoState, emitted: EmittedType[], context: Context): Transition {
  const { video } = state;
  const whole = video.offset > 0 && video.offset === video.length && video.demuxer !== null;
  if (!whole || video.completedAt !== null) return changed(state, emitted);
  return beginTracks({ ...state, video: { ...video, completedAt: context.at } }, context);
}

function uploadRefused(
  state: VideoState,
  event: { epoch: number; code: FailureCode; detail?: string | undefined },
): Transition {
  if (event.epoch !== state.video.epoch) return refused(state, "older writer");
  if (state.video.completedAt !== null) return refused(state, "upload is complete");
  const why: Failure = failure(event.code, event.detail);
  return changed({ ...state, video: { ...state.video, failure: why } }, ["track.failed"]);
}

function released(state: VideoState, id: string, context: Context): Transition {
  const job = state.jobs.find((candidate) => candidate.id === id);
  if (job?.status !== "waiting") return refused(state, "job is not waiting");
  return changed(
    replaceJob(state, {
      ...job,
      status: "queued",
      attempt: job.attempt + 1,
      queuedAt: context.at,
      sentAt: null,
      startedAt: null,
      workedAt: null,
      ahead: null,
      heardAt: context.at,
      fraction: 0,
    }),
  );
}

function started(
  state: VideoState,
  job: JobRecord,
  event: { instance: number },
  context: Context,
): Transition {
  const running = replaceJob(state, {
    ...job,
    status: "running",
    startedAt: context.at,
    heardAt: context.at,
    instance: event.instance,
  });
  if (job.kind === "proxy") return changed(running, ["proxy.updated"]);
  if (job.enhancement === null) {
    // A track that has failed may still be reading packets.
    const waits = state.video.metadata.status === "waiting";
    return changed(waits ? withMetadata(running, { status: "running" }) : running);
  }
  if (job.kind !== "analyse") return changed(running);
  return changed(withEnhancement(running, job.enhancement, { status: "analysing" }), [
    "enhancement.progress",
  ]);
}

function jobNews(state: VideoState, news: News, context: Context): Transition {
  return withJob(state, news, ["running"], (job) => {
    const heard = { ...job, heardAt: context.at };
    switch (news.type) {
      case "waiting":
        return changed(
          replaceJob(state, { ...heard, ahead: news.ahead }),
          job.enhancement !== null && job.ahead !== news.ahead ? ["enhancement.progress"] : [],
        );
      case "progress": {
        const fraction = Math.max(job.fraction, Math.min(1, news.fraction ?? 0));
        const workedAt = job.workedAt ?? context.at;
        const next = replaceJob(state, { ...heard, fraction, workedAt, ahead: null });
        if (job.kind === "proxy") return changed(next, ["proxy.progress"]);
        if (job.enhancement === null) return changed(next);
        const progress = overallProgress(next, job.enhancement);
        return changed(withEnhancement(next, job.enhancement, { progress }), [
          "enhancement.progress",
        ]);
      }
      case "result":
        if (news.result.kind !== job.kind) return refused(state, "result of another kind");
        return finished(state, heard, news.result, context);
      case "failed":
        return jobFailed(state, heard, news, context);
      default:
        return news satisfies never;
    }
  });
}

function finished(
  state: VideoState,
  job: JobRecord,
  result: JobResult,
  context: Context,
): Transition {
  const found = foundIn(result);
  const done: JobRecord = { ...job, status: "done", fraction: 1, result: found ? null : result };
  const transition = jobFinished(replaceJob(state, done), job, result, context);
  return found ? { ...transition, found: { job: job.id, found } } : transition;
}
