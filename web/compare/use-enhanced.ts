// Which enhanced picture is played: the finished file if there is one, else the growing stream.

import { useEffect, useEffectEvent, useState } from "react";
import type { Enhancement } from "../../protocol/video.ts";
import { attachSource, type EnhancedSource } from "./enhanced-source.ts";

export type Enhanced = {
  /** True if there is something to look at. */
  shown: boolean;
  /** True while more of it is still being made. */
  growing: boolean;
  failed: boolean;
};

/** Plays the enhancement in `player`. `place` tells where to go on when the source changes. */
export function useEnhanced(
  enhancement: Enhancement | null,
  player: HTMLVideoElement | null,
  place: () => number,
): Enhanced {
  const source = sourceOf(enhancement);
  const { kind, url } = source ?? {};
  const [broken, setBroken] = useState<string | null>(null);
  const attach = useEffectEvent((to: HTMLVideoElement, from: EnhancedSource) =>
    attachSource(to, from, place(), () => setBroken(from.url)),
  );
  useEffect(() => {
    if (player && kind && url) return attach(player, { kind, url });
  }, [player, kind, url]);
  const failed = source !== null && broken === source.url;
  return { shown: source !== null && !failed, growing: kind === "stream", failed };
}

function sourceOf(enhancement: Enhancement | null): EnhancedSource | null {
  if (enhancement?.downloadUrl) return { kind: "file", url: enhancement.downloadUrl };
  if (enhancement?.playlistUrl) return { kind: "stream", url: enhancement.playlistUrl };
  return null;
}
