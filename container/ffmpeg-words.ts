// The one place that knows ffmpeg's and ffprobe's words: from how a process ended and the tail of
// what it said to a row of the failure table. The words themselves stay in the log.

import type { FailureCode } from "../protocol/failure.ts";

/** How a process ended: one of the two is set, or neither if it could not be started. */
export type Ending = { code: number | null; signal: string | null };

/**
 * First match wins, so what is more exact stands first: ffmpeg says "Cannot allocate memory" of too
 * many streams too, and "Invalid data" after nearly everything.
 */
const WORDS: readonly [RegExp, FailureCode][] = [
  [/exceeds max_streams/, "too_many_streams"],
  [/No space left on device|File too large|Disk quota exceeded/, "out_of_resources"],
  [/Cannot allocate memory|malloc of size|Resource temporarily unavailable/, "out_of_resources"],
  // The gateway did not answer, or not wholly. That says nothing about the video.
  [/HTTP error \d|Server returned \d|Stream ends prematurely/, "internal"],
  [/Connection (refused|reset|timed out)|Operation timed out|Network is unreach/, "internal"],
  [/Format not on whitelist/, "unsupported_format"],
  [/[Pp]icture size \S+ (is invalid|exceeds)|exceeds? (specified )?max_pixels/, "too_many_pixels"],
  [/moov atom not found|Truncating packet|partial file/, "truncated"],
  [/encrypt/i, "encrypted"],
  [/matches no streams|does not contain any stream/, "not_a_video"],
  [
    /not on whitelist|Decoder \(codec \S+\) not found|Unknown decoder|Decoder not found/,
    "unsupported_codec",
  ],
  [/no decoder found|Decoding requested, but no decoder|is not implemented/, "unsupported_codec"],
  [/Invalid data found|Error while decoding|Cannot determine format|EBML header/, "corrupt"],
  [/End of file/, "truncated"],
];

/** Signals of a crash while reading hostile bytes: the same bytes would crash it again. */
const CRASHES = new Set(["SIGSEGV", "SIGBUS", "SIGABRT", "SIGILL", "SIGFPE", "SIGTRAP"]);

/** The failure that an ending and the last lines of stderr stand for; `internal` if unknown. */
export function failureFromWords(ending: Ending, tail: readonly string[]): FailureCode {
  if (ending.signal === "SIGXCPU") return "timeout";
  if (ending.signal === "SIGXFSZ" || ending.signal === "SIGKILL") return "out_of_resources";
  const code = failureInWords(tail);
  if (code) return code;
  return ending.signal !== null && CRASHES.has(ending.signal) ? "corrupt" : "internal";
}

/** The failure that lines of stderr speak of, or null if they speak of none that is known. */
export function failureInWords(tail: readonly string[]): FailureCode | null {
  const text = tail.join("\n");
  return WORDS.find(([words]) => words.test(text))?.[1] ?? null;
}

/** How a process ended, from the error that fluent-ffmpeg makes of it. */
export function endingOf(message: string): Ending {
  const signal = /killed with signal (\w+)/.exec(message)?.[1] ?? null;
  const code = /exited with code (\d+)/.exec(message)?.[1];
  return { signal, code: code === undefined ? null : Number(code) };
}
