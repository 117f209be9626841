// Job `encode`: one segment of the grid as fragmented MP4, in two files: `init.mp4`, the same for
// every segment, and `segment.m4s` with its place in the film. Joined, they are one valid file.

import { join } from "node:path";
import type { Plan } from "../protocol/enhancement.ts";
import type { JobOf, ResultOf, Source } from "../protocol/job.ts";
import { toNumber } from "../protocol/rational.ts";
import { encoderArguments } from "./encoder-arguments.ts";
import { sourceOptions } from "./input-arguments.ts";
import { JobFailure } from "./job-failure.ts";
import { putPiece } from "./objects.ts";
import { readOwnFile } from "./own-file.ts";
import { pictureFilters } from "./picture-filters.ts";
import { progressReader } from "./progress.ts";
import type { Work } from "./work.ts";
import { decoderOptions } from "./x264-build.ts";

/**
 * Decoding begins this long before a segment: pictures that lean on ones before a key frame, and
 * filters that look at neighbours, are settled by then.
 */
const PRE_ROLL_SECONDS = 1.5;
/** A pinned number, so that no machine decodes with dozens of threads and their buffers. */
const DECODER_THREADS = 2;
/** Largest segment: 8 s of the noisiest 8K stay below. */
const SEGMENT_BYTES_MAX = 1_073_741_824;
/** Ticks in a second at least, as ffmpeg itself chooses for MP4. */
const TIMESCALE_MIN = 10_000;

export async function encode(job: JobOf<"encode">, work: Work): Promise<ResultOf<"encode">> {
  const { plan, source, output } = job;
  const segment = plan.segments[job.segment];
  if (!segment) throw new JobFailure("internal", undefined, new Error("no such segment"));
  const path = join(work.folder, "segment.mp4");
  const read = progressReader({ frames: segment.frames });
  await work.programs.ffmpeg({
    inputs: [{ options: inputArguments(plan, segment.firstFrame, source), source: source.url }],
    output: { options: outputArguments(plan, segment.firstFrame, segment.frames), path },
    signal: work.signal,
    onLine: (line) => {
      const { known, fraction } = read(line);
      if (fraction !== null) work.progress(fraction);
      return known;
    },
  });

  const { index, bytes } = await readOwnFile(path);
  const frames = index.fragments.reduce((sum, fragment) => sum + fragment.samples, 0);
  if (frames !== segment.frames) throw wrongCount(frames, segment.frames);
  if (!index.avcCodec) throw new JobFailure("internal", undefined, new Error("no avcC box"));
  const { initBytes } = index;
  const init = { path, start: 0, bytes: initBytes };
  const media = { path, start: initBytes, bytes: bytes - initBytes };
  return {
    kind: "encode",
    init: await putPiece(output.url, "init.mp4", init, work.signal),
    segment: await putPiece(output.url, "segment.m4s", media, work.signal),
    frames,
    codec: index.avcCodec,
  };
}

/** Options before `-i`: times stay those of the source, and reading begins before the segment. */
export function inputArguments(plan: Plan, firstFrame: number, source: Source): string[] {
  const { startTime, frameRate, seekBackSeconds = 0 } = plan.video;
  const preRoll = Math.max(PRE_ROLL_SECONDS, seekBackSeconds);
  const seek = startTime + firstFrame / toNumber(frameRate) - preRoll;
  return [
    ...["-v", "level+error", "-nostats", "-progress", "pipe:2", "-copyts"],
    ...sourceOptions(source),
    ...["-threads", String(DECODER_THREADS), ...decoderOptions(plan.video)],
    // The seek lands on the key frame before; all frames from there pass, the filters choose.
    ...(seek > startTime
      ? ["-seek_timestamp", "1", "-ss", seek.toFixed(6), "-noaccurate_seek"]
      : []),
  ];
}

/** Options after `-i`: the filters, the encoder, and fragments that stand on the film's clock. */
export function outputArguments(plan: Plan, firstFrame: number, frames: number): string[] {
  const { frameRate, streamIndex } = plan.video;
  return [
    ...["-map", `0:${streamIndex}`, "-an", "-sn", "-dn", "-map_metadata", "-1"],
    // Nothing may repeat or drop a frame behind the filters.
    ...["-vf", pictureFilters(plan, firstFrame, frames), "-fps_mode", "passthrough"],
    ...["-frames:v", String(frames), "-fs", String(SEGMENT_BYTES_MAX)],
    ...encoderArguments(plan),
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

/** Fewer frames than planned: the picture breaks off or cannot be decoded there. */
function wrongCount(frames: number, planned: number): JobFailure {
  const cause = new Error(`${frames} frames instead of ${planned}`);
  return new JobFailure(frames < planned ? "corrupt" : "internal", undefined, cause);
}
