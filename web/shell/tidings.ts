// Brings word of the work to whoever does not look at the page: by the tab's title and sign, and by
// a notification where the person wants one.

import type { Video } from "../../protocol/video.ts";
import { words } from "../language/words.ts";
import { failureWords } from "../session/failure-words.ts";
import type { LiveSession } from "../session/session-store.ts";
import { createStore, type Readable } from "../store.ts";
import type { LocalUpload } from "../uploads/upload-queue.ts";
import type { Notifier } from "./notifier.ts";
import { createTabTitle, signOf, titleOf } from "./tab-title.ts";
import { type Ended, endedBetween, failureOf, type Work, withEnded, worksOf } from "./work.ts";

export type Tidings = {
  /** What is at work now. */
  works: Readable<readonly Work[]>;
  /** Tells what the view is called. */
  setView(title: string): void;
  /** How a video's view is opened when its notification is pressed. */
  onOpen(open: (videoId: string) => void): void;
};

export type TidingsOptions = {
  session: Readable<LiveSession>;
  uploads: Readable<readonly LocalUpload[]>;
  notifier: Notifier;
};

export function createTidings({ session, uploads, notifier }: TidingsOptions): Tidings {
  const works = createStore<readonly Work[]>([]);
  const title = createTabTitle(
    (text) => {
      document.title = text;
    },
    () => document.hidden,
  );
  let view = document.title;
  let before: LiveSession["videos"] = new Map();
  /** What came to its end while the page was hidden. */
  let unseen: readonly Ended[] = [];
  let open: (videoId: string) => void = () => undefined;

  function look() {
    works.set(worksOf(session.get().videos, uploads.get()));
    title.set(titleOf(view, works.get(), unseen));
    sign(signOf(works.get(), unseen));
  }

  function tell(video: Video) {
    const failure = failureOf(video);
    const why = failure && failureWords(failure);
    const { done, doneDetail } = words().shell.tell;
    const [head, body] = why
      ? [`${video.filename}: ${why.title}`, why.detail]
      : [done(video.filename), doneDetail];
    notifier.show(head, body, video.id, () => open(video.id));
  }

  session.subscribe(() => {
    const { known, videos } = session.get();
    if (known && videos !== before) {
      const ended = endedBetween(before, videos);
      before = videos;
      if (document.hidden) {
        unseen = withEnded(unseen, ended);
        ended.forEach(tell);
      }
    }
    look();
  });
  uploads.subscribe(look);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) unseen = [];
    look();
  });

  return {
    works,
    setView(next) {
      view = next;
      look();
    },
    onOpen(next) {
      open = next;
    },
  };
}

/** Puts the sign at that address on the tab. */
function sign(address: string): void {
  const link = document.querySelector<HTMLLinkElement>("link[rel=icon]");
  if (link && link.getAttribute("href") !== address) link.setAttribute("href", address);
}
