// The selection of the list and the keys that work in it: Ctrl or ⌘ with A, Escape, Delete.

import { type KeyboardEvent, useState } from "react";
import { allOrNothing, NOTHING, selectedOf, toggled } from "./selection.ts";

/** `shown` are the keys that can be selected, in the order of the list. */
export function useSelection(shown: readonly string[], onDelete: (keys: string[]) => void) {
  const [selection, setSelection] = useState(NOTHING);
  const keys = selectedOf(selection, shown);
  const clear = () => setSelection(NOTHING);
  const all = () => setSelection((now) => allOrNothing(now, shown));
  const erase = () => {
    onDelete(keys);
    clear();
  };

  function onKeyDown(event: KeyboardEvent) {
    const { target, key, altKey, ctrlKey, metaKey } = event;
    const writes =
      target instanceof Element && target.matches("input:not([type=checkbox]), select");
    if (writes || altKey || shown.length < 2) return;
    const selectsAll = key.toLowerCase() === "a" && (ctrlKey || metaKey);
    if (selectsAll) setSelection({ keys: new Set(shown), anchor: null });
    else if (key === "Escape" && keys.length > 0) clear();
    else if (key === "Delete" && keys.length > 0) erase();
    else return;
    event.preventDefault();
  }

  return {
    keys,
    has: (key: string) => selection.keys.has(key),
    toggle: (key: string, range: boolean) => setSelection((now) => toggled(now, key, range, shown)),
    all,
    clear,
    erase,
    onKeyDown,
  };
}
