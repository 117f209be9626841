import { describe, expect, it } from "vitest";
import { endingOf, failureFromWords } from "./ffmpeg-words.ts";

const failed = { code: 1, signal: null };

describe("ffmpeg's words", () => {
  // Lines as ffmpeg 5.1.9 printed them for real files.
  it.each([
    ["[mov,mp4,m4a,3gp,3g2,mj2 @ 0x55] [error] moov atom not found", "truncated"],
    [
      "[mov,mp4,m4a,3gp,3g2,mj2 @ 0x1] [error] Number of streams exceeds max_streams parameter (64), see the documentation if you wish to increase it\n[error] http://h/x: Cannot allocate memory",
      "too_many_streams",
    ],
    ["[ssa @ 0x5] [error] Codec (cinepak) not on whitelist 'h264'", "unsupported_codec"],
    ["[hls @ 0x5] [error] Format not on whitelist 'mov,mp4'", "unsupported_format"],
    [
      "[png @ 0x5] [IMGUTILS @ 0x7] [error] Picture size 960x540 exceeds specified max pixel count 1000, see the documentation",
      "too_many_pixels",
    ],
    ["[IMGUTILS @ 0x7] [error] Picture size 0x65535 is invalid", "too_many_pixels"],
    ["[error] Stream map '0:v:0' matches no streams.", "not_a_video"],
    ["[error] http://127.0.0.1/x: Invalid data found when processing input", "corrupt"],
    ["[http @ 0x5] [error] HTTP error 503 Service Unavailable", "internal"],
    ["[tcp @ 0x5] [error] Connection to tcp://127.0.0.1:1 failed: Connection refused", "internal"],
    [
      "[http @ 0x5] [error] Stream ends prematurely at 1024, should be 2048\n[error] x: Invalid data found when processing input",
      "internal",
    ],
    ["[error] av_interleaved_write_frame(): No space left on device", "out_of_resources"],
    ["[error] Error initializing output stream: Cannot allocate memory", "out_of_resources"],
    ["[error] something nobody has seen before", "internal"],
  ])("reads %j as %s", (words, code) => {
    expect(failureFromWords(failed, words.split("\n"))).toBe(code);
  });

  it.each([
    ["SIGXCPU", "timeout"],
    ["SIGXFSZ", "out_of_resources"],
    ["SIGKILL", "out_of_resources"],
    ["SIGSEGV", "corrupt"],
  ])("reads a death by %s as %s", (signal, code) => {
    expect(failureFromWords({ code: null, signal }, [])).toBe(code);
  });

  it("reads how a process ended from fluent-ffmpeg's sentence", () => {
    expect(endingOf("ffmpeg was killed with signal SIGSEGV")).toEqual({
      code: null,
      signal: "SIGSEGV",
    });
    expect(endingOf("ffmpeg exited with code 255: Exiting")).toEqual({ code: 255, signal: null });
    expect(endingOf("spawn EACCES")).toEqual({ code: null, signal: null });
  });
});
