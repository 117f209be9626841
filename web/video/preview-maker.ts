// Makes previews of one choice of settings, one at a time, and tells a screen reader how it goes.
// Who gives up hears of neither a picture nor a failure.

import type { PreviewForm } from "../../protocol/job.ts";
import type { Preview } from "../../protocol/video.ts";
import type { App } from "../app.ts";
import { words } from "../language/words.ts";
import { ProblemError } from "../session/problem-error.ts";
import { createStore } from "../store.ts";

export type PreviewState = { making: PreviewForm | null; shown: Preview | null };

/** `ask` gets a signal that says when nobody waits for its answer any more. */
export function createPreviewMaker(
  ask: (as: PreviewForm, signal: AbortSignal) => Promise<Preview>,
  { attempt, spoken }: Pick<App, "attempt" | "spoken">,
) {
  const store = createStore<PreviewState>({ making: null, shown: null });
  const patch = (change: Partial<PreviewState>) => store.set({ ...store.get(), ...change });
  let asked: AbortController | null = null;

  /** Asks and waits until it is shown, or a message says why not. While one is made, does nothing. */
  async function make(as: PreviewForm): Promise<void> {
    if (store.get().making !== null) return;
    const request = new AbortController();
    asked = request;
    patch({ making: as });
    spoken.set(words().settings.preview.forms[as].begun);
    try {
      await attempt(async () => {
        const shown = await unlessGivenUp(ask(as, request.signal));
        if (shown === null) return;
        patch({ shown });
        spoken.set(words().settings.preview.forms[as].shown);
      });
    } finally {
      patch({ making: null });
    }
  }

  const giveUp = () => asked?.abort();
  return { get: store.get, subscribe: store.subscribe, make, giveUp };
}

/** Null where the page gave the preview up, or a newer one took its place. */
export async function unlessGivenUp(preview: Promise<Preview>): Promise<Preview | null> {
  try {
    return await preview;
  } catch (error) {
    const left = error instanceof DOMException && error.name === "AbortError";
    const replaced = error instanceof ProblemError && error.problem.code === "cancelled";
    if (left || replaced) return null;
    throw error;
  }
}
