// Whether this browser can show the original. It may hold a picture that only other programs can
// decode: then a smaller copy is asked for, once and without being told to, and played in its place.

import { useEffect, useEffectEvent, useState } from "react";
import type { Video } from "../../protocol/video.ts";
import { useApp } from "../app.ts";
import { errorWords, ProblemError } from "../session/problem-error.ts";
import {
  type Asking,
  type CopyWords,
  choiceOf,
  copyWords,
  originalName,
} from "./original-choice.ts";
import { isReachable } from "./reachable.ts";

export type OriginalState = "loading" | "shown" | "undecodable" | "unreachable";

export type Original = {
  /** Address to play, or null while there is none. */
  url: string | null;
  state: OriginalState;
  /** What it is to be called: it may be a smaller copy. */
  name: string;
  isCopy: boolean;
  /** How the copy stands that this browser needs; null while it needs none or has it. */
  copy: CopyWords | null;
  /** Tries an address again that could not be reached. */
  retry: () => void;
  /** Asks for the copy again. */
  askForCopy: () => void;
};

/** Watches the player that plays `url`. */
export function useOriginal(video: Video, player: HTMLVideoElement | null): Original {
  const { api } = useApp();
  const [state, setState] = useState<OriginalState>("loading");
  const [unplayable, setUnplayable] = useState<readonly string[]>([]);
  const [tries, setTries] = useState(0);
  const [asking, setAsking] = useState<(Asking & { video: string }) | null>(null);
  const { url, isCopy, lacksCopy } = choiceOf(video, unplayable);
  const undecodable = url === null && video.original !== null;

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
    return () => {
      gone.abort();
      player.removeAttribute("src");
    };
  }, [player, url, tries]);

  const known = asking?.video === video.id ? asking : null;
  if (known && !known.begun && video.proxy.status !== "none") setAsking({ ...known, begun: true });

  function askForCopy() {
    setAsking({ video: video.id, refusal: null, begun: false });
    api.makeProxy(video.id).catch((error: unknown) => {
      if (!(error instanceof ProblemError || error instanceof TypeError)) throw error;
      setAsking({ video: video.id, refusal: errorWords(error), begun: false });
    });
  }
  const ask = useEffectEvent(askForCopy);
  const toBeAsked = lacksCopy && known === null && video.proxy.status === "none";
  useEffect(() => {
    if (toBeAsked) ask();
  }, [toBeAsked]);

  return {
    url,
    state: undecodable ? "undecodable" : state,
    name: originalName(isCopy),
    isCopy,
    copy: undecodable ? copyWords(video.proxy, known) : null,
    retry: () => setTries((count) => count + 1),
    askForCopy,
  };
}
