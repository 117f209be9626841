// The segment grid: which frames of the result each encode job makes. It depends on the number of
// frames, the frame rate and how they are made alone, so that the same request gives the same segments. Pure.

import type { Plan } from "../protocol/enhancement.ts";
import { type Rational, toNumber } from "../protocol/rational.ts";
import { isInterpolated } from "./rate-filters.ts";

/** A group of pictures lasts about this long; players can start at each. */
const GOP_SECONDS = 2;
/** The first segment is shorter: a player may start as soon as it is there. */
const FIRST_GOPS = 2;
/**
 * Groups in each other segment. x264's rate control starts afresh with each: in segments of 4 s
 * the bytes of the 30 s test clip were 2.7 % off one pass, on this grid (4, 6, 6, 6 and 8 s) 1.2 %.
 */
const GOPS = 3;
/** Pictures moved along take seconds each: one group is all that a job should make. */
const MOTION_GOPS = 1;

export type Segment = { firstFrame: number; frames: number };

/** Frames in a group of pictures at this rate, at least 1. */
export function gopFramesAt(rate: Rational): number {
  return Math.max(1, Math.round(GOP_SECONDS * toNumber(rate)));
}

/**
 * Segments that cover the film without a gap: whole groups, 4 s first and 6 s each after. A rest of
 * at most one group joins the segment before it, which then lasts 8 s at most. Where pictures are
 * moved along, 2 s each, and 3 s at most.
 */
export function gridOf(
  video: Pick<Plan["video"], "frames" | "gopFrames" | "frameRate" | "sourceRate" | "fpsMethod">,
): Segment[] {
  const { frames, gopFrames } = video;
  const slow = video.fpsMethod === "motion" && isInterpolated(video);
  const [firstGops, gops] = slow ? [MOTION_GOPS, MOTION_GOPS] : [FIRST_GOPS, GOPS];
  const joined = slow ? gopFrames / 2 : gopFrames;
  const segments: Segment[] = [];
  let firstFrame = 0;
  while (firstFrame < frames) {
    const nominal = gopFrames * (segments.length === 0 ? firstGops : gops);
    const rest = frames - firstFrame - nominal;
    const length = rest <= joined ? frames - firstFrame : nominal;
    segments.push({ firstFrame, frames: length });
    firstFrame += length;
  }
  return segments;
}
