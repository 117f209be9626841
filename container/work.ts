// What an attempt at a job has in its hands while it runs. Each kind of job is one function of a
// request and this.

import type { Features } from "./features.ts";
import type { Programs } from "./run-ffmpeg.ts";

export type Work = {
  programs: Programs;
  /** What this ffmpeg can do. */
  features: Features;
  /** A folder of this attempt alone; it is gone when the attempt ends. */
  folder: string;
  /** Aborted by cancel, timeout or shutdown, with the JobFailure that is to be told. */
  signal: AbortSignal;
  /** Tells how far the job is: 0…1. */
  progress: (fraction: number) => void;
  /** For the operator. What a stranger's file said may be in it. */
  log: (line: string) => void;
};
