// Samples the picture of a source cheaply, for what the recipe is chosen by: frames all over a short
// film, and of a longer one those at a few places, by seeking.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Plan } from "../protocol/enhancement.ts";
import { toNumber } from "../protocol/rational.ts";
import { JobFailure } from "./job-failure.ts";
import { frameBytes, type Samples } from "./measure-picture.ts";
import { type SampleSize, sampleSizeOf, samplingFilters } from "./sampling-filters.ts";
import { spread } from "./some-frames.ts";
import type { Work } from "./work.ts";

/** About as many frames are taken of a film that is decoded whole. */
const FRAMES = 48;
/** Places that are looked at in a longer film, and how many of them by one process. */
const PLACES = 24;
const PLACES_AT_ONCE = 4;
/** Pictures larger than this are looked at one at a time, since each holds a decoder's memory. */
const LARGE_PIXELS = 9_000_000;
/** Three ffmpeg at a time: most of their time they wait for bytes. */
const SIDE_BY_SIDE = 3;
/** Pixels that are decoded in about a second of one core; a film with fewer is decoded whole. */
const WHOLE_PIXELS_MAX = 300_000_000;
/** Pixels that may be decoded on the way from key frames to the places between them: two seconds. */
const WAY_PIXELS_MAX = 500_000_000;
/** Bytes that are read in about half a second; only a film with fewer is read whole. */
const WHOLE_BYTES_MAX = 64 * 1024 * 1024;

export type Film = {
  /** Options before `-i` and the source itself. */
  options: readonly string[];
  source: string;
  bytes: number;
  video: Plan["video"];
  /** Seconds between its key frames, on average; null where it is not known. */
  keyframeSeconds: number | null;
};

/** `exact`: the frames at the places, by seeking. `near`: the key frames before them, which costs less. */
export type Sampling = "whole" | "exact" | "near";

/**
 * Frames of the film in order, and the source time of each in seconds where all of it was decoded,
 * else no times. Throws JobFailure `corrupt` if not one can be decoded.
 */
export async function sampleFrames(
  film: Film,
  work: Work,
  name: string,
): Promise<Samples & { times: number[] }> {
  const times: number[] = [];
  const size = sampleSizeOf(film.video);
  const sampling = samplingOf(film);
  const throughout = sampling === "whole";
  const groups = throughout ? [[]] : groupsOf(film.video);
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < groups.length; at += SIDE_BY_SIDE) {
    const next = groups.slice(at, at + SIDE_BY_SIDE);
    pieces.push(...(await Promise.all(next.map((places, of) => framesAt(places, at + of)))));
  }
  const bytes = Buffer.concat(pieces);
  if (bytes.length < frameBytes(size)) throw new JobFailure("corrupt");
  return { ...size, bytes, times };

  /** Damage at one place of a long film is no reason to refuse all of it. */
  async function framesAt(places: readonly number[], group: number): Promise<Uint8Array> {
    const path = join(work.folder, `${name}-${group}.yuv`);
    const { options, source } = film;
    const inputs = throughout
      ? [{ options: [...TOLD, ...options], source }]
      : places.map((place) => ({ options: [...QUIET, ...options, ...seek(place)], source }));
    try {
      await work.programs.ffmpeg({
        inputs,
        output: { options: samplingArguments(film.video, places.length, size), path },
        signal: work.signal,
        onLine: (line) => {
          const time = TIME.exec(line)?.[1];
          if (time !== undefined) times.push(Number(time));
          return line.includes("[info]");
        },
      });
      return await readFile(path);
    } catch (error) {
      if (work.signal.aborted || !(error instanceof JobFailure)) throw error;
      if (throughout) throw error;
      work.log(`no sample at ${places.join(", ")} s: ${error.code}`);
      return new Uint8Array();
    }
  }

  function seek(place: number): string[] {
    const to = ["-seek_timestamp", "1", "-ss", place.toFixed(6)];
    return sampling === "near" ? ["-skip_frame", "nokey", ...to, "-noaccurate_seek"] : to;
  }
}

/** One thread for the few frames of each place: of many each has pictures of its own in memory. */
const QUIET = ["-v", "level+error", "-threads", "1"];
/**
 * A whole film, with the source's own times, which `showinfo` tells. Sound and fields are looked at
 * meanwhile, and a second thread costs work: 0.86 CPU seconds instead of 0.73 for half a minute of 480p.
 * Pictures that no other one needs are passed over, which spares a third of the decoding.
 */
const TOLD = [
  ...["-v", "level+info", "-nostats", "-copyts", "-threads", "1"],
  ...["-skip_frame", "noref"],
];
const TIME = /showinfo.*\bpts_time:(-?[\d.]+)/;

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
  size: SampleSize,
): string[] {
  if (places === 0) {
    const seconds = video.frames / Math.min(FRAMES, video.frames) / toNumber(video.frameRate);
    const moment = (t: string) =>
      `floor((${t}-(${video.startTime.toFixed(6)}))/${seconds.toFixed(6)}+${ROUNDING})`;
    const evenly = `select=isnan(prev_selected_t)+gt(${moment("t")}\\,${moment("prev_selected_t")})`;
    const turn = `if(isnan(t),0,${turnOf(moment("t"))})`;
    // A bound of its own, should times in the file be nonsense.
    const map = ["-map", `0:${video.streamIndex}`, "-frames:v", String(FRAMES * 2)];
    return [...map, "-vf", `${evenly},showinfo,${samplingFilters(video, size, turn, "")}`, ...RAW];
  }
  const inputs = Array.from({ length: places }, (_, at) => at);
  const chains = inputs.map((at) => {
    const sample = samplingFilters(video, size, turnOf(String(at)), String(at));
    return `[${at}:${video.streamIndex}]trim=end_frame=1,${sample}[p${at}]`;
  });
  const joined = `${inputs.map((at) => `[p${at}]`).join("")}concat=n=${places}[out]`;
  return ["-filter_complex", [...chains, joined].join(";"), "-map", "[out]", ...RAW];
}

const RAW = ["-an", "-sn", "-dn", "-fps_mode", "passthrough", "-f", "rawvideo"];

/** Where the patch lies at a place: the first four show the middle, two corners and the top. */
function turnOf(place: string): string {
  return `mod(4+2*${place},9)`;
}

/** Source times spread over the film. */
export function placesIn(video: Plan["video"]): number[] {
  return spread(video.frames, PLACES).map(
    (frame) => video.startTime + frame / toNumber(video.frameRate),
  );
}

/** The places, as many together as one process looks at. */
function groupsOf(video: Plan["video"]): number[][] {
  const places = placesIn(video);
  const size = placesAtOnce(video);
  const groups: number[][] = [];
  for (let at = 0; at < places.length; at += size) groups.push(places.slice(at, at + size));
  return groups;
}

function placesAtOnce({ width, height }: Plan["video"]): number {
  return width * height > LARGE_PIXELS ? 1 : PLACES_AT_ONCE;
}

/** Of a moment; binary fractions and rounded times must not move a frame into the one before. */
const ROUNDING = 0.01;
