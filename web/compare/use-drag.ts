// A pointer on the stage: it moves the wipe, or the picture while that is larger than its pane. With
// both possible the wipe is taken by its line.

import { useRef } from "react";
import type { Point } from "./zoom.ts";

type Drag = { moves: "wipe" | "picture"; x: number; y: number };

type Options = {
  wiping: boolean;
  zoomed: boolean;
  /** 0…100 from the stage's left. */
  onWipe: (percent: number) => void;
  /** By so many CSS pixels. */
  onPan: (by: Point) => void;
};

/** The stage's listeners. The wipe's line is known by its class `wipe-line`. */
export function useDrag({ wiping, zoomed, onWipe, onPan }: Options) {
  const drag = useRef<Drag | null>(null);
  const wipeTo = ({ currentTarget, clientX }: React.PointerEvent) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    onWipe(Math.min(100, Math.max(0, ((clientX - left) / width) * 100)));
  };
  const end = () => {
    drag.current = null;
  };
  return {
    onPointerDown(event: React.PointerEvent<HTMLElement>) {
      if (event.button !== 0 || !event.isPrimary || !(event.target instanceof Element)) return;
      const onLine = event.target.closest(".wipe-line") !== null;
      const moves = wiping && (onLine || !zoomed) ? "wipe" : zoomed ? "picture" : null;
      if (!moves) return;
      drag.current = { moves, x: event.clientX, y: event.clientY };
      event.currentTarget.setPointerCapture(event.pointerId);
      if (moves === "wipe") wipeTo(event);
    },
    onPointerMove(event: React.PointerEvent<HTMLElement>) {
      const { current } = drag;
      if (!current) return;
      if (current.moves === "wipe") return wipeTo(event);
      onPan({ x: event.clientX - current.x, y: event.clientY - current.y });
      drag.current = { ...current, x: event.clientX, y: event.clientY };
    },
    onPointerUp: end,
    onPointerCancel: end,
  };
}
