// What a client may ask of a video's tracks: another enhancement, to go on after a failure, and to
// stop.

import { ENHANCEMENTS_PER_VIDEO } from "../../protocol/limits.ts";
import { canonicalSettings, type Settings } from "../../protocol/settings.ts";
import {
  type Context,
  cancelJobs,
  changed,
  refused,
  type Transition,
  withEnhancement,
  withMetadata,
} from "./change.ts";
import { stageOf } from "./progress.ts";
import {
  type EnhancementRecord,
  type JobRecord,
  jobsOf,
  planOf,
  type VideoState,
} from "./state.ts";
import { addEnhancement, newRecord } from "./tracks.ts";

/**
 * Another enhancement of an uploaded video. What is being made with the same settings is joined, and
 * what was made with them is shown again: the same source and settings give the same bytes.
 */
export function newEnhancement(
  state: VideoState,
  settings: Settings,
  context: Context,
): Transition {
  if (state.video.completedAt === null) return refused(state, "the upload is not complete");
  const same = state.video.enhancements.findLast(
    (record) =>
      record.sameAs === null &&
      answers(record, settings) &&
      (record.status !== "ready" || planOf(state, record.id) !== null),
  );
  if (same && same.status !== "ready") return changed(state);
  if (state.video.enhancements.length >= ENHANCEMENTS_PER_VIDEO) {
    return refused(state, "too many enhancements");
  }
  if (!same) return changed(addEnhancement(state, settings, context), ["enhancement.started"]);
  const again: EnhancementRecord = {
    ...newRecord(settings, context),
    readyAt: context.at,
    status: "ready",
    progress: 1,
    sameAs: same.id,
  };
  const video = { ...state.video, enhancements: [...state.video.enhancements, again] };
  return changed({ ...state, video }, ["enhancement.started", "enhancement.ready"]);
}

/** The enhancement that a granted request for these settings has: begun, joined or shown again. */
export function enhancementFor(state: VideoState, settings: Settings): EnhancementRecord | null {
  return state.video.enhancements.findLast((record) => answers(record, settings)) ?? null;
}

function answers(record: EnhancementRecord, settings: Settings): boolean {
  if (record.status === "failed" || record.status === "cancelled") return false;
  return canonicalSettings(record.settings) === canonicalSettings(settings);
}

/** Failed and cancelled tracks go on from their last finished job; a finished segment stays. */
export function retryFailed(state: VideoState, context: Context): Transition {
  const { metadata } = state.video;
  const newest = state.video.enhancements.at(-1);
  const stopped = (status: string) => status === "failed" || status === "cancelled";
  const retryMetadata = stopped(metadata.status);
  const retryNewest = newest !== undefined && stopped(newest.status);
  if (state.video.completedAt === null || !(retryMetadata || retryNewest)) {
    return refused(state, "nothing has failed");
  }
  const again = (job: JobRecord): JobRecord =>
    job.status === "failed" || job.status === "cancelled"
      ? { ...job, status: "waiting", failures: 0, notBefore: context.at, fraction: 0 }
      : job;
  let next: VideoState = {
    ...state,
    jobs: state.jobs.map((job) => {
      const concerned =
        job.enhancement === null ? retryMetadata : retryNewest && job.enhancement === newest.id;
      return concerned ? again(job) : job;
    }),
  };
  if (retryMetadata) next = withMetadata(next, { status: "waiting", failure: null });
  if (retryNewest) {
    const status = stageOf(jobsOf(next, newest.id));
    next = withEnhancement(next, newest.id, { status, failure: null });
  }
  return changed(next, ["job.retrying"]);
}

/** What runs or waits is cancelled; what is finished stays. */
export function cancelOpen(state: VideoState): Transition {
  if (state.video.completedAt === null) return refused(state, "the upload is not complete");
  const { metadata } = state.video;
  let next = state;
  if (metadata.status === "waiting" || metadata.status === "running") {
    next = withMetadata(cancelJobs(next, null), { status: "cancelled" });
  }
  for (const enhancement of state.video.enhancements) {
    const { status } = enhancement;
    if (status === "ready" || status === "failed" || status === "cancelled") continue;
    next = withEnhancement(cancelJobs(next, enhancement.id), enhancement.id, {
      status: "cancelled",
    });
  }
  if (next === state) return refused(state, "nothing is running");
  return changed(next, ["video.cancelled"]);
}
