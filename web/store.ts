// A value that can be watched: what the page keeps outside of React, and how React reads it.

import { useSyncExternalStore } from "react";

export type Readable<Value> = {
  get(): Value;
  /** Calls back after each change; gives the function that ends it. */
  subscribe(listener: () => void): () => void;
};

export type Store<Value> = Readable<Value> & { set(next: Value): void };

export function createStore<Value>(initial: Value): Store<Value> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function useStore<Value>(store: Readable<Value>): Value {
  return useSyncExternalStore(store.subscribe, store.get);
}
