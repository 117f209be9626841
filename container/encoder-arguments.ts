// How the picture is encoded. Pure. The same array is reported to the user, and stands verbatim in
// a bare ffmpeg command.

import type { Plan } from "../protocol/enhancement.ts";

/**
 * x264's threads, pinned because its output depends on their number: the same request gives the
 * same bytes on any machine.
 */
const THREADS = 2;

/** ffmpeg's video arguments from `-c:v` on. */
export function encoderArguments(plan: Plan): string[] {
  const { gopFrames, colour } = plan.video;
  return [
    // Plays everywhere: 8 bit 4:2:0, High profile; the level follows from size and rate.
    ...["-c:v", "libx264", "-profile:v", "high", "-pix_fmt", "yuv420p"],
    // veryfast is the knee of speed against size, CRF 18 is hard to tell from the source.
    ...["-preset", "veryfast", "-crf", "18"],
    // A key frame at each group's start and nowhere else, so that segments can be cut and joined.
    ...["-g", String(gopFrames), "-keyint_min", String(gopFrames), "-sc_threshold", "0"],
    ...["-bf", "2", "-threads", String(THREADS)],
    // Tags always, since players guess differently where there are none.
    ...["-color_range", "tv", "-colorspace", colour.matrix],
    ...["-color_primaries", colour.primaries, "-color_trc", colour.transfer],
  ];
}
