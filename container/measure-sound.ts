// The loudness of a sound track after EBU R 128, by ffmpeg's ebur128. A short track is heard whole,
// a long one in runs all over it. Source and result are heard by this same code.

import type { SoundMeasures } from "../protocol/enhancement.ts";
import { JobFailure } from "./job-failure.ts";
import { loudnessBlocks } from "./loudness-blocks.ts";
import { soundDigestArguments } from "./sound-digest.ts";
import type { Work } from "./work.ts";

/** Heard whole up to this: 3 minutes take 1.4 s (stereo) to 2.8 s (5.1) of one core. */
const WHOLE_SECONDS_MAX = 180;
/** Bytes that are read in about half a second: sound lies all over a file, so all of it is read. */
const WHOLE_BYTES_MAX = 64 * 1024 * 1024;
/** Runs that a long track is heard in. Each holds some of the windows (3 s) of the range. */
const RUNS = 12;
const RUN_SECONDS = 10;
/** The first sound that there is, wherever it begins, for as long as a run. */
const FIRST_SOUND = `asetpts=N/SR/TB,atrim=end=${RUN_SECONDS}`;
/** Listening must not hold up the picture, however slowly the bytes come. */
const LIMIT_MS = 30_000;
/** The absolute gate of BS.1770-4: what ebur128 tells of sound in which it heard nothing. */
const GATE_LUFS = -70;

/** A file to listen to: options before `-i`, the source itself, and its size. */
export type SoundFile = { options: readonly string[]; source: string; bytes: number };

/** What listening takes of an attempt at a job. */
type Ears = Pick<Work, "programs" | "signal" | "log">;

export type Heard = {
  measures: SoundMeasures;
  /** False where nothing of it can be decoded. */
  decodable: boolean;
  /** Whether packets were met that cannot be decoded. */
  damaged: boolean;
};

/**
 * Measures of one sound track of a file that lasts `duration` seconds. All null where it is silent,
 * and 0 seconds where it could not be heard; that is logged and no failure.
 */
export async function measureSound(
  file: SoundFile,
  streamIndex: number,
  duration: number,
  work: Ears,
): Promise<SoundMeasures> {
  return (await hear(file, streamIndex, duration, work)).measures;
}

/**
 * The same and how whole the track is; heard through `filters`, where there are any. Of a track that
 * is heard whole the digest of its packets is written to the file `digest`, where one is named.
 */
export async function hear(
  file: SoundFile,
  streamIndex: number,
  duration: number,
  work: Ears,
  { filters = [], digest }: { filters?: readonly string[]; digest?: string } = {},
): Promise<Heard> {
  const places = placesToHear(file.bytes, duration);
  const signal = AbortSignal.any([work.signal, AbortSignal.timeout(LIMIT_MS)]);
  try {
    const heard = await listen(places, filters, places.length === 1 ? digest : undefined);
    const empty = !heard.decodable && !heard.damaged;
    // Sound may lie between the runs alone.
    return empty && places.length > 1 ? await listen([[]], [FIRST_SOUND, ...filters]) : heard;
  } catch (error) {
    if (work.signal.aborted || !(isTimeout(error) || error instanceof JobFailure)) throw error;
    work.log(`track ${streamIndex} was not heard: ${error.message}`);
    const measures = { loudness: null, range: null, truePeak: null, seconds: 0 };
    return { measures, decodable: isTimeout(error) || !isAboutSound(error), damaged: false };
  }

  async function listen(
    at: readonly string[][],
    through: readonly string[],
    path?: string,
  ): Promise<Heard> {
    const summary = summaryReader();
    const nowhere = [...hearingArguments(at.length, streamIndex, through), "-f", "null"];
    await work.programs.ffmpeg({
      inputs: at.map((place) => ({
        options: [...QUIET, ...file.options, ...place],
        source: file.source,
      })),
      output: path
        ? { options: [...nowhere, "-", ...soundDigestArguments(`0:${streamIndex}`)], path }
        : { options: nowhere, path: "-" },
      signal,
      onLine: summary.read,
    });
    return summary.heard();
  }
}

/** ebur128 tells its blocks and its summary at level info. Levels are named, so that errors are told apart. */
const QUIET = ["-v", "level+info", "-nostats", "-progress", "pipe:2"];

