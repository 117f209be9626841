// Attempts and their exact times in words: what a bar of the waterfall says when it is looked at.

import type { TimelineSpan } from "../../protocol/timeline.ts";
import { formatDuration } from "../format.ts";
import { words } from "../language/words.ts";
import { failureWords } from "../session/failure-words.ts";
import { stepName } from "./job-names.ts";

/** In ms since 1970. */
type Times = { due: number; began: number | null; end: number };

/**
 * `Segment 3, attempt 2: waited 0.4 s from 10:00:03.120, worked 5.1 s until 10:00:08.620. Done.` In the
 * person's own time zone.
 */
export function attemptWords(span: TimelineSpan, { due, began, end }: Times): string {
  const { kind, attempt, outcome, endedAt, failure } = span;
  const { outcomes, span: said } = words().progress;
  const course = said.course({
    name: kind === "upload" ? stepName(span) : said.attempt(stepName(span), attempt),
    waited: lengthWords((began ?? end) - due),
    due: clockWords(due),
    worked: began === null ? null : lengthWords(end - began),
    end: endedAt === null ? null : clockWords(end),
  });
  return said.ended(course, outcomes[outcome], failure && failureWords(failure).title);
}

/** `5.1 s`, `5.1 s, attempt 2`, `Failed`: how a step stands, by its attempts in order. */
export function resultWords(attempts: readonly TimelineSpan[]): string {
  const last = attempts.at(-1);
  if (!last) return "";
  const { outcome, startedAt, endedAt, attempt } = last;
  const { outcomes, span } = words().progress;
  const result =
    outcome !== "done" || startedAt === null || endedAt === null
      ? outcomes[outcome]
      : lengthWords(Date.parse(endedAt) - Date.parse(startedAt));
  return attempt > 1 ? span.attempt(result, attempt) : result;
}

/** `Segments 1 to 60` in words: the newest attempt of each, and how many attempts went badly. */
export function spansWords(
  spans: readonly TimelineSpan[],
  bad: number,
  { due, end }: Pick<Times, "due" | "end">,
): string {
  const { run } = words().progress.span;
  return run(runResultWords(spans), clockWords(due), clockWords(end), bad);
}

/** `12 of 60 done`. */
export function runResultWords(spans: readonly TimelineSpan[]): string {
  const done = spans.filter(({ outcome }) => outcome === "done").length;
  return words().progress.span.doneOf(done, spans.length);
}

function lengthWords(ms: number): string {
  return formatDuration(Math.max(0, ms) / 1000);
}

function clockWords(ms: number): string {
  return new Intl.DateTimeFormat(words().units.locale, {
    hourCycle: "h23",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    fractionalSecondDigits: 3,
  }).format(ms);
}
