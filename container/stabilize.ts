// Steadying a hand-held camera, by vid.stab: one run finds how the camera moves from frame to frame
// and writes it to a file, another takes off what is faster than a smooth path. The path is smoothed
// over a window of frames alone, so a segment that is read with that window on both sides gets the
// path of the whole film. Works in 8 bit, thus never on what stays beyond standard range. Pure.

import type { Plan, Recipe } from "../protocol/enhancement.ts";
import { quoted } from "./filter-text.ts";

/** Frames on each side that the path is smoothed over, and how many more for each strength. */
const SMOOTHING = 5;
const SMOOTHING_EACH = 3;
/** Percent that the picture is enlarged by, so that no edge is seen when it moves. */
const ZOOM = 2;
const ZOOM_EACH = 1;
/** Share of the room that enlarging makes which moving may take; turning gets the rest. */
const SHIFT_SHARE = 0.7;
/** The filter's own middle: 10 looks far for large movements, and takes three times as long. */
const SHAKINESS = 5;

/** Frames that are read on each side of those wanted; one more for the first, which follows none. */
export function marginFrames(recipe: Recipe): number {
  return smoothing(recipe) + 1;
}

/** Writes the movements to the file at that path. */
export function detectFilter(path: string): string {
  return `vidstabdetect=shakiness=${SHAKINESS}:result=${quoted(path)}`;
}

/**
 * Moves, turns and enlarges each frame by the file at that path. How far is bounded by what
 * enlarging leaves at the edges, so that nothing beyond them shows.
 */
export function transformFilters(
  recipe: Recipe,
  { width, height }: Pick<Plan["video"], "width" | "height">,
  path: string,
): string[] {
  const zoom = zoomOf(recipe);
  const room = (Math.min(width, height) * zoom) / 200;
  const shift = Math.floor(room * SHIFT_SHARE);
  // A turn moves the corners by this angle times half the longer side.
  const angle = ((room - shift) / (Math.max(width, height) / 2)).toFixed(6);
  const way = `input=${quoted(path)}:relative=1:optalgo=gauss:smoothing=${smoothing(recipe)}`;
  const bounds = `maxshift=${shift}:maxangle=${angle}:zoom=${zoom}:optzoom=0`;
  // Black, and never what earlier frames had there, which depends on where reading began. Bicubic
  // interpolation would take three times as long.
  return [`vidstabtransform=${way}:${bounds}:crop=black:interpol=bilinear`];
}

/** Percent that a steadied picture is enlarged by. */
export function zoomOf({ stabilize }: Recipe): number {
  return ZOOM + ZOOM_EACH * stabilize;
}

function smoothing({ stabilize }: Recipe): number {
  return SMOOTHING + SMOOTHING_EACH * stabilize;
}
