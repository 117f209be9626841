// Reads what `-progress` prints: one `key=value` a line, a block ends with `progress=`. Pure.

/** Matches a line of a block. Log lines begin with `[` under `-v level+…` and never match. */
const LINE = /^([a-z_0-9]+)=\s*(\S*)$/;

/**
 * A reader of progress lines for an output of `total` frames or, where no frame is counted (sound),
 * `totalUs` microseconds. Feeding it a line gives the finished fraction when a block is complete
 * and the fraction has grown; it never shrinks and never passes 1. `known` tells whether the line
 * was one of progress at all.
 */
export function progressReader(total: { frames: number } | { seconds: number }) {
  let block: Record<string, string> = {};
  let best = 0;
  return (line: string): { known: boolean; fraction: number | null } => {
    const match = LINE.exec(line);
    if (!match?.[1]) return { known: false, fraction: null };
    if (match[1] !== "progress") {
      block[match[1]] = match[2] ?? "";
      return { known: true, fraction: null };
    }
    const done =
      "frames" in total
        ? Number(block.frame) / total.frames
        : // Not out_time_ms, which is in microseconds too (https://trac.ffmpeg.org/ticket/7345).
          Number(block.out_time_us) / 1_000_000 / total.seconds;
    block = {};
    if (!(Math.min(1, done) > best)) return { known: true, fraction: null };
    best = Math.min(1, done);
    return { known: true, fraction: best };
  };
}
