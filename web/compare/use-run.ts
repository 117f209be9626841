// What is played of a run of the enhancement: the finished file if there is one, else the growing
// stream. When the file is finished while the stream is watched, it comes up in a second player,
// and takes over when that one shows the same frame.

import { useState } from "react";
import type { Enhancement } from "../../protocol/video.ts";
import type { EnhancedSource, Trouble } from "./enhanced-source.ts";

export type Run = {
  /** True if there is something to look at. */
  shown: boolean;
  /** True while what is looked at is a stream that grows. */
  growing: boolean;
  /** Where the picture of a stream that was stopped ends, in seconds; null while nobody knows. */
  end: number | null;
  /** True if this browser cannot play it. */
  failed: boolean;
  /** Tries at once to load what cannot be reached; null while nothing needs it. */
  retry: (() => void) | null;
  /** What a player is needed for: what is looked at first, then what is to take over. */
  sources: readonly EnhancedSource[];
  player: HTMLVideoElement | null;
  incoming: HTMLVideoElement | null;
  setPlayer: (url: string, player: HTMLVideoElement | null) => void;
  /** Why there is no picture of that address; null when there is one. */
  onTrouble: (url: string, trouble: Trouble | null) => void;
  /** Where the picture of that address ends, in seconds. */
  onEnd: (url: string, seconds: number) => void;
  /** The incoming player shows what the other one does. */
  takeOver: () => void;
};

export function useRun(enhancement: Enhancement | null): Run {
  const [kept, setKept] = useState<{ id: string; source: EnhancedSource } | null>(null);
  const [players, setPlayers] = useState<ReadonlyMap<string, HTMLVideoElement>>(new Map());
  const [ends, setEnds] = useState<ReadonlyMap<string, number>>(new Map());
  const [troubles, setTroubles] = useState<ReadonlyMap<string, Trouble>>(new Map());
  const newest = sourceOf(enhancement);
  // Only the finished file waits until it is at the same frame: a stream that was stopped, or that
  // goes on, is loaded anew at once.
  const fits =
    kept !== null &&
    newest !== null &&
    kept.id === enhancement?.id &&
    (newest.kind === "file" || newest.url === kept.source.url);
  const current = fits && !troubles.has(kept.source.url) ? kept.source : newest;
  if (enhancement && current && kept?.source.url !== current.url) {
    setKept({ id: enhancement.id, source: current });
  }
  const isNext = newest !== null && newest.url !== current?.url;
  const next = isNext && troubles.get(newest.url)?.kind !== "unplayable" ? newest : null;
  const trouble = current === null ? undefined : troubles.get(current.url);
  return {
    shown: current !== null && trouble === undefined,
    growing: current?.kind === "stream" && !isStopped(enhancement),
    end: (isStopped(enhancement) && current && ends.get(current.url)) || null,
    failed: trouble?.kind === "unplayable",
    retry: trouble?.kind === "unreachable" ? trouble.retry : null,
    sources: [current, next].filter((source) => source !== null),
    player: (current && players.get(current.url)) ?? null,
    incoming: (next && players.get(next.url)) ?? null,
    setPlayer: (url, player) =>
      setPlayers((last) => {
        const others = [...last].filter(([of]) => of !== url);
        return new Map(player ? [...others, [url, player]] : others);
      }),
    onTrouble: (url, trouble) =>
      setTroubles((last) => {
        if (trouble === null && !last.has(url)) return last;
        const others = [...last].filter(([of]) => of !== url);
        return new Map(trouble ? [...others, [url, trouble]] : others);
      }),
    onEnd: (url, seconds) => setEnds((last) => new Map([...last, [url, seconds]])),
    takeOver: () => {
      if (enhancement && next) setKept({ id: enhancement.id, source: next });
    },
  };
}

function sourceOf(enhancement: Enhancement | null): EnhancedSource | null {
  if (enhancement?.downloadUrl) return { kind: "file", url: enhancement.downloadUrl };
  if (enhancement?.playlistUrl) {
    // To a player that has seen it end, what is added after a retry is another stream.
    const end = isStopped(enhancement) ? "#stopped" : "";
    return { kind: "stream", url: enhancement.playlistUrl + end };
  }
  return null;
}

/** Nothing more is made of it, unless somebody asks for it again. */
function isStopped(enhancement: Enhancement | null): boolean {
  return enhancement?.status === "cancelled" || enhancement?.status === "failed";
}
