// What an error of an upload means: to go on by itself, to start a new session, or to give up with
// sentences for the person. tus-js-client hands over the answer it got, if it got one.

import type { Problem } from "../../protocol/problem.ts";
import { words } from "../language/words.ts";
import { type ErrorWords, failureWords, ownWords } from "../session/failure-words.ts";
import { parseProblem } from "../session/problem-error.ts";

/** The answer that ended a request; null if none came. */
export type UploadAnswer = { status: number; body: string } | null;

export type UploadVerdict =
  | { kind: "again" }
  | { kind: "unauthorized" }
  | { kind: "refused"; refusal: Refusal };

/** Why a file was refused. */
export type Refusal =
  /** The service said it in its own words. */
  | { kind: "problem"; problem: Problem }
  /** An answer of somebody else. */
  | { kind: "answer"; status: number }
  /** The browser cannot read the file any more. */
  | { kind: "unreadable" };

/** Another writer, a lock, a limit that frees itself, bytes that changed on the way. */
const PASSING = new Set([408, 409, 423, 425, 429, 460]);

export function uploadVerdict(answer: UploadAnswer): UploadVerdict {
  if (answer === null || answer.status === 0) return { kind: "again" };
  if (answer.status === 401) return { kind: "unauthorized" };
  if (PASSING.has(answer.status) || answer.status >= 500) return { kind: "again" };
  const problem = parseProblem(answer.body);
  const refusal: Refusal = problem
    ? { kind: "problem", problem }
    : { kind: "answer", status: answer.status };
  return { kind: "refused", refusal };
}

/** A refusal as it is shown. */
export function refusalWords(refusal: Refusal): ErrorWords {
  const said = words().uploads;
  switch (refusal.kind) {
    case "problem":
      return failureWords(refusal.problem);
    case "answer":
      return ownWords({ title: said.refused, detail: said.refusedDetail(refusal.status) });
    case "unreadable":
      return ownWords({ title: said.unreadable, detail: said.unreadableDetail });
    default:
      return refusal satisfies never;
  }
}
