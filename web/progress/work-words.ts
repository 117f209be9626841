// What is happening to an enhancement now, in a person's words. Numbers are rounded as people say
// them, and do not jump about with every measurement.

import { ATTEMPTS_MAX } from "../../protocol/limits.ts";
import type { Work } from "../../protocol/video.ts";
import { formatDuration } from "../format.ts";
import { words } from "../language/words.ts";
import { failureWords } from "../session/failure-words.ts";
import { stepName } from "./job-names.ts";

/** The phases of the work, in the order in which they are passed. */
export const PHASES = ["analysing", "encoding", "assembling"] as const satisfies Work["phase"][];

/** `Encoding: segment 4 of 10`. */
export function phaseWords({ phase, done, total, ahead }: Work): string {
  const { now } = words().progress;
  switch (phase) {
    case "waiting":
      return now.waiting;
    case "analysing":
      return ahead === null ? now.analysing : now.waiting;
    case "encoding":
      // The segments may all be there before the sound is.
      return done < total ? now.encoding(done + 1, total) : now.sound;
    case "assembling":
      return total > 1 && done < total ? now.assemblingFile(done + 1, total) : now.assembling;
    default:
      return phase satisfies never;
  }
}

/** `3 jobs ahead in line`; null where nobody knows of a line. */
export function lineWords(ahead: number | null): string | null {
  const { now } = words().progress;
  if (ahead === null) return null;
  return ahead === 0 ? now.next : now.ahead(ahead);
}

/** `about 40 s left`, from seconds as `calmer` gives them. */
export function leftWords(seconds: number | null): string | null {
  const { now } = words().progress;
  if (seconds === null) return null;
  return seconds < 10 ? now.fewSeconds : now.left(formatDuration(seconds));
}

/**
 * The seconds to show when `left` are expected and `shown` were shown last: rounded as people say
 * them, and the same as before unless the expectation has clearly left that.
 */
export function calmer(shown: number | null, left: number | null): number | null {
  if (left === null) return null;
  const rounded = spoken(left);
  if (shown === null || rounded === shown) return rounded;
  // Longer than promised is said when it is sure: the first segments are measured roughly.
  if (left > shown) return left <= 1.5 * shown ? shown : rounded;
  const slack = 0.75 * Math.min(stepAt(shown), stepAt(rounded));
  return shown - left <= slack ? shown : rounded;
}

/** Seconds to the next round number: of tens below a minute, then of minutes, five, fifteen. */
function spoken(seconds: number): number {
  const step = stepAt(seconds);
  const rounded = Math.round(seconds / step) * step;
  // The steps grow with the number: 58 s is a minute, and 11 min are ten.
  return rounded < 10 ? 5 : rounded;
}

function stepAt(seconds: number): number {
  if (seconds < 60) return 10;
  if (seconds < 600) return 60;
  return seconds < 3600 ? 300 : 900;
}

/**
 * `Segment 3 did not go well (The video engine could not be reached). Attempt 2 of 3 in 4 s.` `now`
 * is in ms since 1970.
 */
export function retryWords(retrying: NonNullable<Work["retrying"]>, now: number): string {
  const { attempt, failure, at } = retrying;
  const seconds = Math.ceil((Date.parse(at) - now) / 1000);
  return words().progress.now.retry({
    step: stepName(retrying),
    reason: failureWords(failure).title,
    attempt,
    of: ATTEMPTS_MAX,
    wait: seconds > 0 ? formatDuration(seconds) : null,
  });
}
