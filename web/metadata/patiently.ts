// Asks again when the network or the service could not answer.

import { ProblemError } from "../session/problem-error.ts";

/** Between one question and the next: enough for a connection that changes or a service that restarts. */
const PAUSES_MS = [1_000, 3_000, 9_000];

/**
 * What `ask` gives. After a lost connection or a refusal that may pass it is asked again, a few times,
 * with longer and longer pauses, and not after `signal`; then the last error is thrown.
 */
export async function patiently<Value>(
  ask: () => Promise<Value>,
  signal: AbortSignal,
): Promise<Value> {
  for (const pause of PAUSES_MS) {
    try {
      return await ask();
    } catch (error) {
      if (signal.aborted || !mayPass(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
      if (signal.aborted) throw error;
    }
  }
  return ask();
}

const mayPass = (error: unknown) =>
  error instanceof TypeError || (error instanceof ProblemError && error.problem.retryable);
