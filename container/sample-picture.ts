// Samples the picture of a film cheaply: all frames of a short one, key frames of a longer one, and
// of a long one key frames at a few places by seeking. Source and result are measured by this same
// code, so their figures can be compared.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { PictureMeasures, Plan } from "../protocol/enhancement.ts";
import { toNumber } from "../protocol/rational.ts";
import { JobFailure } from "./job-failure.ts";
import { measurePicture } from "./measure-picture.ts";
import { samplingFilters } from "./picture-filters.ts";
import type { Work } from "./work.ts";

/** Frames that are measured of a film read in one pass. */
const FRAMES = 48;
/** Places that are looked at in a long film, and key frames at each. */
const PLACES = 16;
const FRAMES_AT_PLACE = 2;
/** Two ffmpeg at a time: one waits for bytes while the other decodes. */
const SIDE_BY_SIDE = 2;
/** Pixels that are decoded in about half a second; a film with fewer is decoded whole. */
const DECODE_PIXELS_MAX = 250_000_000;
/** Bytes that are read in about a second; a film with fewer is read whole. */
const READ_BYTES_MAX = 128 * 1024 * 1024;
/** Width of the frames that are measured. */
const WIDTH = 256;
const HEIGHT_MAX = 512;

export type Film = {
  /** Options before `-i` and the source itself. */
  options: readonly string[];
  source: string;
  bytes: number;
  video: Plan["video"];
  /** Key frames that the packets show; null where they were not all read. */
  keyframes: number | null;
};

export type Sampling = "all" | "keyframes" | "places";

/** Measures of the film's picture. Throws JobFailure `corrupt` if not one frame can be decoded. */
export async function samplePicture(
  film: Film,
  work: Work,
  name: string,
): Promise<PictureMeasures> {
  const { width, height } = sampleSize(film.video);
  const sampling = samplingOf(film);
  const pieces: Uint8Array[] = [];
  if (sampling === "places") {
    const places = placesIn(film.video);
    for (let at = 0; at < places.length; at += SIDE_BY_SIDE) {
      const next = places.slice(at, at + SIDE_BY_SIDE);
      pieces.push(...(await Promise.all(next.map((place) => framesAt(place)))));
    }
  } else pieces.push(await run(sampling, `${name}.yuv`, null));

  const bytes = Buffer.concat(pieces);
  if (bytes.length < (width * height * 3) / 2) throw new JobFailure("corrupt");
  return measurePicture({ width, height, bytes });

  /** Damage at one place of a long film is no reason to refuse all of it. */
  async function framesAt(place: number): Promise<Uint8Array> {
    try {
      return await run("places", `${name}-${place}.yuv`, place);
    } catch (error) {
      if (work.signal.aborted || !(error instanceof JobFailure)) throw error;
      work.log(`no sample at ${place} s: ${error.code}`);
      return new Uint8Array();
    }
  }

  async function run(kind: Sampling, file: string, place: number | null): Promise<Uint8Array> {
    const path = join(work.folder, file);
    await work.programs.ffmpeg({
      inputs: [{ options: [...film.options, ...readingOptions(kind, place)], source: film.source }],
      output: { options: samplingArguments(kind, film.video, { width, height }), path },
      signal: work.signal,
    });
    return readFile(path);
  }
}

/** How much of the film has to be looked at, by what that costs. */
export function samplingOf(film: Pick<Film, "bytes" | "video" | "keyframes">): Sampling {
  const { width, height, frames } = film.video;
  if (film.bytes > READ_BYTES_MAX) return "places";
  if (width * height * frames <= DECODE_PIXELS_MAX) return "all";
  // Where every picture is a key frame (ProRes, MJPEG), skipping the others spares nothing.
  const keyframes = film.keyframes ?? FRAMES;
  return keyframes * width * height <= DECODE_PIXELS_MAX ? "keyframes" : "places";
}

/** Options before `-i` that say what is decoded. */
export function readingOptions(kind: Sampling, place: number | null): string[] {
  return [
    ...["-v", "level+error"],
    ...(kind === "all" ? [] : ["-skip_frame", "nokey"]),
    ...(place === null ? [] : ["-seek_timestamp", "1", "-ss", String(place), "-noaccurate_seek"]),
  ];
}

/** Options after `-i`: small raw frames, evenly spread over the film. */
export function samplingArguments(
  kind: Sampling,
  video: Plan["video"],
  size: { width: number; height: number },
): string[] {
  const step = durationOf(video) / FRAMES;
  const spread = `select=isnan(prev_selected_t)+gte(t-prev_selected_t\\,${step.toFixed(6)})`;
  const filters = samplingFilters(video, size.width, size.height);
  return [
    ...["-map", `0:${video.streamIndex}`, "-an", "-sn", "-dn"],
    ...["-vf", kind === "places" ? filters : `${spread},${filters}`, "-fps_mode", "passthrough"],
    // A bound of its own, should times in the file be nonsense.
    ...["-frames:v", String(kind === "places" ? FRAMES_AT_PLACE : FRAMES * 2)],
    ...["-f", "rawvideo"],
  ];
}

function sampleSize(video: Plan["video"]): { width: number; height: number } {
  const width = Math.min(WIDTH, video.width);
  const height = Math.min(HEIGHT_MAX, Math.round((video.height * width) / video.width));
  return { width: width - (width % 2), height: Math.max(2, height - (height % 2)) };
}

/** Source times spread over the film, off its very ends. */
function placesIn(video: Plan["video"]): number[] {
  const duration = durationOf(video);
  return Array.from({ length: PLACES }, (_, at) =>
    Number((video.startTime + (duration * (at + 0.5)) / PLACES).toFixed(3)),
  );
}

function durationOf(video: Plan["video"]): number {
  return video.frames / toNumber(video.frameRate);
}
