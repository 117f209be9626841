// Which of a video's files stands for the original in this browser, and how the smaller copy stands
// where the original cannot be decoded. Pure.

import type { Video } from "../../protocol/video.ts";

export type Choice = {
  /** Address to play, or null while there is none. */
  url: string | null;
  /** It is the smaller copy. */
  isCopy: boolean;
  /** The original cannot be played, and no copy is there that was not tried. */
  lacksCopy: boolean;
};

/** `unplayable` are the addresses that this browser was seen not to play. */
export function choiceOf(
  { original, proxyUrl }: Pick<Video, "original" | "proxyUrl">,
  unplayable: readonly string[],
): Choice {
  const isPlayable = (url: string | null) => url !== null && !unplayable.includes(url);
  const own = original?.url ?? null;
  if (isPlayable(own)) return { url: own, isCopy: false, lacksCopy: false };
  if (isPlayable(proxyUrl)) return { url: proxyUrl, isCopy: true, lacksCopy: false };
  return { url: null, isCopy: false, lacksCopy: own !== null && proxyUrl === null };
}

export const originalName = (isCopy: boolean) => (isCopy ? "Original (smaller copy)" : "Original");

const WAITING = "A copy that it can show is about to be made.";

/** What the page did about the copy: asked for it, was refused, saw it begin. */
export type Asking = { refusal: string | null; begun: boolean };

/** `progress` is 0…1 while it is being made, null otherwise. */
export type CopyWords = { words: string; progress: number | null; canRetry: boolean };

/** What is told of a copy that the original needs; null where it was not asked for yet. */
export function copyWords(
  { status, progress, failure }: Video["proxy"],
  asking: Asking | null,
): CopyWords | null {
  switch (status) {
    case "running":
      return { words: "Making a copy this browser can show", progress, canRetry: false };
    case "waiting":
      return { words: WAITING, progress: null, canRetry: false };
    case "failed": {
      const why = failure ? `${failure.title}. ${failure.detail}` : "";
      return { words: `No copy could be made. ${why}`, progress: null, canRetry: true };
    }
    case "ready":
      return { words: "Nor can it show a smaller copy.", progress: null, canRetry: false };
    case "none":
      if (!asking) return null;
      if (asking.refusal) return { words: asking.refusal, progress: null, canRetry: true };
      if (asking.begun) return { words: "The copy was stopped.", progress: null, canRetry: true };
      return { words: WAITING, progress: null, canRetry: false };
    default:
      return status satisfies never;
  }
}
