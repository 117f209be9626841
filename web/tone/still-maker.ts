// Pictures of a film that the service makes where no player can show it: one for each place where the
// hand that chooses it comes to rest. Who moves on hears nothing of the picture before.

import { createStore } from "../store.ts";

/** So long the hand rests before a picture is asked for: each costs the service a second. */
const REST_MS = 400;

export type StillState = {
  /** The second that was chosen last; null for the one that is shown. */
  wanted: number | null;
  /** A picture is being made, or will be as soon as the hand rests. */
  coming: boolean;
};

/** `ask` gets a second, null for any, and says whether its picture is shown. */
export function createStillMaker(
  ask: (seconds: number | null, signal: AbortSignal) => Promise<boolean>,
) {
  const store = createStore<StillState>({ wanted: null, coming: false });
  let asked = new AbortController();
  let rest: ReturnType<typeof setTimeout> | undefined;

  /** Asks at once. Where there is no picture of that second, the one before stays chosen. */
  async function make(seconds: number | null): Promise<void> {
    leave();
    const { signal } = asked;
    store.set({ wanted: seconds, coming: true });
    const shown = await ask(seconds, signal);
    if (!signal.aborted) store.set({ wanted: shown ? seconds : null, coming: false });
  }

  /** Asks when no other second is chosen for a while. */
  function choose(seconds: number): void {
    leave();
    store.set({ wanted: seconds, coming: true });
    rest = setTimeout(() => void make(seconds), REST_MS);
  }

  function giveUp(): void {
    leave();
    store.set({ wanted: null, coming: false });
  }

  function leave(): void {
    clearTimeout(rest);
    asked.abort();
    asked = new AbortController();
  }

  return { get: store.get, subscribe: store.subscribe, make, choose, giveUp };
}
