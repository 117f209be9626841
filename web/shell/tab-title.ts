// The title of the browser's tab: which view it shows and, before that, how far the work is.

import { formatPercent } from "../format.ts";
import { words } from "../language/words.ts";
import type { Ended, Work } from "./work.ts";

/** What the tab is called. `ended` is what came to its end while nobody looked. */
export function titleOf(view: string, works: readonly Work[], ended: readonly Ended[]): string {
  const [work, ...others] = works;
  const said = words().shell.tab;
  if (work && others.length > 0) return `(${works.length}) ${view}`;
  if (work) {
    const percent = work.share === null ? said.atWork : formatPercent(work.share);
    return `${work.sending ? "↑ " : ""}${percent} · ${work.name}`;
  }
  const [end, ...more] = ended;
  if (!end) return view;
  if (more.length === 0) return end.failed ? said.failed(end.name) : said.done(end.name);
  const failed = ended.filter((one) => one.failed).length;
  return said.several(ended.length - failed, failed, view);
}

/** The sign on the tab: it has a dot while something waits to be looked at and nothing is at work. */
export function signOf(works: readonly Work[], ended: readonly Ended[]): string {
  if (works.length > 0 || ended.length === 0) return "/favicon.svg";
  return ended.some(({ failed }) => failed) ? "/favicon-failed.svg" : "/favicon-done.svg";
}

/**
 * How often a percentage is renewed, in ms. Some screen readers read out the title of the tab they
 * are in whenever it changes; one in the background is only looked at.
 */
const IN_SIGHT_MS = 15_000;
const HIDDEN_MS = 1_000;

export type TabTitle = {
  /** Takes the newest title: shown at once if it says something new, in its time if it counts on. */
  set(title: string): void;
};

/** @param write puts a title on the tab; `hidden` tells whether the tab is in the background. */
export function createTabTitle(write: (title: string) => void, hidden: () => boolean): TabTitle {
  let shown = "";
  let next = "";
  let shownAt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function flush() {
    clearTimeout(timer);
    timer = undefined;
    shown = next;
    shownAt = Date.now();
    write(shown);
  }

  return {
    set(title) {
      next = title;
      if (title === shown) return;
      if (withoutPercent(title) !== withoutPercent(shown)) return flush();
      const wait = shownAt + (hidden() ? HIDDEN_MS : IN_SIGHT_MS) - Date.now();
      if (wait <= 0) return flush();
      timer ??= setTimeout(flush, wait);
    },
  };
}

const withoutPercent = (title: string) => title.replace(/\d+(?=\u00a0%)/, "");
