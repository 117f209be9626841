// What ffmpeg's ebur128 and silencedetect say while they listen, in bounded memory. Pure. ebur128
// has one line for each tenth of a second of sound, which also tells when on the file's clock it is
// heard: so what is counted in samples gets its times.

import { RANGES_MAX } from "../protocol/content.ts";
import { SERIES_MAX, type Series } from "../protocol/packets.ts";
import { type Heard, summaryReader } from "./measure-sound.ts";

/**
 * Below −50 dBFS for a second is silence. A phone's hiss in a quiet room lies at about −60, what is
 * meant to be heard 20 dB above; pauses in speech are shorter than a second.
 */
const SILENCE = "silencedetect=noise=-50dB:duration=1";

/** The filters whose lines are read. What comes out of them is the sound as it was. */
export const LISTENING_FILTERS = [SILENCE, "ebur128=peak=true:framelog=info"].join(",");

/** ebur128's block. */
const BLOCK_SECONDS = 0.1;
/** The absolute gate of BS.1770-4, below which loudness is silence. */
const GATE_LUFS = -70;
/** A jump of the clock that is more than rounding: past 10 000 s it is told in tenths. */
const JUMP_SECONDS = 0.25;
/** Jumps that are kept. Sound with more of them has no clock to speak of. */
const JUMPS_MAX = 1_000;

const BLOCK = /^\[Parsed_ebur128_\d+ @ \w+\] \[info\] t: *(-?[\d.e+]+) .* S: *(\S+) /;
const SILENCE_START = /^\[silencedetect @ \w+\] \[info\] silence_start: (-?[\d.e+]+)/;
const SILENCE_END = /^\[silencedetect @ \w+\] \[info\] silence_end: (-?[\d.e+]+)/;

type Range = { start: number; end: number };
/** From `heard` seconds of sound on, the file's clock is `offset` ahead of them. */
type Jump = { heard: number; offset: number };

export type SoundLines = {
  /** True for a line that the log can do without. */
  read: (line: string) => boolean;
  heard: () => Heard;
  /** At most RANGES_MAX, the longest, in order. */
  silence: () => Range[];
  /** Of all of them. */
  silenceCount: () => number;
  /** Short-term loudness at the end of each step. */
  series: () => Series;
  /** Values at even steps of heard sound, put where they are on the file's clock. */
  onClock: (outline: { step: number; values: readonly number[] }) => Series;
};

export function soundLines(): SoundLines {
  const summary = summaryReader();
  const jumps: Jump[] = [];
  let blocks = 0;
  let silences: Range[] = [];
  let silenceCount = 0;
  let silentSince: number | null = null;
  const loudness = seriesOf((_earlier, later) => later);
  const start = () => jumps[0]?.offset ?? 0;

  const readBlock = (end: number, shortTerm: number) => {
    const heard = blocks * BLOCK_SECONDS;
    blocks++;
    const offset = end - BLOCK_SECONDS - heard;
    const known = jumps.at(-1);
    if (!known || (Math.abs(offset - known.offset) > JUMP_SECONDS && jumps.length < JUMPS_MAX)) {
      jumps.push({ heard, offset });
    }
    // The middle of the block, so that rounding does not move it into another step.
    loudness.add(end - BLOCK_SECONDS / 2 - start(), shortTerm > GATE_LUFS ? shortTerm : null);
  };

  return {
    read(line) {
      const block = BLOCK.exec(line);
      const from = SILENCE_START.exec(line);
      const to = SILENCE_END.exec(line);
      if (block) readBlock(Number(block[1]), Number(block[2]));
      if (from) silentSince = Number(from[1]);
      if (to && silentSince !== null) {
        silences.push({ start: silentSince, end: Number(to[1]) });
        silenceCount++;
        silentSince = null;
        if (silences.length > 2 * RANGES_MAX) silences = longest(silences);
      }
      return summary.read(line);
    },
    heard: summary.heard,
    silence: () => longest(silences),
    silenceCount: () => silenceCount,
    series: () => ({ start: start(), ...loudness.steps() }),
    onClock({ step, values }) {
      const placed = seriesOf(Math.max, step);
      for (const [at, value] of values.entries()) {
        const heard = at * step;
        const { offset } = jumps.findLast((jump) => jump.heard <= heard + step / 2) ?? {
          offset: 0,
        };
        placed.add(heard + step / 2 + offset - start(), value);
      }
      return { start: start(), ...placed.steps() };
    },
  };
}

/**
 * Values by their time from the start on, in at most SERIES_MAX steps of one second, or more where
 * the sound is longer. `join` makes one value of two that fall into one step.
 */
function seriesOf(join: (earlier: number, later: number) => number, finest = 1) {
  let step = finest;
  let values: (number | null)[] = [];
  const joined = (earlier: number | null, later: number | null) =>
    earlier === null || later === null ? (later ?? earlier) : join(earlier, later);
  return {
    add(time: number, value: number | null) {
      // A clock that goes back before the start, or is none.
      if (!(time >= 0) || time > Number.MAX_SAFE_INTEGER) return;
      while (time / step >= SERIES_MAX) {
        step *= 2;
        values = Array.from({ length: Math.ceil(values.length / 2) }, (_, at) =>
          joined(values[2 * at] ?? null, values[2 * at + 1] ?? null),
        );
      }
      const at = Math.floor(time / step);
      while (values.length <= at) values.push(null);
      values[at] = joined(values[at] ?? null, value);
    },
    steps: () => ({ step, values }),
  };
}

function longest(ranges: readonly Range[]): Range[] {
  if (ranges.length <= RANGES_MAX) return [...ranges];
  return ranges
    .toSorted((a, b) => b.end - b.start - (a.end - a.start))
    .slice(0, RANGES_MAX)
    .toSorted((a, b) => a.start - b.start);
}
