// Whether the players have to wait, without drawing anew with each instant that is played.

import { useSyncExternalStore } from "react";
import type { PairPlayback } from "./pair-playback.ts";

export function useWaiting(playback: PairPlayback): boolean {
  return useSyncExternalStore(playback.subscribe, () => playback.get().waiting);
}
