// How often a picture that broke off is begun again. Pure.

/** One that breaks off more often than this within the span is one that this browser cannot play. */
const MOST = 2;
/** Long enough to load and to fail three times, and short beside a film. */
const SPAN_MS = 60_000;
/** A picture that cannot be reached is tried again after this long, then after twice as long. */
const FIRST_PAUSE_MS = 2_000;
/** As long as the session waits at most before it begins anew. */
const LONGEST_PAUSE_MS = 15_000;

/** Gives a function that is asked before each new beginning, and says whether it is worth it. */
export function createRecoveries(now: () => number = Date.now): () => boolean {
  let times: readonly number[] = [];
  return () => {
    times = times.filter((time) => now() - time < SPAN_MS);
    if (times.length >= MOST) return false;
    times = [...times, now()];
    return true;
  };
}

/** How long to wait in ms before it is tried again, after so many tries in a row that failed. */
export function pauseAfter(failures: number): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures);
}
