// The attempts at work or in line, at most one for each job. An attempt ends once: by its result,
// by a failure, or by the first that stops it: cancel, a newer attempt, its time limit, shutdown.

import type { JobRequest, JobResult, News } from "../protocol/job.ts";
import { NEWS_INTERVAL_MS } from "../protocol/limits.ts";
import type { Features } from "./features.ts";
import { JobFailure } from "./job-failure.ts";
import type { Line, Place } from "./line.ts";
import type { Programs } from "./run-ffmpeg.ts";
import type { Work } from "./work.ts";
import type { Workspace } from "./workspace.ts";

/** A line of news at least this often: half of what is promised, as timers run late under load. */
const HEARTBEAT_MS = NEWS_INTERVAL_MS / 2;
/** Progress is not told more often than this; a page shows no more. */
const PROGRESS_MS = 250;

export type Perform = (job: JobRequest, work: Work) => Promise<JobResult>;

export type Attempt = {
  /** Stops it; the first failure given is the one that is told. */
  stop: (why: JobFailure) => void;
  /** Resolves when nothing of it is left: no process, no folder. Never rejects. */
  ended: Promise<void>;
};

export type Attempts = {
  /**
   * Starts an attempt and tells its news until the last line. Null if one of the same job that is
   * as new or newer is there.
   */
  start: (job: JobRequest, tell: (news: News) => void) => Attempt | null;
  /**
   * Stops the job's attempt, if it is no newer than `upTo`, and resolves when it is gone; false if
   * there is none.
   */
  cancel: (id: string, upTo: number) => Promise<boolean>;
  /** Stops everything and resolves when all of it is gone. */
  close: () => Promise<void>;
};

type Surroundings = {
  line: Line;
  programs: Programs;
  features: Features;
  workspace: Workspace;
  perform: Perform;
  log: (line: string) => void;
};

export function createAttempts(around: Surroundings): Attempts {
  const running = new Map<string, Attempt & { number: number }>();
  return {
    start(job, tell) {
      const older = running.get(job.id);
      if (older && older.number >= job.attempt) return null;
      older?.stop(new JobFailure("cancelled", "A newer attempt took its place."));
      const controller = new AbortController();
      const ended = runAttempt(job, tell, controller, older?.ended, around).finally(() => {
        if (running.get(job.id) === attempt) running.delete(job.id);
      });
      const stop = (why: JobFailure) => controller.abort(why);
      const attempt = { stop, ended, number: job.attempt };
      running.set(job.id, attempt);
      return attempt;
    },
    async cancel(id, upTo) {
      const attempt = running.get(id);
      if (!attempt || attempt.number > upTo) return false;
      attempt.stop(new JobFailure("cancelled"));
      await attempt.ended;
      return true;
    },
    async close() {
      const all = [...running.values()];
      for (const attempt of all) attempt.stop(new JobFailure("transcoder_unavailable"));
      await Promise.all(all.map((attempt) => attempt.ended));
    },
  };
}

/** One attempt from its place in line to its last line of news. Never rejects. */
async function runAttempt(
  job: JobRequest,
  tell: (news: News) => void,
  controller: AbortController,
  olderEnded: Promise<void> | undefined,
  around: Surroundings,
): Promise<void> {
  const { signal } = controller;
  const line = { job: job.id, attempt: job.attempt };
  const place = around.line.enter(job, signal);
  const news = teller(place, (partial) => tell({ ...line, ...partial }));
  let limit: NodeJS.Timeout | undefined;
  try {
    await place.turn;
    // Two attempts at one job never work side by side.
    await olderEnded;
    signal.throwIfAborted();
    limit = setTimeout(() => controller.abort(new JobFailure("timeout")), job.limitMs);
    news.begin();
    const result = await around.workspace.withFolder((folder) =>
      around.perform(job, {
        folder,
        signal,
        programs: around.programs,
        features: around.features,
        progress: news.progress,
        log: (text) => around.log(`${job.id} ${job.kind} #${job.attempt}: ${text}`),
      }),
    );
    signal.throwIfAborted();
    tell({ ...line, type: "result", result });
  } catch (error) {
    // Whatever broke because the attempt was stopped, the reason to stop is what is told.
    const failure = asFailure(signal.aborted ? signal.reason : error);
    around.log(`${job.id} ${job.kind} #${job.attempt} failed: ${explain(failure)}`);
    const { code, detail } = failure;
    tell({ ...line, type: "failed", code, ...(detail ? { detail } : {}) });
  } finally {
    clearTimeout(limit);
    news.end();
    place.leave();
  }
}

type Partial = { type: "waiting"; ahead: number } | { type: "progress"; fraction: number | null };

/** Tells where the attempt stands at once, on change, and on every heartbeat. */
function teller(place: Place, tell: (partial: Partial) => void) {
  let fraction: number | null = null;
  let working = false;
  let told = 0;
  const now = () => {
    told = performance.now();
    tell(working ? { type: "progress", fraction } : { type: "waiting", ahead: place.ahead() });
  };
  const timer = setInterval(now, HEARTBEAT_MS);
  now();
  return {
    begin() {
      working = true;
      now();
    },
    progress(done: number) {
      const next = Math.min(1, Math.max(fraction ?? 0, done));
      if (next === fraction) return;
      fraction = next;
      if (performance.now() - told >= PROGRESS_MS) now();
    },
    end: () => clearInterval(timer),
  };
}

function asFailure(error: unknown): JobFailure {
  if (error instanceof JobFailure) return error;
  return new JobFailure("internal", undefined, error);
}

/** For the log: the code, and all that is known of why. */
function explain({ code, cause }: JobFailure): string {
  if (cause === undefined) return code;
  return `${code}, ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`;
}
