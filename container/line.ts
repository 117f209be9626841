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

type Lane = { running: number; limit: number };
type Waiting = { rank: number; since: number; start: (lane: Lane) => void };

export type Line = {
  enter: (job: JobRequest, signal: AbortSignal) => Place;
  counts: () => { running: number; waiting: number };
};

/** A line before `slots` slots. `now` is the clock, in ms. */
export function createLine(slots: number, now: () => number = Date.now): Line {
  const waiting: Waiting[] = [];
  const heavy: Lane = { running: 0, limit: slots };
  const probes: Lane = { running: 0, limit: 1 };

  const inOrder = () =>
    waiting.sort((a, b) => effectiveRank(a, now()) - effectiveRank(b, now()) || a.since - b.since);
  const admit = () => {
    for (const next of [...inOrder()]) {
      const own = next.rank === PROBE_RANK && probes.running < probes.limit;
      const lane = own ? probes : heavy;
      if (lane.running >= lane.limit) continue;
      waiting.splice(waiting.indexOf(next), 1);
      next.start(lane);
    }
  };

  return {
    enter(job, signal) {
      const { promise: turn, resolve, reject } = Promise.withResolvers<void>();
      // Whoever aborts a job that nobody waits for any more has nobody to tell.
      turn.catch(() => {});
      let lane: Lane | null = null;
      const own: Waiting = {
        rank: rankOf(job),
        since: now(),
        start: (free) => {
          lane = free;
          free.running++;
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
        // At work it keeps its slot until its programs are gone: whoever runs it calls `leave`.
        if (!lane) leave();
      };
      if (signal.aborted) reject(signal.reason);
      else {
        signal.addEventListener("abort", giveUp, { once: true });
        waiting.push(own);
        admit();
      }
      return { turn, ahead: () => Math.max(0, inOrder().indexOf(own)), leave };
    },
    counts: () => ({ running: heavy.running + probes.running, waiting: waiting.length }),
  };
}

const PROBE_RANK = 0;
const INSPECT_RANK = 4;

/** Lower goes first. */
export function rankOf(job: JobRequest): number {
  switch (job.kind) {
    case "probe":
      return PROBE_RANK;
    case "analyse":
      return 1;
    case "audio":
      return 2;
    case "encode":
      return job.segment === 0 ? 2 : 3;
    case "assemble":
      return 3;
    case "inspect":
      return INSPECT_RANK;
    default:
      return job satisfies never;
  }
}

function effectiveRank({ rank, since }: Waiting, now: number): number {
  return rank === INSPECT_RANK && now - since > YIELDS_MS ? INSPECT_RANK - 1 : rank;
}
