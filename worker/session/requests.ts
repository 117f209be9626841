// What a client may ask of a video's tracks: another enhancement, to go on after a failure, and to
// stop.

import { ENHANCEMENTS_PER_VIDEO } from "../../protocol/limits.ts";
import { canonicalSettings, type Settings } from "../../protocol/settings.ts";
import {
  type Context,
  cancelJobs,
  changed,
  refused,
  reopened,
  type Transition,
  withEnhancement,
  withMetadata,
} from "./change.ts";
import { stageOf } from "./progress.ts";
import { cancelProxy } from "./proxy.ts";
import {
  type EnhancementRecord,
  isOfTrack,
  isOpen,
  type JobRecord,
  jobsOf,
  planOf,
  type VideoState,
} from "./state.ts";
import { addEnhancement, newRecord } from "./tracks.ts";

/**
 * Another enhancement of an uploaded video. What is being made with the same settings is joined, and
 * what was made with them is shown again: the same source and settings give the same bytes. It is
 * shown again by one record, which becomes the newest each time: repeating costs nothing.
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
  const { enhancements } = state.video;
  if (!same) {
    const made = enhancements.filter((record) => record.sameAs === null);
    if (made.length >= ENHANCEMENTS_PER_VIDEO) return refused(state, "too many enhancements");
    return changed(addEnhancement(state, settings, context), ["enhancement.started"]);
  }
  const shown = enhancements.find((record) => record.sameAs === same.id);
  const record = newRecord(settings, context);
  const again: EnhancementRecord = {
    ...record,
    id: shown?.id ?? record.id,
    readyAt: context.at,
    status: "ready",
    progress: 1,
    sameAs: same.id,
  };
  const others = enhancements.filter((other) => other !== shown);
  const video = { ...state.video, enhancements: [...others, again] };
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

/**
 * Failed and cancelled tracks go on from their last finished job; a finished segment stays, unless
 * joining the segments is what failed.
 */
export function retryFailed(state: VideoState, context: Context): Transition {
  const { metadata } = state.video;
  const newest = state.video.enhancements.at(-1);
  const stopped = (status: string) => status === "failed" || status === "cancelled";
  const retryMetadata = stopped(metadata.status);
  const retryNewest = newest !== undefined && stopped(newest.status);
  if (state.video.completedAt === null || !(retryMetadata || retryNewest)) {
    return refused(state, "nothing has failed");
  }
  const again = (job: JobRecord): JobRecord => (stopped(job.status) ? reopened(job, context) : job);
  const before = retryNewest ? withoutBrokenParts(state, newest, context) : state;
  let next: VideoState = {
    ...before,
    jobs: before.jobs.map((job) => {
      const concerned =
        (retryMetadata && isOfTrack(job, null)) || (retryNewest && isOfTrack(job, newest.id));
      return concerned ? again(job) : job;
    }),
  };
  if (retryMetadata) {
    // The packets may still be read: a failure beside them did not stop that.
    const running = jobsOf(next, null).some((job) => job.status === "running");
    next = withMetadata(next, { status: running ? "running" : "waiting", failure: null });
  }
  if (retryNewest) {
    const status = stageOf(jobsOf(next, newest.id));
    next = withEnhancement(next, newest.id, { status, failure: null });
  }
  return changed(next, ["job.retrying"]);
}

/**
 * An assembly that failed as `internal` each time was given the same objects each time: one of them
 * may be damaged or lost. All that it joins is made again, and then a new assembly.
 */
function withoutBrokenParts(
  state: VideoState,
  { id, failure }: EnhancementRecord,
  context: Context,
): VideoState {
  const assembly = jobsOf(state, id).find(
    (job) => job.kind === "assemble" && job.status === "failed",
  );
  if (!assembly || failure?.code !== "internal") return state;
  const joined = (job: JobRecord) =>
    job.enhancement === id &&
    job.kind !== "analyse" &&
    (job.rendition === null || job.rendition === assembly.rendition);
  const jobs = state.jobs
    .filter((job) => job !== assembly)
    .map((job): JobRecord => (joined(job) ? { ...reopened(job, context), result: null } : job));
  return withEnhancement({ ...state, jobs }, id, { playable: false });
}

/** What runs or waits is cancelled; what is finished stays. */
export function cancelOpen(state: VideoState): Transition {
  if (state.video.completedAt === null) return refused(state, "the upload is not complete");
  const { metadata } = state.video;
  let next = cancelProxy(state);
  if (metadata.status === "waiting" || metadata.status === "running") {
    next = withMetadata(cancelJobs(next, null), { status: "cancelled" });
  } else if (jobsOf(state, null).some(isOpen)) {
    // The packets of a track that has failed.
    next = cancelJobs(next, null);
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
