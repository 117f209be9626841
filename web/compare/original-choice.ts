// Which of a video's files stands for the original in this browser, and how the smaller copy stands
// where the original cannot be decoded. Pure.

import type { Video } from "../../protocol/video.ts";
import { words } from "../language/words.ts";
import { type ErrorWords, failureWords } from "../session/failure-words.ts";

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

export function originalName(isCopy: boolean): string {
  const { original, smallerCopy } = words().compare.names;
  return isCopy ? smallerCopy : original;
}

/** What the page did about the copy: asked for it, was refused, saw it begin. */
export type Asking = { refusal: ErrorWords | null; begun: boolean };

export type CopyWords = {
  words: string | null;
  /** Why there is no copy, which may be in the words of the service. */
  reason: ErrorWords | null;
  /** 0…1 while it is being made, null otherwise. */
  progress: number | null;
  canRetry: boolean;
};

/** What is told of a copy that the original needs; null where it was not asked for yet. */
export function copyWords(
  { status, progress, failure }: Video["proxy"],
  asking: Asking | null,
): CopyWords | null {
  const said = words().compare.copy;
  const told = { words: null, reason: null, progress: null, canRetry: false };
  switch (status) {
    case "running":
      return { ...told, words: said.running, progress };
    case "waiting":
      return { ...told, words: said.waiting };
    case "failed": {
      const reason = failure && failureWords(failure);
      return { ...told, words: said.failed, reason, canRetry: true };
    }
    case "ready":
      return { ...told, words: said.unplayable };
    case "none":
      if (!asking) return null;
      if (asking.refusal) return { ...told, reason: asking.refusal, canRetry: true };
      if (asking.begun) return { ...told, words: said.stopped, canRetry: true };
      return { ...told, words: said.waiting };
    default:
      return status satisfies never;
  }
}
