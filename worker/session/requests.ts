// What a client may ask of a video's tracks: to go on after a failure, and to stop.

import {
  type Context,
  cancelJobs,
  changed,
  refused,
  type Transition,
  withEnhancement,
  withMetadata,
} from "./change.ts";
import { type JobRecord, jobsOf, type VideoState } from "./state.ts";
import { stageOf } from "./tracks.ts";

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
