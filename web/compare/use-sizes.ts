// Sizes that are only known once something is on the screen: of a pane, and of the pictures in it.

import { useEffect, useState } from "react";
import type { Size } from "./zoom.ts";

/** Of an element's box in CSS pixels; null before it is there. */
export function useBoxSize(element: HTMLElement | null): Size | null {
  const [size, setSize] = useState<Size | null>(null);
  useEffect(() => {
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return size;
}

/** Of the larger of both pictures in its own pixels; null before one is known. */
export function usePictureSize(
  left: HTMLVideoElement | null,
  right: HTMLVideoElement | null,
): Size | null {
  const [size, setSize] = useState<Size | null>(null);
  useEffect(() => {
    const players = [left, right].filter((player) => player !== null);
    const gone = new AbortController();
    const look = () => {
      const sizes = players.map(({ videoWidth: width, videoHeight: height }) => ({
        width,
        height,
      }));
      const [largest] = sizes.toSorted((one, other) => other.width - one.width);
      setSize(largest && largest.width > 0 ? largest : null);
    };
    look();
    for (const player of players) {
      player.addEventListener("loadedmetadata", look, { signal: gone.signal });
      player.addEventListener("resize", look, { signal: gone.signal });
    }
    return () => gone.abort();
  }, [left, right]);
  return size;
}
