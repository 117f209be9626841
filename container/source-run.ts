// Runs ffmpeg over a source and makes sure that it got to read all it asked for. Where a read breaks
// off for good, ffmpeg finishes what it has and ends as if all were well: a film cut short would
// pass as whole. One line tells it. A file that is itself cut short or damaged never says so.

import { JobFailure } from "./job-failure.ts";
import type { FfmpegRun, Said } from "./run-ffmpeg.ts";
import type { Work } from "./work.ts";

/** What a read that was given up ends with: the system's words and those of ffmpeg's HTTP. */
const REASON =
  "(Input/output error|Connection |Operation timed out|Network is unreachable|No route to host|Broken pipe|Server returned )";
/** The demuxer's last word on its input, in ffmpeg 5 and 6, and in 7. */
const BROKEN = new RegExp(
  `^\\[(error|fatal)\\] http://\\S+: ${REASON}|Error during demuxing: ${REASON}`,
);

/** A read of the source that broke off. It says nothing about the file: trying again can help. */
export class BrokenRead extends JobFailure {
  constructor(line: string) {
    super("internal", undefined, new Error(`the source broke off: ${line}`));
  }
}

/** True for a line that says that the source could not be read to its end. */
export function isBrokenRead(line: string): boolean {
  return BROKEN.test(line);
}

/** As `programs.ffmpeg`. Throws BrokenRead, however ffmpeg ended, where the source broke off. */
export async function runOverSource(run: FfmpegRun, { programs }: Work): Promise<Said> {
  let broken: string | null = null;
  const onLine = (line: string): boolean => {
    if (isBrokenRead(line)) broken = line;
    return run.onLine?.(line) ?? false;
  };
  try {
    const said = await programs.ffmpeg({ ...run, onLine });
    if (broken === null) return said;
  } catch (error) {
    if (broken === null || run.signal.aborted) throw error;
  }
  throw new BrokenRead(broken);
}
