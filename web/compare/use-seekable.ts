// Whether there is anything to go to: a player that has some of the film.

import { useSyncExternalStore } from "react";
import type { PairPlayback } from "./pair-playback.ts";

/** Changes with the answer only, not with each instant that is played. */
export function useSeekable(playback: PairPlayback): boolean {
  return useSyncExternalStore(playback.subscribe, () => playback.get().end > 0);
}
