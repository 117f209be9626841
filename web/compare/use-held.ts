// Something that lasts as long as a button or a key is held down.

import { useEffect, useState } from "react";

/** `hold` begins it; it ends when a key or a pointer is let go anywhere, or the window is left. */
export function useHeld(): { held: boolean; hold: () => void } {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (!held) return;
    const gone = new AbortController();
    for (const type of ["keyup", "pointerup", "pointercancel", "blur"]) {
      window.addEventListener(type, () => setHeld(false), { signal: gone.signal });
    }
    return () => gone.abort();
  }, [held]);
  return { held, hold: () => setHeld(true) };
}
