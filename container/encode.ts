// Job `encode`: one segment of the grid as fragmented MP4, in two files: `init.mp4`, the same for
// every segment, and `segment.m4s` with its place in the film. Joined, they are one valid file.

import { join } from "node:path";
import type { Plan } from "../protocol/enhancement.ts";
import type { JobOf, ResultOf, Source } from "../protocol/job.ts";
import { bothDone } from "./both-done.ts";
import { type Compared, comparedIn, joinedPair } from "./compared-pictures.ts";
import { encoderArguments } from "./encoder-arguments.ts";
import { measureFidelity, sampleFilter, sampleOptions } from "./fidelity.ts";
import { sourceOptions } from "./input-arguments.ts";
import { JobFailure } from "./job-failure.ts";
import { putPiece } from "./objects.ts";
import { readOwnFile } from "./own-file.ts";
import {
  detectionFilters,
  type Making,
  pictureFilters,
  readingStartOf,
} from "./picture-filters.ts";
import { progressReader } from "./progress.ts";
import type { FfmpegRun } from "./run-ffmpeg.ts";
import { runOverSource } from "./source-run.ts";
import type { Work } from "./work.ts";
import { decoderOptions } from "./x264-build.ts";

/**
 * Decoding begins this long before the first frame that the filters ask for: pictures that lean on
 * ones before a key frame, and deinterlacing, which looks at neighbours, are settled by then.
 */
const PRE_ROLL_SECONDS = 0.5;
/** Segments side by side fill the cores: a second thread would cost more work than it saves time. */
const THREADS = 1;
/** Largest segment: 7 s of the noisiest 8K stay below. */
const SEGMENT_BYTES_MAX = 1_073_741_824;
/** Ticks in a second at least, as ffmpeg itself chooses for MP4. */
const TIMESCALE_MIN = 10_000;
/** Shares of the work, for its progress: finding the camera's movements, and encoding. */
const FOUND = 0.4;
const ENCODED = 0.9;

export async function encode(job: JobOf<"encode">, work: Work): Promise<ResultOf<"encode">> {
  const { plan, rendition, source, output } = job;
  const segment = plan.segments[job.segment];
  if (!segment) throw new JobFailure("internal", undefined, new Error("no such segment"));
  const { firstFrame, frames } = segment;
  const movements =
    rendition === "sdr"
      ? await findMovements(plan, firstFrame, frames, source, THREADS, work)
      : null;
  const span = { first: firstFrame, frames };
  const compared = comparedIn(plan.video, rendition, span, work.folder);
  const path = join(work.folder, "segment.mp4");
  const samples = join(work.folder, "samples.yuv");
  const begun = movements === null ? 0 : FOUND;
  const run: FfmpegRun = {
    inputs: [{ options: inputArguments(plan, firstFrame, source, THREADS), source: source.url }],
    output: {
      options: [
        ...outputArguments(plan, firstFrame, frames, { rendition, movements }, compared),
        // Progress is told of the output that stands first.
        path,
        ...(compared ? ["-map", "[compared]", ...sampleOptions(), compared.before.path] : []),
        ...["-map", "[samples]", ...sampleOptions()],
      ],
      path: samples,
    },
    signal: work.signal,
    onLine: progressLines(work, frames, begun, ENCODED),
  };
  await runOverSource(run, work);

  const { index, bytes } = await readOwnFile(path);
  const made = index.fragments.reduce((sum, fragment) => sum + fragment.samples, 0);
  if (made !== frames) throw wrongCount(made, frames);
  const { initBytes, videoCodec } = index;
  if (!videoCodec) throw new JobFailure("internal", undefined, new Error("no codec box"));
  const init = { path, start: 0, bytes: initBytes };
  const media = { path, start: initBytes, bytes: bytes - initBytes };
  const [fidelity, parts] = await bothDone(
    measureFidelity({ path, frames }, samples, compared, plan, rendition, work),
    bothDone(
      putPiece(output.url, "init.mp4", init, work.signal),
      putPiece(output.url, "segment.m4s", media, work.signal),
    ),
  );
  const pair = compared ? await joinedPair(compared, plan.video) : null;
  return {
    kind: "encode",
    init: parts[0],
    segment: parts[1],
    compared: pair ? await putPiece(output.url, "compared.yuv", pair, work.signal) : null,
    frames: made,
    codec: videoCodec,
    fidelity,
  };
}

/**
 * Looks how the camera moves around these frames. Gives the path of a file in the attempt's folder
 * for `pictureFilters`, or null where nothing is to be stabilised.
 */
