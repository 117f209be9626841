// What an error of an upload means: to go on by itself, to start a new session, or to give up with
// sentences for the person. tus-js-client hands over the answer it got, if it got one.

import { parseProblem } from "../session/problem-error.ts";

/** The answer that ended a request; null if none came. */
export type UploadAnswer = { status: number; body: string } | null;

export type UploadVerdict =
  | { kind: "again" }
  | { kind: "unauthorized" }
  | { kind: "refused"; title: string; detail: string };

/** Another writer, a lock, a limit that frees itself, bytes that changed on the way. */
const PASSING = new Set([408, 409, 423, 425, 429, 460]);

export function uploadVerdict(answer: UploadAnswer): UploadVerdict {
  if (answer === null || answer.status === 0) return { kind: "again" };
  if (answer.status === 401) return { kind: "unauthorized" };
  if (PASSING.has(answer.status) || answer.status >= 500) return { kind: "again" };
  const problem = parseProblem(answer.body);
  return {
    kind: "refused",
    title: problem?.title ?? "The upload was refused",
    detail: problem?.detail ?? `The server answered with HTTP ${answer.status}.`,
  };
}
