// Deleting with a way back: the video disappears at once, the request goes out when the offer to
// undo is over, or when the page is left.

import type { Video } from "../../protocol/video.ts";
import type { Api } from "../session/api.ts";
import { errorWords, ProblemError } from "../session/problem-error.ts";
import type { Toasts } from "../shell/toasts.ts";
import { createStore, type Readable } from "../store.ts";

const UNDO_MS = 6_000;

export type Deletions = Readable<ReadonlySet<string>> & {
  /** Hides the video and deletes it after a while, unless that is undone. */
  remove(video: Video): void;
};

export function createDeletions(api: Api, toasts: Toasts): Deletions {
  /** Ids that are hidden: offered to undo, or on their way to the server. */
  const hidden = createStore<ReadonlySet<string>>(new Set());
  /** Those whose request has not gone out. */
  const pending = new Set<string>();

  function show(id: string) {
    const next = new Set(hidden.get());
    next.delete(id);
    hidden.set(next);
  }

  async function send(video: Video) {
    if (!pending.delete(video.id)) return;
    try {
      await api.remove(video.id);
    } catch (error) {
      const problem = error instanceof ProblemError ? error.problem : null;
      if (problem?.status === 404 || problem?.status === 410) return;
      if (!problem && !(error instanceof TypeError)) throw error;
      show(video.id);
      toasts.show({
        text: `“${video.filename}” was not deleted`,
        detail: errorWords(error).detail,
      });
    }
  }

  addEventListener("pagehide", () => {
    for (const id of pending) {
      // The page is going: nobody is left to hear of a failure, and the video then simply stays.
      api.remove(id, true).catch(() => undefined);
    }
    pending.clear();
  });

  return {
    get: hidden.get,
    subscribe: hidden.subscribe,
    remove(video) {
      pending.add(video.id);
      hidden.set(new Set(hidden.get()).add(video.id));
      const key = toasts.show(
        {
          text: "Deleted",
          detail: video.filename,
          action: {
            label: "Undo",
            run: () => {
              toasts.dismiss(key);
              if (pending.delete(video.id)) show(video.id);
            },
          },
        },
        UNDO_MS,
        () => void send(video),
      );
    },
  };
}
