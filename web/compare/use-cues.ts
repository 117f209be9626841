// When each small picture of a sprite is shown, read from its WebVTT once somebody points.

import { useEffect, useState } from "react";
import { type Cue, parseCues, type Sprite } from "./sprite-place.ts";

/** None until `wanted`, and where they cannot be had: nothing is shown then. */
export function useCues(sprite: Sprite | null, wanted: boolean): readonly Cue[] {
  const [read, setRead] = useState<{ url: string; cues: Cue[] } | null>(null);
  const url = sprite?.vttUrl ?? null;
  const missing = wanted && url !== null && read?.url !== url;
  useEffect(() => {
    if (!missing) return;
    const over = new AbortController();
    cuesAt(url, over.signal).then(
      (cues) => setRead({ url, cues }),
      (error: unknown) => {
        // Cut off, or called off: the next time somebody points it is asked for again.
        if (!(error instanceof TypeError || error instanceof DOMException)) throw error;
      },
    );
    return () => over.abort();
  }, [missing, url]);
  return read?.url === url ? read.cues : [];
}

async function cuesAt(url: string, signal: AbortSignal): Promise<Cue[]> {
  const answer = await fetch(url, { signal });
  return answer.ok ? parseCues(await answer.text()) : [];
}
