// On a thin line two films at once would keep the first picture from coming.

import { useEffect, useState } from "react";

/** How players load of themselves: nothing until the poster, where there is one, has come or failed. */
export function usePreload(poster: string | null): "auto" | "none" {
  const [mayLoad, setMayLoad] = useState(poster === null);
  useEffect(() => {
    if (mayLoad || poster === null) return;
    const image = new Image();
    image.onload = () => setMayLoad(true);
    image.onerror = () => setMayLoad(true);
    image.src = poster;
    return () => {
      image.onload = null;
      image.onerror = null;
    };
  }, [mayLoad, poster]);
  return mayLoad ? "auto" : "none";
}
