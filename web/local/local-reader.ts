// The page's line of files to look at: one at a time, each for a bounded time, so that looking never
// takes from sending. What cannot be read is simply not told.

import type { Tell } from "./read-local-file.ts";

/** Longest look at one file: an index on a slow disk takes a second, four pictures another. */
const LOOK_MS = 10_000;

export type LocalReader = {
  /** Joins the line. `tell` is called once or twice, or never; not after the signal. */
  read(file: File, tell: Tell, signal: AbortSignal): void;
};

/** `load` gives the function that reads, and is first called for the first file. */
export function createLocalReader(
  load: () => Promise<(file: File, tell: Tell, signal: AbortSignal) => Promise<void>>,
): LocalReader {
  let line: Promise<void> = Promise.resolve();

  async function look(file: File, tell: Tell, signal: AbortSignal) {
    if (signal.aborted) return;
    try {
      // Browsers that lack `any` go without a look.
      const bounded = AbortSignal.any([signal, AbortSignal.timeout(LOOK_MS)]);
      const over = new Promise<void>((resolve) =>
        bounded.addEventListener("abort", () => resolve(), { once: true }),
      );
      const telling: Tell = (facts) => {
        if (!bounded.aborted) tell(facts);
      };
      const read = await load();
      // A decoder that hangs does not keep the others waiting.
      await Promise.race([read(file, telling, bounded), over]);
    } catch (cause) {
      // A broken file ends in every kind of error there is; the server will say what is wrong.
      console.debug(`${file.name}: not read here`, cause);
    }
  }

  return {
    read(file, tell, signal) {
      line = line.then(() => look(file, tell, signal));
    },
  };
}
