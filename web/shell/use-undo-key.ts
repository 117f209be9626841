// Ctrl or ⌘ with Z does what the newest message offers, wherever the focus is: from the list to the
// foot of the page is a long way by keyboard. What is being written in a field has an undo of its own.

import { useEffect } from "react";
import type { Toasts } from "./toasts.ts";

const WRITTEN_IN = "input:not([type=checkbox])";

export function useUndoKey(toasts: Toasts): void {
  useEffect(() => {
    const gone = new AbortController();
    const onKeyDown = (event: KeyboardEvent) => {
      const { target, key, altKey, ctrlKey, metaKey, shiftKey, defaultPrevented } = event;
      if (defaultPrevented || altKey || shiftKey || !(ctrlKey || metaKey)) return;
      if (key.toLowerCase() !== "z") return;
      if (target instanceof Element && target.matches(WRITTEN_IN)) return;
      const offer = toasts.get().findLast(({ undo }) => undo !== undefined);
      if (!offer) return;
      event.preventDefault();
      offer.undo?.run();
    };
    document.addEventListener("keydown", onKeyDown, { signal: gone.signal });
    return () => gone.abort();
  }, [toasts]);
}
