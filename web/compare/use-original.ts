// Whether this browser can show the original. It may hold a picture that only other programs can
// decode; a smaller copy, if there is one, is tried next.

import { useEffect, useState } from "react";
import type { Video } from "../../protocol/video.ts";

export type OriginalState = "loading" | "shown" | "undecodable" | "unreachable";

export type Original = {
  /** Address to play, or null while there is none. */
  url: string | null;
  state: OriginalState;
  retry: () => void;
};

/** Watches the player that plays `url`. */
export function useOriginal(video: Video, player: HTMLVideoElement | null): Original {
  const [state, setState] = useState<OriginalState>("loading");
  const [unplayable, setUnplayable] = useState<readonly string[]>([]);
  const [tries, setTries] = useState(0);
  const addresses = [video.original?.url ?? null, video.proxyUrl].filter((url) => url !== null);
  const url = addresses.find((address) => !unplayable.includes(address)) ?? null;
  const none = addresses.length > 0 && url === null;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another try is the same address again.
  useEffect(() => {
    if (!player || !url) return;
    const gone = new AbortController();
    const { signal } = gone;
    const refuse = async () => {
      const reachable = await isReachable(url);
      if (signal.aborted) return;
      if (reachable) setUnplayable((urls) => [...urls, url]);
      else setState("unreachable");
    };
    // A file whose picture cannot be decoded may still be played for its sound: it has no width.
    const look = () => (player.videoWidth > 0 ? setState("shown") : void refuse());
    setState("loading");
    player.addEventListener("loadedmetadata", look, { signal });
    player.addEventListener("error", () => void refuse(), { signal });
    player.src = url;
    player.load();
    return () => {
      gone.abort();
      player.removeAttribute("src");
    };
  }, [player, url, tries]);

  return {
    url,
    state: none ? "undecodable" : state,
    retry: () => setTries((count) => count + 1),
  };
}

/** A player's error does not tell a lost line from a picture it cannot decode. */
async function isReachable(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { method: "HEAD" })).ok;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}