/** Options before `-i` for each run that is heard: none for a track that is heard whole. */
export function placesToHear(bytes: number, duration: number): string[][] {
  const short = duration <= RUNS * RUN_SECONDS;
  if (short || (duration <= WHOLE_SECONDS_MAX && bytes <= WHOLE_BYTES_MAX)) return [[]];
  return Array.from({ length: RUNS }, (_, at) => {
    const middle = ((at + 0.5) * duration) / RUNS;
    return ["-ss", (middle - RUN_SECONDS / 2).toFixed(3), "-t", String(RUN_SECONDS)];
  });
}

/** Options after `-i`: the runs one after another, heard, and written nowhere. */
function hearingArguments(runs: number, stream: number, filters: readonly string[]): string[] {
  // Samples are counted, so that gaps between packets do not pass for sound.
  const chain = [...filters, "ebur128=peak=true:framelog=info", "asetpts=N/SR/TB"].join(",");
  const only = ["-vn", "-sn", "-dn"];
  if (runs === 1) return ["-map", `0:${stream}`, "-af", chain, ...only];
  const inputs = Array.from({ length: runs }, (_, at) => `[${at}:${stream}]`).join("");
  const graph = `${inputs}concat=n=${runs}:v=0:a=1,${chain}[out]`;
  return ["-filter_complex", graph, "-map", "[out]", ...only];
}

/** ebur128's line for each block of a tenth of a second: momentary and short-term loudness. */
const BLOCK = /^\[Parsed_ebur128_\d+ @ \w+\] \[info\] t: .*? M: *(\S+) S: *(\S+) /;
const BLOCK_SECONDS = 0.1;
/** A line of the summary that ebur128 ends with: a name, a number, a unit. */
const SUMMARY = /^\s+(I|LRA|Peak):\s+(\S+) (?:LUFS|LU|dBFS)$/;
const HEARD = /^out_time_us=(\d+)$/;
const ERROR = /\[(?:error|fatal|panic)\]/;
/** A packet that is lost, in the words of ffmpeg 5 and 6, and of 7. */
const LOST = /Error while decoding stream|Error submitting packet to decoder/;

/** True for a line that says that a packet of sound could not be decoded. */
export function isLoss(line: string): boolean {
  return LOST.test(line);
}

/**
 * Reads what ffmpeg says while it listens; what a file says of itself comes before the summary.
 * Where the channels change, there is one graph after another, each with its summary, and the count
 * of samples begins again: then the blocks tell loudness, range and length, and the highest of all
 * peaks is the track's.
 */
export function summaryReader(): { read: (line: string) => boolean; heard: () => Heard } {
  const values = new Map<string, number>();
  const blocks = loudnessBlocks();
  let summaries = 0;
  let counted = 0;
  let damaged = false;
  return {
    /** True for a line that the log can do without. */
    read: (line) => {
      const block = BLOCK.exec(line);
      if (block) blocks.add(Number(block[1]), Number(block[2]));
      const [, name, value] = SUMMARY.exec(line) ?? [];
      if (name === "I") summaries++;
      const told = finite(Number(value)) ?? -Infinity;
      if (name) values.set(name, name === "Peak" ? Math.max(told, values.get(name) ?? told) : told);
      counted = Number(HEARD.exec(line)?.[1] ?? counted);
      damaged ||= isLoss(line);
      return !ERROR.test(line);
    },
    heard: () => {
      const isOne = summaries <= 1;
      const loudness = isOne ? finite(values.get("I")) : blocks.integrated();
      const range = isOne ? finite(values.get("LRA")) : blocks.range();
      const seconds = isOne ? counted / 1_000_000 : blocks.blocks() * BLOCK_SECONDS;
      const isSilent = loudness === null || loudness <= GATE_LUFS;
      const measures = {
        loudness: isSilent ? null : loudness,
        range: isSilent ? null : range,
        truePeak: isSilent ? null : finite(values.get("Peak")),
        seconds,
      };
      return { measures, decodable: seconds > 0, damaged };
    },
  };
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

function isTimeout(error: unknown): error is DOMException {
  return error instanceof DOMException && error.name === "TimeoutError";
}

/**
 * What is wrong with the gateway or the machine says nothing about the sound, nor do words that
 * nobody knows: the sound's own job will see. A picture does not wait for either.
 */
export function isAboutSound({ code }: JobFailure): boolean {
  return code !== "internal" && code !== "out_of_resources" && code !== "timeout";
}
