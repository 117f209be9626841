// Which jobs may go to a queue now, and when the session must look again. Both are derived from
// saved state alone, so that a send or an alarm that was lost is made up for by the next look.

import type { JobKind } from "../../protocol/job.ts";
import { SESSION_TTL_MS, UPLOAD_IDLE_MS } from "../../protocol/limits.ts";
import { isOpen, type JobRecord, type VideoRecord } from "./state.ts";

/**
 * A queued job that no consumer has taken for this long gets its message again. A message that was
 * only slow does no harm: an attempt can be taken once.
 */
export const RESEND_MS = 20_000;

/**
 * A running job that was not heard of for this long has lost its consumer: one that lives reports a
 * silent transcoder itself after 10 s.
 */
export const LEASE_MS = 15_000;

/** A message that its queue has not taken yet is tried again after this. */
const SEND_AGAIN_MS = 5_000;

/** Probes of one session in flight: they take milliseconds and have a queue of their own. */
const PROBES_IN_FLIGHT = 4;

/** What makes a person wait comes first: facts, then the first picture that plays, then the rest. */
function rank(job: JobRecord): number {
  const order: Record<JobKind, number> = {
    probe: 0,
    analyse: 1,
    inspect: 2,
    audio: 3,
    encode: job.index === 0 ? 3 : 5,
    assemble: 4,
  };
  return order[job.kind];
}

/** Waiting jobs of a session that may be released now, in the order in which to send them. */
export function releasable(jobs: readonly JobRecord[], inFlight: number, now: number): JobRecord[] {
  const waiting = jobs
    .filter((job) => job.status === "waiting" && job.notBefore <= now)
    .sort((a, b) => rank(a) - rank(b) || a.createdAt - b.createdAt || a.index - b.index);
  const flying = jobs.filter((job) => job.status === "queued" || job.status === "running");
  const probes = flying.filter((job) => job.kind === "probe").length;
  const others = flying.length - probes;
  return [
    ...waiting
      .filter((job) => job.kind === "probe")
      .slice(0, Math.max(0, PROBES_IN_FLIGHT - probes)),
    ...waiting.filter((job) => job.kind !== "probe").slice(0, Math.max(0, inFlight - others)),
  ];
}

/** Queued jobs whose message must be sent, for the first time or again. */
export function unsent(jobs: readonly JobRecord[], now: number): JobRecord[] {
  return jobs.filter(
    (job) => job.status === "queued" && (job.sentAt === null || job.sentAt + RESEND_MS <= now),
  );
}

/** Running jobs whose consumer has gone. */
export function abandoned(jobs: readonly JobRecord[], now: number): JobRecord[] {
  return jobs.filter((job) => job.status === "running" && job.heardAt + LEASE_MS <= now);
}

/** When an unfinished upload is given up, in ms since 1970; null for a complete or refused one. */
export function uploadEndsAt(video: VideoRecord): number | null {
  return video.completedAt === null && !video.failure ? video.heardAt + UPLOAD_IDLE_MS : null;
}

/** When a session that began at `createdAt` ends. */
export function sessionEndsAt(createdAt: number): number {
  return createdAt + SESSION_TTL_MS;
}

/**
 * The next instant at which something is due by itself, in ms since 1970. A waiting job whose time
 * has come waits for room, not for the clock: another job's end releases it.
 */
export function nextAlarm(
  now: number,
  endsAt: number,
  videos: readonly VideoRecord[],
  jobs: readonly JobRecord[],
  sweeps: readonly number[],
): number {
  const uploads = videos.map(uploadEndsAt).filter((due) => due !== null);
  const due = jobs.filter(isOpen).map((job) => {
    if (job.status === "running") return job.heardAt + LEASE_MS;
    if (job.status === "queued" && job.sentAt !== null) return job.sentAt + RESEND_MS;
    if (job.status === "queued") return now + SEND_AGAIN_MS;
    return job.notBefore > now ? job.notBefore : Number.POSITIVE_INFINITY;
  });
  return Math.min(endsAt, ...uploads, ...due, ...sweeps);
}
