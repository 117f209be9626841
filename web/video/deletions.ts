// Deleting with a way back: the video disappears at once, the request goes out when the offer to
// undo is over, or when the page is left.

import type { Video } from "../../protocol/video.ts";
import { words } from "../language/words.ts";
import type { Api } from "../session/api.ts";
import { errorWords, ProblemError } from "../session/problem-error.ts";
import type { Toasts } from "../shell/toasts.ts";
import { createStore, type Readable } from "../store.ts";

const UNDO_MS = 6_000;
/** Names in the message; more would fill a telephone's screen. */
const NAMED = 2;

export type Deletions = Readable<ReadonlySet<string>> & {
  /** Hides the videos and deletes them after a while, unless that is undone. */
  remove(videos: readonly Video[]): void;
};

export function createDeletions(api: Api, toasts: Toasts): Deletions {
  /** Ids that are hidden: offered to undo, or on their way to the server. */
  const hidden = createStore<ReadonlySet<string>>(new Set());
  /** Those whose request has not gone out. */
  const pending = new Set<string>();

  function show(ids: readonly string[]) {
    hidden.set(new Set([...hidden.get()].filter((id) => !ids.includes(id))));
  }

  async function send(video: Video) {
    if (!pending.delete(video.id)) return;
    try {
      await api.remove(video.id);
    } catch (error) {
      const problem = error instanceof ProblemError ? error.problem : null;
      if (problem?.status === 404 || problem?.status === 410) return;
      if (!problem && !(error instanceof TypeError)) throw error;
      show([video.id]);
      const { detail, detailLang } = errorWords(error);
      const text = words().video.deletions.notDeleted(video.filename);
      toasts.show({ text, detail, detailLang });
    }
  }

  /** One after another: many at once would stand in the way of everything else. */
  async function sendAll(videos: readonly Video[]) {
    for (const video of videos) await send(video);
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
    remove(videos) {
      const ids = videos.map(({ id }) => id);
      for (const id of ids) pending.add(id);
      hidden.set(new Set([...hidden.get(), ...ids]));
      const said = words().video.deletions;
      const key = toasts.show(
        {
          text: said.deleted(videos.length),
          detail: namesOf(videos),
          undo: {
            label: said.undo,
            run: () => {
              toasts.dismiss(key);
              show(ids.filter((id) => pending.delete(id)));
            },
          },
        },
        UNDO_MS,
        () => void sendAll(videos),
      );
    },
  };
}

/** The first names, and how many more there are. */
function namesOf(videos: readonly Video[]): string {
  const names = videos.slice(0, NAMED).map(({ filename }) => filename);
  const more = videos.length - names.length;
  return words().video.deletions.names(names, more);
}
