// When each small picture of a sprite is shown, read from its WebVTT once somebody points.

import { useEffect, useState } from "react";
import { type Cue, parseCues, type Sprite } from "./sprite-place.ts";

/** A sprite has a picture at least, so an answer without a cue is none of ours. */
export type Cues = readonly Cue[] | "unreadable";

const NONE: Cues = [];

/** None until `wanted`, and while the line is cut. */
export function useCues(sprite: Sprite | null, wanted: boolean): Cues {
  const [read, setRead] = useState<{ url: string; cues: Cues } | null>(null);
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
  return read?.url === url ? read.cues : NONE;
}

async function cuesAt(url: string, signal: AbortSignal): Promise<Cues> {
  const answer = await fetch(url, { signal });
  const cues = answer.ok ? parseCues(await answer.text()) : NONE;
  return cues.length > 0 ? cues : "unreadable";
}
