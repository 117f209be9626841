// The waiting line: as many heavy jobs run at a time as there are slots. Beside them `probe` has one
// lane of its own and `preview` another, so that neither first facts nor a person who tries a
// setting ever wait for a film. In line, what someone is waiting for goes first; within a rank,
// whoever came first.

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
type Waiting = {
  rank: number;
  since: number;
  /** One beside the heavy ones that it may take. */
  own: Lane | null;
  start: (lane: Lane) => void;
};

export type Line = {
  enter: (job: JobRequest, signal: AbortSignal) => Place;
  counts: () => { running: number; waiting: number };
};

/** A line before `slots` slots. `now` is the clock, in ms. */
export function createLine(slots: number, now: () => number = Date.now): Line {
  const waiting: Waiting[] = [];
  const heavy: Lane = { running: 0, limit: slots };
  const probes: Lane = { running: 0, limit: 1 };
  // One preview takes a second or two; more of them at a time would hold up the films.
  const previews: Lane = { running: 0, limit: 1 };
  const ownLane = ({ kind }: JobRequest) =>
    kind === "probe" ? probes : kind === "preview" ? previews : null;

  const inOrder = () =>
    waiting.sort((a, b) => effectiveRank(a, now()) - effectiveRank(b, now()) || a.since - b.since);
  const admit = () => {
    for (const next of [...inOrder()]) {
      const lane = next.own && next.own.running < next.own.limit ? next.own : heavy;
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
        own: ownLane(job),
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
    counts: () => ({
      running: heavy.running + probes.running + previews.running,
      waiting: waiting.length,
    }),
  };
}

const INSPECT_RANK = 5;

/** Lower goes first. */
export function rankOf(job: JobRequest): number {
  switch (job.kind) {
    case "probe":
      return 0;
    case "preview":
      return 1;
    case "analyse":
      return 2;
    case "audio":
    case "subtitles":
      return 3;
    case "encode":
      return job.segment === 0 ? 3 : 4;
    case "assemble":
      return 4;
    case "inspect":
      return INSPECT_RANK;
    default:
      return job satisfies never;
  }
}

function effectiveRank({ rank, since }: Waiting, now: number): number {
  return rank === INSPECT_RANK && now - since > YIELDS_MS ? INSPECT_RANK - 1 : rank;
}
