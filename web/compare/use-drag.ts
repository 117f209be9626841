// A pointer on the stage: it moves the wipe, or the picture while that is larger than its pane. With
// both possible the wipe is taken by its line.

import { useRef } from "react";
import type { Point } from "./zoom.ts";

type Drag = {
  moves: "wipe" | "picture";
  x: number;
  y: number;
  /** A finger that has only come down may be about to scroll the page. */
  open: boolean;
};

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
      const open = moves === "wipe" && !onLine && event.pointerType === "touch";
      drag.current = { moves, x: event.clientX, y: event.clientY, open };
      event.currentTarget.setPointerCapture(event.pointerId);
      if (moves === "wipe" && !open) wipeTo(event);
    },
    onPointerMove(event: React.PointerEvent<HTMLElement>) {
      const { current } = drag;
      if (!current) return;
      const by = { x: event.clientX - current.x, y: event.clientY - current.y };
      if (current.open && Math.abs(by.x) <= Math.abs(by.y)) return;
      drag.current = { ...current, x: event.clientX, y: event.clientY, open: false };
      if (current.moves === "wipe") wipeTo(event);
      else onPan(by);
    },
    onPointerUp(event: React.PointerEvent<HTMLElement>) {
      // It came down and up at one place.
      if (drag.current?.open) wipeTo(event);
      end();
    },
    onPointerCancel: end,
  };
}
