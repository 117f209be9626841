// Samples the picture of a film cheaply: frames all over a short one, and of a longer one those at
// a few places, by seeking. Source and result are measured by this same code at the same moments,
// so their figures can be compared.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { PictureMeasures, Plan } from "../protocol/enhancement.ts";
import { toNumber } from "../protocol/rational.ts";
import { JobFailure } from "./job-failure.ts";
import { measurePicture } from "./measure-picture.ts";
import { samplingFilters } from "./picture-filters.ts";
import type { Work } from "./work.ts";

/** Frames that are measured of a film that is decoded whole. */
const FRAMES = 48;
/** Places that are looked at in a longer film, and how many of them by one process. */
const PLACES = 24;
const PLACES_AT_ONCE = 4;
/** Pictures larger than this are looked at one at a time, since each holds a decoder's memory. */
const LARGE_PIXELS = 9_000_000;
/** Two ffmpeg at a time: one waits for bytes while the other decodes. */
const SIDE_BY_SIDE = 2;
/** Pixels that are decoded in about a second of one core; a film with fewer is decoded whole. */
const WHOLE_PIXELS_MAX = 300_000_000;
/** Pixels that may be decoded on the way from key frames to the places between them. */
const WAY_PIXELS_MAX = 1_500_000_000;
/** Bytes that are read in about half a second; only a film with fewer is read whole. */
const WHOLE_BYTES_MAX = 64 * 1024 * 1024;
/** Width of the frames that are measured. */
const WIDTH = 256;
const HEIGHT_MAX = 512;

export type Film = {
  /** Options before `-i` and the source itself. */
  options: readonly string[];
  source: string;
  bytes: number;
  video: Plan["video"];
  /** Seconds between its key frames, on average; null where it is not known. */
  keyframeSeconds: number | null;
};

/** `exact`: the frames at the places. `near`: the key frames before them, where that costs less. */
export type Sampling = "whole" | "exact" | "near";

/** Measures of the film's picture. Throws JobFailure `corrupt` if not one frame can be decoded. */
export async function samplePicture(
  film: Film,
  work: Work,
  name: string,
): Promise<PictureMeasures> {
  const { width, height } = sampleSize(film.video);
  const sampling = samplingOf(film);
  const groups = sampling === "whole" ? [[]] : groupsOf(film.video);
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < groups.length; at += SIDE_BY_SIDE) {
    const next = groups.slice(at, at + SIDE_BY_SIDE);
    pieces.push(...(await Promise.all(next.map((places, of) => framesAt(places, at + of)))));
  }
  const bytes = Buffer.concat(pieces);
  if (bytes.length < (width * height * 3) / 2) throw new JobFailure("corrupt");
  return measurePicture({ width, height, bytes });

  /** Damage at one place of a long film is no reason to refuse all of it. */
  async function framesAt(places: readonly number[], group: number): Promise<Uint8Array> {
    const path = join(work.folder, `${name}-${group}.yuv`);
    const { options, source } = film;
    const inputs =
      sampling === "whole"
        ? [{ options: [...QUIET, ...options], source }]
        : places.map((place) => ({ options: [...QUIET, ...options, ...seek(place)], source }));
    try {
      await work.programs.ffmpeg({
        inputs,
        output: { options: samplingArguments(film.video, places.length, { width, height }), path },
        signal: work.signal,
      });
      return await readFile(path);
    } catch (error) {
      if (work.signal.aborted || !(error instanceof JobFailure)) throw error;
      if (sampling === "whole") throw error;
      work.log(`no sample at ${places.join(", ")} s: ${error.code}`);
      return new Uint8Array();
    }
  }

  function seek(place: number): string[] {
    const to = ["-seek_timestamp", "1", "-ss", place.toFixed(6)];
    return sampling === "near" ? ["-skip_frame", "nokey", ...to, "-noaccurate_seek"] : to;
  }
}

/** Threads are pinned: each of many has pictures of its own in memory. */
const QUIET = ["-v", "level+error", "-threads", "2"];

/** How the film is looked at, by what that costs. */
export function samplingOf(film: Pick<Film, "bytes" | "video" | "keyframeSeconds">): Sampling {
  const { width, height, frames, frameRate } = film.video;
  const pixels = width * height;
  if (film.bytes <= WHOLE_BYTES_MAX && pixels * frames <= WHOLE_PIXELS_MAX) return "whole";
  if (film.keyframeSeconds === null) return "near";
  const way = (film.keyframeSeconds / 2) * toNumber(frameRate) * pixels * PLACES;
  return way <= WAY_PIXELS_MAX ? "exact" : "near";
}

/** Options after `-i`: small raw frames, spread over a whole film or one of each of the places. */
export function samplingArguments(
  video: Plan["video"],
  places: number,
  size: { width: number; height: number },
): string[] {
  const filters = samplingFilters(video, size.width, size.height);
  const raw = ["-an", "-sn", "-dn", "-fps_mode", "passthrough", "-f", "rawvideo"];
  if (places === 0) {
    const step = (durationOf(video) / FRAMES).toFixed(6);
    const spread = `select=isnan(prev_selected_t)+gte(t-prev_selected_t\\,${step})`;
    // A bound of its own, should times in the file be nonsense.
    const map = ["-map", `0:${video.streamIndex}`, "-frames:v", String(FRAMES * 2)];
    return [...map, "-vf", `${spread},${filters}`, ...raw];
  }
  const inputs = Array.from({ length: places }, (_, at) => at);
  const chains = inputs.map(
    (at) => `[${at}:${video.streamIndex}]trim=end_frame=1,${filters}[p${at}]`,
  );
  const joined = `${inputs.map((at) => `[p${at}]`).join("")}concat=n=${places}[out]`;
  return ["-filter_complex", [...chains, joined].join(";"), "-map", "[out]", ...raw];
}

function sampleSize(video: Plan["video"]): { width: number; height: number } {
  const width = Math.min(WIDTH, video.width);
  const height = Math.min(HEIGHT_MAX, Math.round((video.height * width) / video.width));
  return { width: width - (width % 2), height: Math.max(2, height - (height % 2)) };
}

/**
 * Source times spread over the film. They are those of the result's key frames, so that source and
 * result are measured at the same moments, and the result without a way to decode.
 */
export function placesIn(video: Plan["video"]): number[] {
  const groups = Math.ceil(video.frames / video.gopFrames);
  const places = Math.min(PLACES, groups);
  return Array.from({ length: places }, (_, at) => {
    const group = Math.floor(((at + 0.5) * groups) / places);
    return video.startTime + (group * video.gopFrames) / toNumber(video.frameRate);
  });
}

/** The places, as many together as one process looks at. */
function groupsOf(video: Plan["video"]): number[][] {
  const places = placesIn(video);
  const size = video.width * video.height > LARGE_PIXELS ? 1 : PLACES_AT_ONCE;
  const groups: number[][] = [];
  for (let at = 0; at < places.length; at += size) groups.push(places.slice(at, at + size));
  return groups;
}

function durationOf(video: Plan["video"]): number {
  return video.frames / toNumber(video.frameRate);
}
