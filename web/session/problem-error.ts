// A request that the API refused, with its problem document. What is not an answer of the API (no
// network, for one) throws something else and has its words in `errorWords`.

import { type Problem, ProblemSchema } from "../../protocol/problem.ts";
import { words } from "../language/words.ts";
import { type ErrorWords, failureWords, ownWords } from "./failure-words.ts";

export class ProblemError extends Error {
  readonly problem: Problem;
  /** Whose words the problem is told in: the service speaks English, the page the person's language. */
  readonly speaker: "service" | "page";

  constructor(problem: Problem, speaker: "service" | "page" = "service") {
    super(problem.title);
    this.name = "ProblemError";
    this.problem = problem;
    this.speaker = speaker;
  }
}

/** The problem document in a text, or null if the text is none. */
export function parseProblem(text: string): Problem | null {
  const parsed = ProblemSchema.safeParse(jsonOf(text));
  return parsed.success ? parsed.data : null;
}

/** The value of a JSON text, or undefined if the text is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** An error of a request in words. */
export function errorWords(error: unknown): ErrorWords {
  if (error instanceof ProblemError) {
    return error.speaker === "service" ? failureWords(error.problem) : ownWords(error.problem);
  }
  const { title, offline } = words().session.unreachable;
  return ownWords({ title, detail: offline });
}
