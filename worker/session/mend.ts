// State that an older version of this program has stored. Parts of it that cannot be read any more
// are null (state.ts). A finished enhancement keeps its file; one that was on its way has lost its
// plan, without which nothing can go on, and begins anew.

import type { VideoState } from "./state.ts";

/** The same state if nothing is lost, else one in which every job that is left can be done. */
export function mended(state: VideoState): VideoState {
  const lost = new Set(
    state.jobs
      .filter((job) => job.kind === "analyse" && job.status === "done" && job.result === null)
      .map((job) => job.enhancement),
  );
  const unfinished = state.video.enhancements.filter(
    ({ id, status }) => lost.has(id) && status !== "ready",
  );
  if (unfinished.length === 0) return state;
  // What has failed or was cancelled stays so until its client asks for a retry.
  const over = new Map<string | null, boolean>(
    unfinished.map(({ id, status }) => [id, status === "failed" || status === "cancelled"]),
  );
  const enhancements = state.video.enhancements.map((record) => {
    if (!over.has(record.id)) return record;
    const status = over.get(record.id) ? record.status : "waiting";
    return { ...record, status, playable: false };
  });
  const jobs = state.jobs
    .filter((job) => !over.has(job.enhancement) || job.kind === "analyse")
    .map((job) => {
      if (!over.has(job.enhancement)) return job;
      const status = over.get(job.enhancement) ? ("cancelled" as const) : ("waiting" as const);
      return { ...job, status, failures: 0, fraction: 0 };
    });
  return { ...state, video: { ...state.video, enhancements }, jobs };
}