export async function findMovements(
  plan: Plan,
  firstFrame: number,
  frames: number,
  source: Source,
  threads: number,
  work: Work,
): Promise<string | null> {
  if (plan.recipe.stabilize === 0) return null;
  const path = join(work.folder, `movements-${firstFrame}.trf`);
  const filters = detectionFilters(plan, firstFrame, frames, path);
  const run: FfmpegRun = {
    inputs: [{ options: inputArguments(plan, firstFrame, source, threads), source: source.url }],
    output: {
      options: [
        ...["-map", `0:${plan.video.streamIndex}`, "-an", "-sn", "-dn", "-vf", filters],
        ...["-fps_mode", "passthrough", "-f", "null"],
      ],
      path: "-",
    },
    signal: work.signal,
    onLine: progressLines(work, frames, 0, FOUND),
  };
  await runOverSource(run, work);
  return path;
}

/**
 * Options before `-i`: times stay those of the source, and reading begins before the segment. It is
 * decoded and filtered on so many threads each.
 */
export function inputArguments(
  plan: Plan,
  firstFrame: number,
  source: Source,
  threads: number,
): string[] {
  const { startTime, seekBackSeconds = 0 } = plan.video;
  const preRoll = Math.max(PRE_ROLL_SECONDS, seekBackSeconds);
  const seek = startTime + readingStartOf(plan, firstFrame) - preRoll;
  return [
    ...["-v", "level+error", "-nostats", "-progress", "pipe:2", "-copyts"],
    ...["-filter_threads", String(threads), "-filter_complex_threads", String(threads)],
    ...sourceOptions(source),
    ...["-threads", String(threads), ...decoderOptions(plan.video)],
    // The seek lands on the key frame before; all frames from there pass, the filters choose.
    ...(seek > startTime
      ? ["-seek_timestamp", "1", "-ss", seek.toFixed(6), "-noaccurate_seek"]
      : []),
  ];
}

/**
 * Options after `-i`: the filters, the encoder, and fragments that stand on the film's clock. Some
 * of the frames that the encoder gets come out of `[samples]` too, for an output of their own, and
 * pictures of the source that the report compares, if any, out of `[compared]`.
 */
export function outputArguments(
  plan: Plan,
  firstFrame: number,
  frames: number,
  making: Making,
  compared: Compared | null = null,
): string[] {
  const { frameRate, streamIndex } = plan.video;
  const filters = pictureFilters(plan, firstFrame, frames, making);
  const source = `[0:${streamIndex}]`;
  const graph = [
    ...(compared ? [`${source}split[film][source]`] : []),
    `${compared ? "[film]" : source}${filters},split[picture][some]`,
    `[some]${sampleFilter(frames)}[samples]`,
    ...(compared ? [`[source]${compared.before.graph}[compared]`] : []),
  ];
  return [
    ...["-filter_complex", graph.join(";")],
    ...["-map", "[picture]", "-map_metadata", "-1", "-map_chapters", "-1"],
    // Nothing may repeat or drop a frame behind the filters.
    ...["-fps_mode", "passthrough"],
    ...["-frames:v", String(frames), "-fs", String(SEGMENT_BYTES_MAX)],
    ...encoderArguments(plan, making.rendition),
    // The same ticks in every segment, a whole number of them for each frame.
    ...["-video_track_timescale", String(timescaleFor(frameRate.num))],
    // No version of ours in the header: every segment's must be the same.
    ...["-fflags", "+bitexact", "-flags:v", "+bitexact", "-f", "mp4"],
    // One fragment for each group. frag_discont keeps the time of the first one; delay_moov and the
    // edit list let pictures start at 0 although decoding starts earlier.
    ...["-use_editlist", "1", "-movflags"],
    "frag_discont+frag_keyframe+delay_moov+default_base_moof+skip_trailer",
  ];
}

/** Ticks in a second: the rate's numerator, doubled until they are fine enough. */
export function timescaleFor(numerator: number): number {
  let timescale = numerator;
  while (timescale < TIMESCALE_MIN) timescale *= 2;
  return timescale;
}

/** Tells how far the work is, from one share to another, while ffmpeg makes so many frames. */
function progressLines(work: Work, frames: number, from: number, to: number) {
  const read = progressReader({ frames });
  return (line: string): boolean => {
    const { known, fraction } = read(line);
    if (fraction !== null) work.progress(from + (to - from) * fraction);
    return known;
  };
}

/** Fewer frames than planned: the picture breaks off or cannot be decoded there. */
function wrongCount(frames: number, planned: number): JobFailure {
  const cause = new Error(`${frames} frames instead of ${planned}`);
  return new JobFailure(frames < planned ? "corrupt" : "internal", undefined, cause);
}
