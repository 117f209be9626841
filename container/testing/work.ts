// What an attempt has in its hands, for tests that call a job's function itself.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findFfmpegPair } from "../ffmpeg-pair.mjs";
import { createPrograms } from "../run-ffmpeg.ts";
import type { Work } from "../work.ts";

export type TestWork = Work & {
  /** What the job said for the operator, and how far it was. */
  logged: string[];
  fractions: number[];
  remove: () => Promise<void>;
};

/** Work with real programs and a folder of its own. */
export async function startWork(): Promise<TestWork> {
  const pair = findFfmpegPair(process.env, () => {});
  if (!pair) throw new Error("these tests need ffmpeg and ffprobe");
  const programs = createPrograms(pair);
  const folder = await mkdtemp(join(tmpdir(), "reelight-work-"));
  const [logged, fractions]: [string[], number[]] = [[], []];
  return {
    programs,
    features: await programs.prepare(),
    folder,
    signal: new AbortController().signal,
    progress: (fraction) => fractions.push(fraction),
    log: (line) => logged.push(line),
    logged,
    fractions,
    remove: () => rm(folder, { recursive: true }),
  };
}
