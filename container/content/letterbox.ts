// Bars around the picture: what stays black through every frame that is not black as a whole. Pure.

import type { PictureContent } from "../../protocol/content.ts";
import type { Size } from "./film.ts";

/** First and last line and column that hold a picture. */
export type Box = { left: number; top: number; right: number; bottom: number };

/** Encoders leave a few dark lines at edges; those are no bars. */
const BAR_SHARE_MIN = 0.01;
/** More than this on one side is a film in which next to nothing is seen. */
const BAR_SHARE_MAX = 0.4;

/** The smallest box that holds both. */
export function boxAround(a: Box | null, b: Box | null): Box | null {
  if (a === null || b === null) return a ?? b;
  return {
    left: Math.min(a.left, b.left),
    top: Math.min(a.top, b.top),
    right: Math.max(a.right, b.right),
    bottom: Math.max(a.bottom, b.bottom),
  };
}

/**
 * `box` in pixels of `measured`, of all frames; `fine` in those of the picture, of some. A small
 * pixel is one pixel of the picture, out of the middle of those it stands for; of the others only
 * `fine` knows, and without it nothing is said.
 */
export function letterboxOf(
  box: Box | null,
  fine: Box | null,
  measured: Size,
  { width, height }: Size,
): PictureContent["letterbox"] {
  if (box === null || fine === null) return null;
  const across = (place: number) => Math.floor(((place + 0.5) * width) / measured.width);
  const down = (place: number) => Math.floor(((place + 0.5) * height) / measured.height);
  const kept = (bar: number, side: number) => (bar < side * BAR_SHARE_MIN ? 0 : bar);
  const left = kept(Math.min(fine.left, across(box.left)), width);
  const top = kept(Math.min(fine.top, down(box.top)), height);
  const right = kept(width - 1 - Math.max(fine.right, across(box.right)), width);
  const bottom = kept(height - 1 - Math.max(fine.bottom, down(box.bottom)), height);
  const isTooMuch =
    Math.max(left, right) > width * BAR_SHARE_MAX || Math.max(top, bottom) > height * BAR_SHARE_MAX;
  if (isTooMuch || left + right + top + bottom === 0) return null;
  return { x: left, y: top, width: width - left - right, height: height - top - bottom };
}
