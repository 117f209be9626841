// Short messages at the foot of the page. Each goes by itself after a while, but never while
// somebody points at it or has the focus in it.

import { createStore, type Readable } from "../store.ts";

const SHOWN_MS = 8_000;

export type Toast = {
  key: number;
  text: string;
  detail?: string;
  /** Where it is not in the language of the page; `detailLang` of the detail alone. */
  lang?: "en" | undefined;
  detailLang?: "en" | undefined;
  /** Takes back what the message tells of; Ctrl+Z does so too. */
  undo?: { label: string; run: () => void };
};

export type Toasts = Readable<readonly Toast[]> & {
  /** Shows a message; gives its key. `lasts` in ms, null until it is dismissed. */
  show(toast: Omit<Toast, "key">, lasts?: number | null, onGone?: () => void): number;
  /** Takes it away. `onGone` is not called. */
  dismiss(key: number): void;
  /** Stops all clocks while the person is at the messages, and starts them afresh after. */
  hold(held: boolean): void;
};

type Clock = { lasts: number | null; onGone: (() => void) | undefined };

export function createToasts(): Toasts {
  const store = createStore<readonly Toast[]>([]);
  const clocks = new Map<number, Clock & { timer?: ReturnType<typeof setTimeout> }>();
  let lastKey = 0;
  let held = false;

  function wind(key: number) {
    const clock = clocks.get(key);
    if (!clock || clock.lasts === null || held) return;
    clock.timer = setTimeout(() => {
      remove(key);
      clock.onGone?.();
    }, clock.lasts);
  }

  function remove(key: number) {
    clearTimeout(clocks.get(key)?.timer);
    clocks.delete(key);
    store.set(store.get().filter((toast) => toast.key !== key));
  }

  return {
    get: store.get,
    subscribe: store.subscribe,
    show(toast, lasts = SHOWN_MS, onGone) {
      const key = ++lastKey;
      clocks.set(key, { lasts, onGone });
      store.set([...store.get(), { ...toast, key }]);
      wind(key);
      return key;
    },
    dismiss: remove,
    hold(next) {
      if (held === next) return;
      held = next;
      for (const [key, { timer }] of clocks) {
        clearTimeout(timer);
        wind(key);
      }
    },
  };
}
