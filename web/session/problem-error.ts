// A request that the API refused, with its problem document. What is not an answer of the API (no
// network, for one) throws something else and has its words in `errorWords`.

import { type Problem, ProblemSchema } from "../../protocol/problem.ts";

export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.title);
    this.name = "ProblemError";
    this.problem = problem;
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

/** An error of a request as two plain sentences. */
export function errorWords(error: unknown): { title: string; detail: string } {
  if (error instanceof ProblemError) return error.problem;
  return {
    title: "Reelight could not be reached",
    detail: "Check your connection and try again.",
  };
}
