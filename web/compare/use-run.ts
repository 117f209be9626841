// What is played of a run of the enhancement: the finished file if there is one, else the growing
// stream. When the file is finished while the stream is watched, it comes up in a second player,
// and takes over when that one shows the same frame.

import { useState } from "react";
import type { Enhancement } from "../../protocol/video.ts";
import type { EnhancedSource } from "./enhanced-source.ts";

export type Run = {
  /** True if there is something to look at. */
  shown: boolean;
  /** True while what is looked at is a stream that grows. */
  growing: boolean;
  failed: boolean;
  /** What a player is needed for: what is looked at first, then what is to take over. */
  sources: readonly EnhancedSource[];
  player: HTMLVideoElement | null;
  incoming: HTMLVideoElement | null;
  setPlayer: (url: string, player: HTMLVideoElement | null) => void;
  onFailed: (url: string) => void;
  /** The incoming player shows what the other one does. */
  takeOver: () => void;
};

export function useRun(enhancement: Enhancement | null): Run {
  const [kept, setKept] = useState<{ id: string; source: EnhancedSource } | null>(null);
  const [players, setPlayers] = useState<ReadonlyMap<string, HTMLVideoElement>>(new Map());
  const [broken, setBroken] = useState<readonly string[]>([]);
  const newest = sourceOf(enhancement);
  const fits = kept !== null && newest !== null && kept.id === enhancement?.id;
  const isBroken = (source: EnhancedSource) => broken.includes(source.url);
  const current = fits && !isBroken(kept.source) ? kept.source : newest;
  if (enhancement && current && kept?.source.url !== current.url) {
    setKept({ id: enhancement.id, source: current });
  }
  const next = newest && newest.url !== current?.url && !isBroken(newest) ? newest : null;
  const failed = current !== null && isBroken(current);
  return {
    shown: current !== null && !failed,
    growing: current?.kind === "stream",
    failed,
    sources: [current, next].filter((source) => source !== null),
    player: (current && players.get(current.url)) ?? null,
    incoming: (next && players.get(next.url)) ?? null,
    setPlayer: (url, player) =>
      setPlayers((last) => {
        const others = [...last].filter(([of]) => of !== url);
        return new Map(player ? [...others, [url, player]] : others);
      }),
    onFailed: (url) => setBroken((urls) => [...urls, url]),
    takeOver: () => {
      if (enhancement && next) setKept({ id: enhancement.id, source: next });
    },
  };
}

function sourceOf(enhancement: Enhancement | null): EnhancedSource | null {
  if (enhancement?.downloadUrl) return { kind: "file", url: enhancement.downloadUrl };
  if (enhancement?.playlistUrl) return { kind: "stream", url: enhancement.playlistUrl };
  return null;
}
