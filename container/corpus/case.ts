// A clip of the corpus: how it is made and what is special about it. What holds for every result
// is checked for all.

import type { FailureCode } from "../../protocol/failure.ts";
import type { Settings } from "../../protocol/settings.ts";
import { ffmpeg } from "../testing/clips.ts";

/** One clip and what is expected of its result beside what every result must be. */
export type Case = {
  name: string;
  /** Writes the clip to `path`; absent for a clip that is there. */
  make?: (path: string) => Promise<void>;
  /** A real clip's own path. */
  path?: string;
  /** The failure it must end in; nothing else counts. */
  refused?: FailureCode;
  settings?: Settings;
  /** Frame rate of the result as a fraction, where it is not the source's own. */
  rate?: string;
  /** How the reference decode becomes progressive. */
  deinterlace?: "tff" | "bff" | "telecine";
  /** Filters that put the coded picture upright, in place of the reference's own reading. */
  upright?: string;
  /** Colour of the reference where the file does not tell it: matrix, and range. */
  colour?: { matrix?: string; range?: "tv" | "pc" };
  /** Name of the reference's decoder for pictures with transparency. */
  alpha?: { decoder?: string; matte?: readonly [number, number, number] };
  /** Sound tracks of the result, where it is not all of the source's. */
  sounds?: number;
  /** Seconds of sound that the decoder still holds when the last packet is read. */
  soundTail?: number;
  /** Flashes and beeps belong together all along. */
  flashes?: boolean;
  /** Least likeness to the reference in dB, where the usual one is too much to ask. */
  likeness?: number;
};

export const lavfi = (graph: string) => ["-f", "lavfi", "-i", graph];
export const PICTURE = lavfi("testsrc2=s=192x108:r=25:d=1.2");
export const sized = (size: string, rate = "25", seconds = 1.2) =>
  lavfi(`testsrc2=s=${size}:r=${rate}:d=${seconds}`);
export const SINE = lavfi("sine=440:d=1.2:r=48000");
/** Half-tones: saturated colours would hide a wrong range or matrix. */
export const MUTED = ",format=gbrp,lutrgb=r=40+val*0.6:g=40+val*0.6:b=40+val*0.6,format=yuv420p";
export const SMALL = lavfi(`testsrc2=s=128x72:r=25:d=1.2${MUTED}`);
export const X264 = ["-c:v", "libx264", "-preset", "ultrafast", "-crf", "14"];
export const tagged = (matrix: string, transfer: string, primaries: string, range = "tv") => [
  ...["-colorspace", matrix, "-color_trc", transfer],
  ...["-color_primaries", primaries, "-color_range", range],
];

/** A clip by ffmpeg's arguments before the path. */
export const made =
  (...args: readonly (string | readonly string[])[]) =>
  async (path: string) => {
    await ffmpeg(["-v", "error", ...args.flat(), path]);
  };

/** A clip that is made and then spoiled. */
export const spoiled =
  (make: (path: string) => Promise<void>, spoil: (path: string) => Promise<void>) =>
  async (path: string) => {
    await make(path);
    await spoil(path);
  };

export const X265 = ["-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none"];
