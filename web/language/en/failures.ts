import type { Failure } from "../../../protocol/failure.ts";
import type { ProblemCode } from "../../../protocol/problem.ts";

/** What is said of a code where nothing more is known. */
type Said = Pick<Failure, "title" | "detail">;

/** Null: the service itself speaks English, and is shown as it speaks. */
export const failures: Record<ProblemCode, Said> | null = null;
