// Which jobs may go to a queue now, and when the session must look again. Both are derived from
// saved state alone, so that a send or an alarm that was lost is made up for by the next look.

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

/**
 * Before its first news an attempt may have to wake a container: 2 s for the facts at the edge, 8 s
 * to be given an instance, 20 s for its port (the defaults of @cloudflare/containers), and some air.
 */
export const WAKE_MS = 45_000;

/** A queue that has not got through to a consumer by then is down; the job fails by name. */
export const QUEUED_MS = 3_600_000;

/** The longest pause before a message is sent once more. */
const RESEND_MS_MAX = 120_000;

/** A message that its queue has not taken yet is tried again after this. */
const SEND_AGAIN_MS = 5_000;

/** Probes of one session in flight: they take milliseconds and have a queue of their own. */
const PROBES_IN_FLIGHT = 4;

/** Jobs that decode or read a whole file for the metadata: nobody waits for them. */
const CONTENT: ReadonlySet<JobRecord["kind"]> = new Set(["digest", "listen", "look", "summarise"]);

/**
 * Content jobs in flight, as a share of all: the rest is there for whoever comes meanwhile, since a
 * job that has begun keeps its place for up to a minute.
 */
const CONTENT_SHARE = 0.5;

/**
 * What makes a person wait comes first: facts, then the first picture that plays, then the rest of
 * what plays everywhere, the HDR rendition behind it, and content last. A proxy is asked for by who
 * looks at an empty place: before the rest of a film of which something can be seen.
 */
function rank(job: JobRecord): number {
  if (job.rendition === "hdr") return job.kind === "assemble" ? 6 : 7;
  const order: Record<JobRecord["kind"], number> = {
    probe: 0,
    analyse: 1,
    inspect: 2,
    poster: 2,
    audio: 3,
    encode: job.index === 0 ? 3 : 5,
    assemble: 4,
    proxy: 4,
    subtitles: 5,
    summarise: 8,
    listen: 9,
    digest: 9,
    look: 10,
  };
  return order[job.kind];
}

/**
 * Waiting jobs of a session that may be released now, in the order in which to send them. `jobs` are
 * all that are open. Content goes while no enhancement of the session is open, so that it costs them
 * nothing; it starves of that only as long as there are enhancements, each of which ends.
 */
export function releasable(jobs: readonly JobRecord[], inFlight: number, now: number): JobRecord[] {
  const waiting = jobs
    .filter((job) => job.status === "waiting" && job.notBefore <= now)
    .sort((a, b) => rank(a) - rank(b) || a.createdAt - b.createdAt || a.index - b.index);
  const flying = jobs.filter((job) => job.status === "queued" || job.status === "running");
  const probes = flying.filter((job) => job.kind === "probe").length;
  const room = inFlight - (flying.length - probes);
  const first = waiting.filter(({ kind }) => kind !== "probe" && !CONTENT.has(kind));
  const enhancing = jobs.some((job) => job.enhancement !== null && isOpen(job));
  const contentMax = enhancing ? 0 : Math.max(1, Math.floor(inFlight * CONTENT_SHARE));
  const contentRoom = contentMax - flying.filter(({ kind }) => CONTENT.has(kind)).length;
  return [
    ...upTo(
      PROBES_IN_FLIGHT - probes,
      waiting.filter(({ kind }) => kind === "probe"),
    ),
    ...upTo(room, first),
    ...upTo(
      Math.min(room - first.length, contentRoom),
      waiting.filter(({ kind }) => CONTENT.has(kind)),
    ),
  ];
}

function upTo(count: number, jobs: JobRecord[]): JobRecord[] {
  return jobs.slice(0, Math.max(0, count));
}

/** Queued jobs whose message must be sent, for the first time or again. */
export function unsent(jobs: readonly JobRecord[], now: number): JobRecord[] {
  return jobs.filter(
    (job) => job.status === "queued" && (job.sentAt === null || resendAt(job, job.sentAt) <= now),
  );
}

/** Pauses grow with the wait, so that a long backlog is not filled with copies of itself. */
function resendAt(job: JobRecord, sentAt: number): number {
  const waited = sentAt - (job.queuedAt ?? sentAt);
  return sentAt + Math.min(RESEND_MS_MAX, Math.max(RESEND_MS, waited));
}

/** Queued jobs that no queue has brought to a consumer in all the time there was. */
export function undelivered(jobs: readonly JobRecord[], now: number): JobRecord[] {
  return jobs.filter((job) => job.status === "queued" && (job.queuedAt ?? now) + QUEUED_MS <= now);
}

/** Running jobs whose consumer has gone. */
export function abandoned(jobs: readonly JobRecord[], now: number): JobRecord[] {
  return jobs.filter((job) => job.status === "running" && leaseEndsAt(job) <= now);
}

function leaseEndsAt(job: JobRecord): number {
  return job.heardAt + (job.heardAt === job.startedAt ? WAKE_MS : LEASE_MS);
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
 * has come waits for room or for the end of an enhancement, not for the clock: another job's end
 * releases it.
 */
export function nextAlarm(
  now: number,
  endsAt: number,
  videos: readonly VideoRecord[],
  jobs: readonly JobRecord[],
  sweepAt: number | null,
): number {
  const uploads = videos.map(uploadEndsAt).filter((due) => due !== null);
  const due = jobs.filter(isOpen).map((job) => {
    if (job.status === "running") return leaseEndsAt(job);
    if (job.status === "queued") {
      // A send that is due is under way: an alarm in the past would only spin.
      const again = job.sentAt === null ? now : resendAt(job, job.sentAt);
      return again > now ? again : now + SEND_AGAIN_MS;
    }
    return job.notBefore > now ? job.notBefore : Number.POSITIVE_INFINITY;
  });
  return Math.min(endsAt, sweepAt ?? endsAt, ...uploads, ...due);
}
