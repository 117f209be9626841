// The waiting line: as many heavy jobs run at a time as there are slots, and one lane beside them
// belongs to `probe` alone, so that first facts never wait for a film. In line, what someone is
// waiting for goes first; within a rank, whoever came first.

import type { JobRequest } from "../protocol/job.ts";

/** After this long `inspect` yields no more: an endless film must not starve it. */
const YIELDS_MS = 30_000;

export type Place = {
  /** Resolves when the job may work. Rejects with the signal's reason. */
  turn: Promise<void>;
  /** Jobs that go first, as it stands now. */
  ahead: () => number;
  /** Gives the slot or the place in line back. May be called more than once. */
  leave: () => void;
};

type Waiting = { rank: number; since: number; start: () => void };

export type Line = {
  enter: (job: JobRequest, signal: AbortSignal) => Place;
  counts: () => { running: number; waiting: number };
};

/** A line before `slots` slots. `now` is the clock, in ms. */
export function createLine(slots: number, now: () => number = Date.now): Line {
  const waiting: Waiting[] = [];
  const heavy = { running: 0, limit: slots };
  const probes = { running: 0, limit: 1 };

  const inOrder = () =>
    waiting.sort((a, b) => effectiveRank(a, now()) - effectiveRank(b, now()) || a.since - b.since);
  const admit = () => {
    while (heavy.running < heavy.limit) {
      const next = inOrder().shift();
      if (!next) return;
      next.start();
    }
  };

  return {
    enter(job, signal) {
      const { promise: turn, resolve, reject } = Promise.withResolvers<void>();
      // Whoever aborts a job that nobody waits for any more has nobody to tell.
      turn.catch(() => {});
      let lane: { running: number } | null = null;
      const own: Waiting = {
        rank: rankOf(job),
        since: now(),
        start: () => {
          lane = heavy;
          heavy.running++;
          resolve();
        },
      };
      const leave = () => {
        signal.removeEventListener("abort", giveUp);
        const at = waiting.indexOf(own);
        if (at >= 0) waiting.splice(at, 1);
        if (!lane) return;
        lane.running--;
        lane = null;
        admit();
      };
      const giveUp = () => {
        reject(signal.reason);
        leave();
      };
      if (signal.aborted) reject(signal.reason);
      else {
        signal.addEventListener("abort", giveUp, { once: true });
        if (job.kind === "probe" && probes.running < probes.limit) {
          lane = probes;
          probes.running++;
          resolve();
        } else {
          waiting.push(own);
          admit();
        }
      }
      return { turn, ahead: () => Math.max(0, inOrder().indexOf(own)), leave };
    },
    counts: () => ({ running: heavy.running + probes.running, waiting: waiting.length }),
  };
}

/** Lower goes first. */
export function rankOf(job: JobRequest): number {
  switch (job.kind) {
    case "probe":
      return 0;
    case "analyse":
      return 1;
    case "audio":
      return 2;
    case "encode":
      return job.segment === 0 ? 2 : 3;
    case "assemble":
      return 3;
    case "inspect":
      return 4;
    default:
      return job satisfies never;
  }
}

function effectiveRank({ rank, since }: Waiting, now: number): number {
  return rank === 4 && now - since > YIELDS_MS ? 3 : rank;
}
