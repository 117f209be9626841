// Small pictures of a film for finding its shots: of its key frames, which costs a few hundredths
// of decoding it all, and every picture of a short stretch, numbered as in the result.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Plan } from "../protocol/enhancement.ts";
import { toNumber } from "../protocol/rational.ts";
import { JobFailure } from "./job-failure.ts";
import { matteFilters } from "./matte-filters.ts";
import type { Samples } from "./measure-picture.ts";
import { frameBytes } from "./measure-picture.ts";
import { ranges, toneMap } from "./picture-filters.ts";
import { betweenFilters, gridFilters, readingStart, type Span } from "./rate-filters.ts";
import type { Film } from "./sample-picture.ts";
import { sampleSizeOf } from "./sampling-filters.ts";
import type { Size } from "./shots.ts";
import type { Work } from "./work.ts";

/** A picture in yuv420p, and its frame in the result. */
export type Picture = { frame: number; bytes: Uint8Array };

/** Bytes that are read in about a second; nothing larger is read whole just for this. */
const READ_BYTES_MAX = 128 * 1024 * 1024;
/** Pixels of key frames that are decoded in two or three seconds of one core. */
const KEY_PIXELS_MAX = 300_000_000;
/**
 * Their small pictures are held in memory, and compared in a second or two: 500 of 16:9, 160 of
 * 9:16. A few more than were counted, since a count of times may be off by some.
 */
const KEY_BYTES_MAX = 28_000_000;
const KEYS_MORE = 8;
/** A stretch begins to be read a little before its first frame: pictures are stored out of order. */
const PRE_ROLL_SECONDS = 0.2;
const THREADS = 2;

/** The size of all pictures here: that of the small part of a sample. */
export function pictureSize(video: Plan["video"]): Size {
  const { width, height } = sampleSizeOf(video);
  return { width, height };
}

/** False for a film whose key frames are too many to look at. */
export function canLookAtKeys({ bytes, video, keyframeSeconds }: Film): boolean {
  if (bytes > READ_BYTES_MAX || keyframeSeconds === null) return false;
  const frames = keysOf(video, keyframeSeconds);
  return frames <= keysMax(video) && frames * video.width * video.height <= KEY_PIXELS_MAX;
}

function keysMax(video: Plan["video"]): number {
  const { width, height } = pictureSize(video);
  return Math.floor(KEY_BYTES_MAX / ((width * height * 3) / 2));
}

function keysOf(video: Plan["video"], keyframeSeconds: number): number {
  return Math.ceil(video.frames / toNumber(video.frameRate) / Math.max(keyframeSeconds, 1e-3));
}

/** Pictures of the key frames, in order; none where they cannot be decoded. */
export async function keyPictures(film: Film, work: Work): Promise<Picture[]> {
  const { video } = film;
  const times: number[] = [];
  const bytes = await picturesBy({
    film,
    work,
    name: "keys",
    input: ["-v", "level+info", "-skip_frame", "nokey"],
    filters: [...small(video), "showinfo"],
    frames: keysMax(video) + KEYS_MORE,
    onLine: (line) => {
      const time = /showinfo.*\bpts_time:(-?[\d.]+)/.exec(line)?.[1];
      if (time !== undefined) times.push(Number(time));
      return line.includes("[info]");
    },
  });
  return bytes.flatMap((picture, at) => numbered(picture, times[at], video));
}

/** Pictures of samples whose times are known, in order. */
export function sampledPictures(
  samples: Samples & { times: readonly number[] },
  video: Plan["video"],
): Picture[] {
  const { width, height, patch, bytes, times } = samples;
  const [size, chroma] = [frameBytes(samples), (width * (height + patch)) / 4];
  return times.flatMap((time, at) => {
    const frame = bytes.subarray(at * size, (at + 1) * size);
    if (frame.length < size) return [];
    const [u, v] = [chroma * 4, chroma * 5];
    const planes = [0, u, v].map((start) =>
      frame.subarray(start, start + (width * height) / (start === 0 ? 1 : 4)),
    );
    return numbered(Buffer.concat(planes), time, video);
  });
}

/** Nothing without a time: where the picture belongs is not known. */
function numbered(bytes: Uint8Array, time: number | undefined, video: Plan["video"]): Picture[] {
  if (time === undefined) return [];
  const frame = Math.round((time - video.startTime) * toNumber(video.frameRate));
  return [{ frame: Math.min(video.frames - 1, Math.max(0, frame)), bytes }];
}

/**
 * Every picture of these frames of the result, as it will show them. Fewer or none where the source
 * cannot be decoded there: that is judged where all of it is.
 */
export async function stretchPictures(film: Film, span: Span, work: Work): Promise<Picture[]> {
  const { video } = film;
  const preRoll = Math.max(PRE_ROLL_SECONDS, video.seekBackSeconds ?? 0);
  const seek = video.startTime + readingStart(video, span) - preRoll;
  const to = ["-seek_timestamp", "1", "-ss", seek.toFixed(6), "-noaccurate_seek"];
  const pictures = await picturesBy({
    film,
    work,
    name: `stretch-${span.first}`,
    input: ["-v", "level+error", ...(seek > video.startTime ? to : [])],
    filters: [...gridFilters(video, span), ...small(video), ...betweenFilters(video, span)],
    frames: span.frames,
  });
  return pictures.map((bytes, at) => ({ frame: span.first + at, bytes }));
}

/** Single pixels instead of averages, as in all samples: averages would hide what is clipped. */
function small(video: Plan["video"]): string[] {
  const { width, height } = pictureSize(video);
  const scale = `scale=w=${width}:h=${height}:flags=neighbor:${ranges(video)}`;
  return [...matteFilters(video), scale, "setsar=1", ...toneMap(video), "format=yuv420p"];
}

async function picturesBy(how: {
  film: Film;
  work: Work;
  name: string;
  input: readonly string[];
  filters: readonly string[];
  frames: number;
  onLine?: (line: string) => boolean;
}): Promise<Uint8Array[]> {
  const { film, work, name, input, filters, frames, onLine } = how;
  const path = join(work.folder, `${name}.yuv`);
  const before = ["-nostats", "-copyts", "-threads", String(THREADS), ...film.options, ...input];
  const after = [
    ...["-map", `0:${film.video.streamIndex}`, "-an", "-sn", "-dn", "-vf", filters.join(",")],
    ...["-fps_mode", "passthrough", "-frames:v", String(frames), "-f", "rawvideo"],
  ];
  try {
    await work.programs.ffmpeg({
      inputs: [{ options: before, source: film.source }],
      output: { options: after, path },
      signal: work.signal,
      ...(onLine ? { onLine } : {}),
    });
  } catch (error) {
    if (work.signal.aborted || !(error instanceof JobFailure)) throw error;
    work.log(`no ${name} for finding shots: ${error.code}`);
    return [];
  }
  const bytes = await readFile(path);
  const { width, height } = pictureSize(film.video);
  const size = (width * height * 3) / 2;
  const count = Math.floor(bytes.length / size);
  return Array.from({ length: count }, (_, at) => bytes.subarray(at * size, (at + 1) * size));
}
