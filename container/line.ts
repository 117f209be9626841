// The waiting line: as many heavy jobs run at a time as there are slots. Beside them `probe` has one
// lane of its own and `preview` another, so that neither first facts nor a person who tries a
// setting ever wait for a film. In line, what someone is waiting for goes first; within a rank,
// whoever came first. What is only nice to know, the content, comes last and begins where a slot is
// idle, but holds none: films that arrive find all of them, and its programs stand still meanwhile.

import type { JobRequest } from "../protocol/job.ts";

/** After this long `inspect` yields no more: an endless film must not starve it. */
const YIELDS_MS = 30_000;
/**
 * So long content yields where films follow each other without end. Then one such job begins before
 * the next of them, and the rest wait as long again.
 */
const CONTENT_YIELDS_MS = 300_000;

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
  /** Those it may take, best first. */
  lanes: readonly Lane[];
  /** Counted there too, where not all heavy slots are open to it. */
  share: Lane | null;
  /** False while a job that goes before it may still be on its way here. */
  settled: boolean;
  start: (lane: Lane) => void;
};

export type Line = {
  enter: (job: JobRequest, signal: AbortSignal) => Place;
  counts: () => { running: number; waiting: number };
};

/**
 * A line before `slots` slots. `now` is the clock, in ms. Where a slot is idle, a later segment waits
 * `settleMs` for its film's first one, which comes by another queue and was seen 11 ms behind it.
 */
export function createLine(
  slots: number,
  now: () => number = Date.now,
  settleMs: number = 0,
): Line {
  const waiting: Waiting[] = [];
  const heavy: Lane = { running: 0, limit: slots };
  const probes: Lane = { running: 0, limit: 1 };
  // One preview takes a second or two; more of them at a time would hold up the films.
  const previews: Lane = { running: 0, limit: 1 };
  // What goes through a whole film for its content.
  const contents: Lane = { running: 0, limit: Math.max(1, slots - 1) };
  // What decodes a whole film for somebody who looks on: one after another, and beside them a film.
  const proxies: Lane = { running: 0, limit: Math.max(1, slots - 1) };
  let contentBegan = Number.NEGATIVE_INFINITY;
  const lanesFor = (job: JobRequest) => {
    if (isLongContent(job)) return [contents];
    // It is short: beside two encodes it is soon done, and a slot is missed by the first segment.
    if (job.kind === "poster") return [contents, heavy];
    if (job.kind === "probe") return [probes, heavy];
    return job.kind === "preview" ? [previews, heavy] : [heavy];
  };

  const inOrder = () => {
    const time = now();
    const ranked = waiting.map((one) => ({ one, rank: effectiveRank(one, time, contentBegan) }));
    ranked.sort((a, b) => a.rank - b.rank || a.one.since - b.one.since);
    return ranked.map(({ one }) => one);
  };
  const admit = () => {
    // Looked for afresh after each: the content that goes in makes the rest of it wait again.
    for (let next = inOrder().find(laneFor); next; next = inOrder().find(laneFor)) {
      const lane = laneFor(next);
      if (!lane) return;
      waiting.splice(waiting.indexOf(next), 1);
      if (next.rank > INSPECT_RANK) contentBegan = now();
      next.start(lane);
    }
  };
  const laneFor = ({ lanes, share, settled }: Waiting) => {
    if (!settled || (share && !hasRoom(share))) return undefined;
    const isIdle = heavy.running + contents.running < slots;
    return lanes.find((lane) => hasRoom(lane) && (lane !== contents || isIdle));
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
        lanes: lanesFor(job),
        share: job.kind === "proxy" ? proxies : null,
        settled: settleMs === 0 || job.kind !== "encode" || job.segment === 0,
        start: (free) => {
          lane = free;
          free.running++;
          if (own.share) own.share.running++;
          resolve();
        },
      };
      const leave = () => {
        signal.removeEventListener("abort", giveUp);
        const at = waiting.indexOf(own);
        if (at >= 0) waiting.splice(at, 1);
        if (!lane) return;
        lane.running--;
        if (own.share) own.share.running--;
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
        if (!own.settled) {
          setTimeout(() => {
            own.settled = true;
            admit();
          }, settleMs);
        }
        admit();
      }
      return { turn, ahead: () => Math.max(0, inOrder().indexOf(own)), leave };
    },
    counts: () => ({
      running: [heavy, probes, previews, contents].reduce((sum, lane) => sum + lane.running, 0),
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
    // Somebody looks at an empty place until it is there.
    case "proxy":
      return 3;
    case "encode":
      return job.segment === 0 ? 3 : 4;
    case "assemble":
      return 4;
    case "inspect":
      return INSPECT_RANK;
    case "poster":
    case "digest":
      return 6;
    // With the last word on a film before the next one is looked at.
    case "listen":
    case "summarise":
      return 7;
    case "look":
      return 8;
    default:
      return job satisfies never;
  }
}

/** Of a film of gigabytes a digest takes minutes too, though it reads and does not decode. */
function isLongContent({ kind }: JobRequest): boolean {
  return kind === "listen" || kind === "look" || kind === "summarise" || kind === "digest";
}

/** A job that has yielded for long enough has the rank of a film, and is older than most. */
function effectiveRank({ rank, since }: Waiting, now: number, contentBegan: number): number {
  const hasYielded =
    rank > INSPECT_RANK
      ? now - Math.max(since, contentBegan) > CONTENT_YIELDS_MS
      : rank === INSPECT_RANK && now - since > YIELDS_MS;
  return hasYielded ? INSPECT_RANK - 1 : rank;
}

function hasRoom({ running, limit }: Lane): boolean {
  return running < limit;
}
