// The proxy: a smaller copy of the original for players that cannot decode it, made when a client
// asks. It is one job of no track: it waits for nothing, nothing waits for it, and whatever becomes
// of it, the video's status is what its tracks say.

import type { ProxyStatus, Video } from "../../protocol/video.ts";
import {
  type Context,
  changed,
  newJob,
  refused,
  reopened,
  replaceJob,
  type Transition,
} from "./change.ts";
import { isOpen, type JobRecord, proxyJobOf, type VideoState } from "./state.ts";

/** Begins the proxy, or begins it again where it is not there and nothing is being made. */
export function requestProxy(state: VideoState, context: Context): Transition {
  if (state.video.completedAt === null) return refused(state, "the upload is not complete");
  const job = proxyJobOf(state);
  if (!job) {
    const begun = newJob(state, { kind: "proxy" }, context);
    return changed({ ...state, jobs: [...state.jobs, begun] }, ["proxy.updated"]);
  }
  if (isOpen(job) || statusOf(job) === "ready") return changed(state);
  return changed(replaceJob(state, reopened(job, context)), ["proxy.updated"]);
}

/** Stops what is being made of it; the same state if nothing is. */
export function cancelProxy(state: VideoState): VideoState {
  const job = proxyJobOf(state);
  return job && isOpen(job) ? replaceJob(state, { ...job, status: "cancelled" }) : state;
}

/** The proxy as the video's client sees it. */
export function proxyOf(state: VideoState): Video["proxy"] {
  const job = proxyJobOf(state);
  if (!job) return { status: "none", progress: 0, failure: null };
  const status = statusOf(job);
  return {
    status,
    progress: status === "running" || status === "ready" ? job.fraction : 0,
    failure: status === "failed" ? (job.trouble?.failure ?? null) : null,
  };
}

function statusOf({ status, result }: JobRecord): ProxyStatus {
  switch (status) {
    case "waiting":
    case "queued":
      return "waiting";
    case "running":
    case "failed":
      return status;
    case "cancelled":
      return "none";
    case "done":
      // One that an older version of this program has made may be lost.
      return result?.kind === "proxy" ? "ready" : "none";
    default:
      return status satisfies never;
  }
}
