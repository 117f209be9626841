// The time of day as something to render: it moves on by itself.

import { useEffect, useState } from "react";

/** ms since 1970, at most `interval` ms old. */
export function useNow(interval: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), interval);
    return () => clearInterval(timer);
  }, [interval]);
  return now;
}
