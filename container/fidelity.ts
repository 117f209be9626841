// Proof that an encode did no harm: a segment is decoded whole, and a few of its frames are compared
// with what the encoder was given, which the same process laid aside uncompressed.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Fidelity, Plan, RenditionKind } from "../protocol/enhancement.ts";
import { failure } from "../protocol/failure.ts";
import type { Compared } from "./compared-pictures.ts";
import { quoted } from "./filter-text.ts";
import { ownFileOptions } from "./input-arguments.ts";
import { JobFailure } from "./job-failure.ts";
import { selectFilter, spread } from "./some-frames.ts";
import type { Work } from "./work.ts";

/** Share of the frames that are compared. Two at least: one alone could be a key frame. */
const SHARE = 0.02;
const FRAMES_MIN = 2;
/** Jobs side by side fill the cores; a second thread would cost a tenth more work. */
const DECODER_THREADS = 1;

/** Numbers of the frames that are laid aside, spread over a segment of so many. */
export function sampledFrames(frames: number): number[] {
  return spread(frames, Math.max(FRAMES_MIN, Math.floor(frames * SHARE)));
}

/** The filter that lets only the sampled of so many frames pass. */
export function sampleFilter(frames: number): string {
  return selectFilter(sampledFrames(frames));
}

/** Options of an output that keeps frames as they are. */
export function sampleOptions(): string[] {
  return ["-fps_mode", "passthrough", "-f", "rawvideo"];
}

/**
 * SSIM of luma of the segment against the frames in the file `samples`. What is to be compared for the
 * report is laid aside on the way, from the one decoding there is. Throws JobFailure `internal`,
 * which is tried again, where the segment does not decode without a complaint to as many frames.
 */
export async function measureFidelity(
  segment: { path: string; frames: number },
  samples: string,
  compared: Compared | null,
  { video }: Plan,
  rendition: RenditionKind,
  work: Work,
): Promise<Fidelity> {
  const stats = join(work.folder, "likeness.txt");
  const size = `${video.width}x${video.height}`;
  const format = rendition === "hdr" ? "yuv420p10le" : "yuv420p";
  const options = [
    ...["-filter_complex", likenessGraph(segment.frames, stats, compared)],
    ...["-map", "[all]", "-map", "[likeness]", "-fps_mode", "passthrough", "-f", "null"],
  ];
  let decoded = 0;
  const { tail } = await asOurs(
    work.programs.ffmpeg({
      inputs: [
        {
          options: [
            ...["-v", "level+error", "-nostats", "-progress", "pipe:2"],
            ...[...ownFileOptions(), "-threads", String(DECODER_THREADS)],
          ],
          source: segment.path,
        },
        {
          options: [
            ...["-protocol_whitelist", "file", "-f", "rawvideo"],
            ...["-pixel_format", format, "-video_size", size],
          ],
          source: samples,
        },
      ],
      output:
        compared === null
          ? { options, path: "-" }
          : {
              options: [...options, "-", "-map", "[compared]", ...sampleOptions()],
              path: compared.after.path,
            },
      signal: work.signal,
      onLine: (line) => {
        decoded = Number(/^frame=\s*(\d+)$/.exec(line)?.[1] ?? decoded);
        return !line.startsWith("[");
      },
    }),
  );
  const likeness = likenessIn(await readFile(stats, "utf8"));
  const faults = [
    ...tail,
    ...(decoded === segment.frames ? [] : [`${decoded} frames of ${segment.frames} decoded`]),
    ...(likeness.length === sampledFrames(segment.frames).length ? [] : ["samples are missing"]),
  ];
  if (faults.length > 0) throw new JobFailure("internal", undefined, new Error(faults.join("; ")));
  return {
    frames: likeness.length,
    mean: likeness.reduce((sum, value) => sum + value, 0) / likeness.length,
    lowest: Math.min(...likeness),
  };
}

/** What is wrong with a file of ours says nothing of the source, and may go well next time. */
async function asOurs<Result>(run: Promise<Result>): Promise<Result> {
  try {
    return await run;
  } catch (error) {
    if (!(error instanceof JobFailure) || failure(error.code).retryable) throw error;
    throw new JobFailure("internal", undefined, error);
  }
}

/** All frames are decoded and counted; those that were sampled meet their like, one by one. */
function likenessGraph(frames: number, stats: string, compared: Compared | null): string {
  const inOrder = "settb=expr=1/25,setpts=N";
  return [
    ...(compared === null
      ? ["[0:v:0]split[all][some]"]
      : ["[0:v:0]split=3[all][some][result]", `[result]${compared.after.graph}[compared]`]),
    `[some]${sampleFilter(frames)},${inOrder}[written]`,
    `[1:v:0]${inOrder}[given]`,
    `[written][given]ssim=stats_file=${quoted(stats)}[likeness]`,
  ].join(";");
}

/** SSIM of luma of each frame in what the filter wrote: `n:1 Y:0.987654 U:… V:… All:… (…)`. */
export function likenessIn(stats: string): number[] {
  return [...stats.matchAll(/^n:\d+ Y:([\d.]+) /gm)].map(([, luma]) => Number(luma));
}
