// What is to be said of a run of the enhancement that is looked at: that it is not there yet, how far
// it is, or that no more of it comes. Pure.

import type { Enhancement } from "../../protocol/video.ts";
import { formatPercent } from "../format.ts";
import { words } from "../language/words.ts";
import { type ErrorWords, failureWords } from "../session/failure-words.ts";

export type RunWords = {
  /** A sentence, of which `progress` and `reason` are the end. */
  words: string;
  /** 0…1 while it is being made and something of it can be looked at, null otherwise. */
  progress: number | null;
  /** Why it failed. */
  reason: Pick<ErrorWords, "title" | "lang"> | null;
  /** What can be looked at, where that is not all. */
  seen: string | null;
};

/** `shown`: there is something to look at. Null where the picture speaks for itself. */
export function runWords(
  { status, progress, failure }: Pick<Enhancement, "status" | "progress" | "failure">,
  shown: boolean,
): RunWords | null {
  const said = words().compare.run;
  const told = { progress: null, reason: null, seen: null };
  switch (status) {
    case "waiting":
    case "analysing":
    case "encoding":
    case "assembling":
      if (!shown) return { ...told, words: said.toCome };
      return { ...told, words: said.growing, progress, seen: said.growingSeen };
    case "cancelled":
      if (!shown) return { ...told, words: said.stoppedBefore };
      return { ...told, words: said.stopped(formatPercent(progress)), seen: said.madeSeen };
    case "failed": {
      const reason = failure && failureWords(failure);
      if (!shown) return { ...told, words: said.none, reason };
      return {
        words: said.broke(formatPercent(progress)),
        progress: null,
        reason,
        seen: said.madeSeen,
      };
    }
    case "ready":
      return null;
    default:
      return status satisfies never;
  }
}
