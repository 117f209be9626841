// A timeline as rows of bars: a row for each step with all its attempts, grouped by what they are
// for. Of a kind with very many steps, runs of them share a row. Pure.

import type { SpanOutcome, Timeline, TimelineSpan } from "../../protocol/timeline.ts";
import { words } from "../language/words.ts";
import { runName, stepName } from "./job-names.ts";
import { attemptWords, resultWords, runResultWords, spansWords } from "./span-words.ts";
import { merged, type Stretch, type TimeScale, timeScale } from "./time-scale.ts";

export type Bar = {
  key: string;
  /** All of it, on the axis, 0…1. */
  from: number;
  to: number;
  /** Where it was at work; the rest of it is waiting. */
  work: Stretch[];
  outcome: SpanOutcome;
  /** Its exact times and how it ended. */
  words: string;
};
export type Row = { key: string; name: string; bars: Bar[]; result: string };
export type Group = { key: string; name: string; rows: Row[] };
export type Waterfall = { groups: Group[]; scale: TimeScale };

/** Of one kind of step more rows than this are put together, in about so many. */
const ROWS_MAX = 40;
const RUNS = 20;

/**
 * The rows of a timeline. `now` (ms since 1970) is where open bars end; `runs` are the ids of the
 * video's enhancements, in order.
 */
export function waterfallOf({ spans }: Timeline, now: number, runs: readonly string[]): Waterfall {
  const timed = spans.map((span) => timedOf(span, now));
  const scale = timeScale(timed.map(({ due, end }) => ({ from: due, to: end })));
  const groups = grouped(timed, ({ span }) => `${span.track} ${span.enhancement ?? ""}`);
  return {
    scale,
    groups: [...groups].map(([key, members]) => ({
      key,
      name: groupName(members, runs),
      rows: rowsOf(members, scale),
    })),
  };
}

type Timed = { span: TimelineSpan; due: number; began: number | null; end: number };

function timedOf(span: TimelineSpan, now: number): Timed {
  const due = Date.parse(span.dueAt);
  const began = span.startedAt === null ? null : Date.parse(span.startedAt);
  // What is due after a pause has no length yet, and clocks differ a little.
  const end = Math.max(due, began ?? due, span.endedAt === null ? now : Date.parse(span.endedAt));
  return { span, due, began, end };
}

function groupName(members: readonly Timed[], runs: readonly string[]): string {
  const { track, enhancement } = members[0]?.span ?? { track: "enhancement", enhancement: null };
  const { groups, run } = words().progress;
  return track === "enhancement" && runs.length > 1
    ? run(runs.indexOf(enhancement ?? "") + 1)
    : groups[track];
}

/** In the order in which their first attempts were due; a kind's own rows by their number. */
function rowsOf(members: readonly Timed[], scale: TimeScale): Row[] {
  const kinds = grouped(members, ({ span }) => `${span.kind} ${span.rendition ?? ""}`);
  return [...kinds].flatMap(([kind, ofKind]) => {
    const steps = [...grouped(ofKind, ({ span }) => String(span.index))]
      .map(([index, attempts]) => ({ index: Number(index), attempts }))
      .sort((a, b) => a.index - b.index);
    if (steps.length <= ROWS_MAX) {
      return steps.map(({ index, attempts }) => stepRow(`${kind} ${index}`, attempts, scale));
    }
    const size = Math.ceil(steps.length / RUNS);
    return Array.from({ length: Math.ceil(steps.length / size) }, (_, run) => {
      const together = steps.slice(run * size, (run + 1) * size).map(({ attempts }) => attempts);
      return runRow(`${kind} run ${run}`, together, scale);
    });
  });
}

function stepRow(key: string, attempts: readonly Timed[], scale: TimeScale): Row {
  const spans = attempts.map(({ span }) => span);
  const [first] = spans;
  return {
    key,
    name: first ? stepName(first) : "",
    bars: attempts.map((attempt) => attemptBar(key, attempt, scale)),
    result: resultWords(spans),
  };
}

function attemptBar(row: string, timed: Timed, scale: TimeScale): Bar {
  const { span, began, end } = timed;
  return {
    key: `${row} ${span.attempt}`,
    ...barOf(timed.due, end, began === null ? [] : [{ from: began, to: end }], scale),
    outcome: span.outcome,
    words: attemptWords(span, timed),
  };
}

/** One bar for all that went well or goes on, and one for each attempt that did not. */
function runRow(key: string, steps: readonly (readonly Timed[])[], scale: TimeScale): Row {
  const newest = steps.flatMap((attempts) => attempts.slice(-1));
  const all = steps.flat();
  const bad = all.filter(({ span }) => span.outcome === "failed" || span.outcome === "lost");
  const work = all.flatMap(({ began, end, span }) =>
    began === null || span.outcome === "failed" || span.outcome === "lost"
      ? []
      : [{ from: began, to: end }],
  );
  const due = Math.min(...all.map((one) => one.due));
  const end = Math.max(...all.map((one) => one.end));
  const spans = newest.map(({ span }) => span);
  const [first, last] = [spans[0], spans.at(-1)];
  const together: Bar = {
    key: `${key} all`,
    ...barOf(due, end, merged(work), scale),
    outcome: togetherOutcome(spans),
    words: spansWords(spans, bad.length, { due, end }),
  };
  return {
    key,
    name: first && last ? runName(first, last) : "",
    bars: [together, ...bad.map((one) => attemptBar(`${key} ${one.span.index}`, one, scale))],
    result: runResultWords(spans),
  };
}

function togetherOutcome(spans: readonly TimelineSpan[]): SpanOutcome {
  const order: SpanOutcome[] = ["running", "waiting", "failed", "lost", "cancelled"];
  return order.find((outcome) => spans.some((span) => span.outcome === outcome)) ?? "done";
}

function barOf(from: number, to: number, work: readonly Stretch[], { place }: TimeScale) {
  return {
    from: place(from),
    to: place(to),
    work: work.map((stretch) => ({ from: place(stretch.from), to: place(stretch.to) })),
  };
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
