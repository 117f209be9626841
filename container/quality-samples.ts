// Short samples of a film for finding its rate factor: frames at a few places, exactly as the
// encoder gets them, kept uncompressed, and encoded on trial. x264 tells SSIM and sizes itself, so
// nothing has to be decoded and compared.

import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Plan } from "../protocol/enhancement.ts";
import type { Source } from "../protocol/job.ts";
import { toNumber } from "../protocol/rational.ts";
import { inputArguments } from "./encode.ts";
import { encoderArguments } from "./encoder-arguments.ts";
import { JobFailure } from "./job-failure.ts";
import { pictureFilters } from "./picture-filters.ts";
import type { Work } from "./work.ts";

/**
 * Places that are looked at, spread over the film, and the length of a sample in seconds. With six
 * of half a second SSIM of a cut film of 30 s was met to 0.003, with three of a second to 0.02.
 */
const PLACES = 6;
const SECONDS = 0.5;
/** Two ffmpeg at a time, each on one thread. */
const SIDE_BY_SIDE = 2;
/**
 * Pixels of all samples together: x264 encodes them in about a second of two cores, and they take
 * 120 MB of disk.
 */
const PIXELS_MAX = 80_000_000;
/** Fewer frames say nothing about pictures that are predicted from others. */
const FRAMES_MIN = 4;

export type Trial = {
  /** SSIM of luma, mean over all frames. */
  ssim: number;
  /** Bits per second of the whole film, if it is everywhere as at the places. */
  bitrate: number;
};

export type Samples = {
  /** Encodes all samples with a rate factor. */
  encode: (crf: number) => Promise<Trial>;
  /** Removes their files. */
  remove: () => Promise<void>;
};

/** Takes the samples. Throws JobFailure `corrupt` if not one place can be decoded. */
export async function takeSamples(plan: Plan, source: Source, work: Work): Promise<Samples> {
  const { width, height, frameRate, gopFrames } = plan.video;
  const places = samplePlaces(plan.video);
  const room = Math.floor(PIXELS_MAX / (width * height * places.length));
  const wanted = Math.min(gopFrames, Math.round(SECONDS * toNumber(frameRate)), room);
  const frames = Math.max(FRAMES_MIN, wanted);
  const paths: string[] = [];
  for (let at = 0; at < places.length; at += SIDE_BY_SIDE) {
    const next = places.slice(at, at + SIDE_BY_SIDE);
    const taken = await Promise.allSettled(next.map((first, of) => framesAt(first, at + of)));
    for (const result of taken) {
      if (result.status === "rejected") throw result.reason;
      if (result.value !== null) paths.push(result.value);
    }
  }
  if (paths.length === 0) throw new JobFailure("corrupt");
  return {
    encode,
    remove: async () => {
      await Promise.all(paths.map((path) => rm(path)));
    },
  };

  /** Damage at one place is no reason to refuse the film. */
  async function framesAt(first: number, at: number): Promise<string | null> {
    const path = join(work.folder, `quality-${at}.y4m`);
    const count = Math.min(frames, plan.video.frames - first);
    const filters = pictureFilters(plan, first, count);
    try {
      await work.programs.ffmpeg({
        inputs: [{ options: inputArguments(plan, first, source, 1), source: source.url }],
        output: {
          options: [
            ...["-map", `0:${plan.video.streamIndex}`, "-an", "-sn", "-dn", "-vf", filters],
            ...["-fps_mode", "passthrough", "-frames:v", String(count), "-f", "yuv4mpegpipe"],
          ],
          path,
        },
        signal: work.signal,
        // Lines of progress come without being wanted: they say nothing here.
        onLine: (line) => !line.startsWith("["),
      });
      return path;
    } catch (error) {
      if (work.signal.aborted || !(error instanceof JobFailure)) throw error;
      work.log(`no quality sample at frame ${first}: ${error.code}`);
      return null;
    }
  }

  async function encode(crf: number): Promise<Trial> {
    const half = Math.ceil(paths.length / SIDE_BY_SIDE);
    const parts = [paths.slice(0, half), paths.slice(half)].filter((part) => part.length > 0);
    const said = await Promise.allSettled(parts.map((part) => encodePart(part, crf)));
    const lines = said.flatMap((result) => {
      if (result.status === "rejected") throw result.reason;
      return result.value;
    });
    const trial = trialOf(lines, plan.video);
    if (!trial) throw new JobFailure("internal", undefined, new Error("x264 told no SSIM"));
    return trial;
  }

  /** What x264 said of these samples. */
  async function encodePart(part: readonly string[], crf: number): Promise<string[]> {
    const lines: string[] = [];
    await work.programs.ffmpeg({
      inputs: part.map((path) => ({
        options: ["-v", "level+info", "-nostats", "-f", "yuv4mpegpipe"],
        source: path,
      })),
      output: {
        options: [
          ...part.flatMap((_, at) => ["-map", `${at}:v:0`]),
          ...encoderArguments({ ...plan, quality: { crf, maxBitrate: null, search: null } }, "sdr"),
          ...["-ssim", "1", "-f", "null"],
        ],
        path: "-",
      },
      signal: work.signal,
      onLine: (line) => lines.push(line) > 0,
    });
    return lines;
  }
}

/**
 * What x264 said about its samples: a film is groups of one I frame and as many others as the plan
 * has, of the sizes that the samples' had. Null where it said nothing.
 */
export function trialOf(
  lines: readonly string[],
  video: Pick<Plan["video"], "gopFrames" | "frameRate">,
): Trial | null {
  const numbers = (pattern: RegExp) =>
    lines.flatMap((line) => {
      const match = pattern.exec(line);
      return match ? [match.slice(1).map(Number)] : [];
    });
  const ssims = numbers(/\] SSIM Mean Y:([\d.]+)/).map(([value = 0]) => value);
  const key = meanSize(numbers(/\] frame I:(\d+) .*size: *(\d+)/));
  if (ssims.length === 0 || key === null) return null;
  const other = meanSize(numbers(/\] frame [PB]:(\d+) .*size: *(\d+)/)) ?? key;
  const groupBytes = key + (video.gopFrames - 1) * other;
  const groupSeconds = video.gopFrames / toNumber(video.frameRate);
  return {
    ssim: ssims.reduce((sum, value) => sum + value, 0) / ssims.length,
    bitrate: (groupBytes * 8) / groupSeconds,
  };
}

function meanSize(counted: readonly number[][]): number | null {
  const frames = counted.reduce((sum, [count = 0]) => sum + count, 0);
  if (frames === 0) return null;
  return counted.reduce((sum, [count = 0, size = 0]) => sum + count * size, 0) / frames;
}

/** First frames of groups in the middles of equal parts of the film: x264 begins afresh there. */
export function samplePlaces(video: Pick<Plan["video"], "frames" | "gopFrames">): number[] {
  // The last group may be a few frames long.
  const groups = Math.max(1, Math.floor(video.frames / video.gopFrames));
  const places = Math.min(PLACES, groups);
  return Array.from({ length: places }, (_, at) => {
    return Math.floor(((at + 0.5) * groups) / places) * video.gopFrames;
  });
}
