// The request that a started attempt sends to the transcoder: everything it may know and touch. Its
// URLs are capabilities for one source and one attempt's key prefix, good until the attempt must be
// over.

import type { JobKind, JobRequest } from "../../protocol/job.ts";
import { mediaPath } from "../capability.ts";
import { attemptPath } from "../keys.ts";
import { type JobRecord, jobsOf, type VideoState } from "./state.ts";
import { planOf } from "./tracks.ts";

/**
 * The longest an attempt may last with its wait in the transcoder's line, in ms: under the 15
 * minutes a queue consumer lives (https://developers.cloudflare.com/queues/platform/limits/).
 */
const ATTEMPT_MS = 14 * 60_000;

/** Wall clock of the work itself, in ms: several times what the largest allowed input was seen to take. */
const LIMIT_MS: Record<JobKind, number> = {
  probe: 30_000,
  inspect: 5 * 60_000,
  analyse: 2 * 60_000,
  encode: 5 * 60_000,
  audio: 5 * 60_000,
  assemble: 5 * 60_000,
};

/** Name of the one place where the transcoder's container finds the media gateway. */
const CONTAINER_GATEWAY = "http://media.internal";

export type RequestSetting = {
  session: string;
  signingKey: string;
  /** Origin of the gateway as the transcoder sees it; undefined where it runs as a container. */
  gateway: string | undefined;
  now: number;
};

/** The body of `POST /jobs` for the job's newest attempt. Throws if an earlier step is missing. */
export function jobRequest(state: VideoState, job: JobRecord, setting: RequestSetting): JobRequest {
  const { video } = state;
  if (video.length === null || video.demuxer === null) throw new Error("job of unfinished upload");
  const scope = {
    session: setting.session,
    video: video.id,
    expiresAt: setting.now + ATTEMPT_MS,
  };
  const origin = setting.gateway ?? CONTAINER_GATEWAY;
  const original = { ...scope, resource: "original" as const };
  const base = {
    id: job.id,
    attempt: job.attempt,
    limitMs: LIMIT_MS[job.kind],
    source: {
      url: origin + mediaPath(setting.signingKey, original, "original"),
      bytes: video.length,
      demuxer: video.demuxer,
    },
  };
  if (job.kind === "probe" || job.kind === "inspect") return { ...base, kind: job.kind };

  const enhancement = video.enhancements.find((record) => record.id === job.enhancement);
  if (!enhancement) throw new Error("job of an unknown enhancement");
  if (job.kind === "analyse") return { ...base, kind: "analyse", settings: enhancement.settings };

  const plan = planOf(state, enhancement.id);
  if (!plan) throw new Error(`${job.kind} before the plan`);
  const files = { ...scope, enhancement: enhancement.id };
  const attempt = {
    ...files,
    resource: "attempt" as const,
    job: job.id,
    attempt: job.attempt,
  };
  const withPlan = {
    ...base,
    plan,
    output: { url: origin + withoutFile(mediaPath(setting.signingKey, attempt, "")) },
  };
  switch (job.kind) {
    case "encode":
      return { ...withPlan, kind: "encode", segment: job.index };
    case "audio":
      return { ...withPlan, kind: "audio", track: job.index };
    case "assemble": {
      const parts = { ...files, resource: "enhancement" as const };
      return {
        ...withPlan,
        kind: "assemble",
        partsUrl: origin + withoutFile(mediaPath(setting.signingKey, parts, "")),
        ...finishedParts(jobsOf(state, enhancement.id)),
      };
    }
    default:
      return job.kind satisfies never;
  }
}

/** Paths below the enhancement's prefix of what its encode and audio jobs made, in order. */
function finishedParts(jobs: JobRecord[]): { init: string; segments: string[]; audio: string[][] } {
  const segments: string[] = [];
  const audio: string[][] = [];
  let init: string | null = null;
  for (const job of jobs) {
    const path = attemptPath(job.id, job.attempt);
    if (job.result?.kind === "encode") {
      init ??= path + job.result.init.name;
      segments.push(path + job.result.segment.name);
    }
    if (job.result?.kind === "audio") audio.push(job.result.files.map(({ name }) => path + name));
  }
  if (init === null) throw new Error("assembly without a segment");
  return { init, segments, audio };
}

function withoutFile(path: string): string {
  return path.slice(0, -1);
}
