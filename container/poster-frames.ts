// Frames of a film as small JPEGs, made by one ffmpeg, with what it says of each: pictures to choose
// a poster from. Upright, in square pixels and ordinary brightness.

import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Plan } from "../protocol/enhancement.ts";
import type { Source } from "../protocol/job.ts";
import { type Look, looksIn } from "./choose-place.ts";
import { sourceOptions } from "./input-arguments.ts";
import { JobFailure } from "./job-failure.ts";
import { matteFilters } from "./matte-filters.ts";
import { ranges, toneMap } from "./picture-filters.ts";
import { swscaleNameOf } from "./scale-matrix.ts";
import { BrokenRead, runOverSource } from "./source-run.ts";
import type { Work } from "./work.ts";
import { decoderOptions } from "./x264-build.ts";

/** ffmpeg's scale for JPEG, from 2, the best, to 31: the loss is not seen. */
const JPEG_QUALITY = 3;
/** Where key frames show nothing: one of so many frames, of so many. */
const EVERY = 12;
const DECODED = 240;

/** How a picture is decoded and what it becomes; `width` and `height` are those of the JPEG. */
export type Shown = Pick<
  Plan["video"],
  | "codec"
  | "streamIndex"
  | "colour"
  | "width"
  | "height"
  | "dynamicRange"
  | "masteringIgnored"
  | "matte"
>;
/** Where reading begins, in seconds of the file's clock, null for its first byte. */
export type Place = { at: number | null; frames: "key frame" | "all" };
/** Its time on the file's clock, its luma in 0…255, and the JPEG. */
export type Frame = Look & { path: string; bytes: number };

/**
 * What can be decoded of: the first key frame of each place, or some of the frames from there on.
 * Damage is logged and no failure. Throws BrokenRead where the source broke off.
 */
export async function framesAt(
  source: Source,
  shown: Shown,
  places: readonly Place[],
  name: string,
  work: Work,
): Promise<Frame[]> {
  const said: { branch: number; look: Look }[] = [];
  const branches = places.map(
    (place, at) => `[${at}:${shown.streamIndex}]${chain(shown, place, at)}`,
  );
  // Times that rise, whatever those of the frames do: the encoder wants it.
  const joined = `${places.map((_, at) => `[frame${at}]`).join("")}concat=n=${places.length},settb=1,setpts=N[out]`;
  try {
    await runOverSource(
      {
        inputs: places.map((place) => ({
          options: inputOptions(source, shown, place),
          source: source.url,
        })),
        output: {
          options: [
            ...["-filter_complex", [...branches, joined].join(";"), "-map", "[out]"],
            ...["-an", "-sn", "-dn", "-map_metadata", "-1", "-fps_mode", "passthrough"],
            ...["-c:v", "mjpeg", "-q:v", String(JPEG_QUALITY), "-f", "image2"],
          ],
          path: join(work.folder, `${name}-%03d.jpg`),
        },
        signal: work.signal,
        onLine: (line) => {
          const branch = /^\[showinfo@frame(\d+) /.exec(line)?.[1];
          const [look] = looksIn([line]);
          if (branch !== undefined && look) said.push({ branch: Number(branch), look });
          return branch !== undefined;
        },
      },
      work,
    );
  } catch (error) {
    if (work.signal.aborted || error instanceof BrokenRead) throw error;
    if (!(error instanceof JobFailure)) throw error;
    work.log(`not all frames for a poster: ${error.code}`);
  }
  const files = (await readdir(work.folder)).filter((file) => file.startsWith(`${name}-`)).sort();
  // Files are in the order of places, lines in that of decoding.
  const looks = said.toSorted((a, b) => a.branch - b.branch);
  const frames = files.map(async (file, at) => {
    const path = join(work.folder, file);
    const bytes = (await stat(path)).size;
    const look = looks[at]?.look;
    return look && bytes > 0 ? [{ ...look, path, bytes }] : [];
  });
  return (await Promise.all(frames)).flat();
}

function inputOptions(source: Source, shown: Shown, { at, frames }: Place): string[] {
  return [
    ...["-v", "level+info", "-nostats", "-copyts", ...sourceOptions(source)],
    ...["-threads", frames === "all" ? "2" : "1", ...decoderOptions(shown)],
    ...(frames === "all" ? [] : ["-skip_frame", "nokey"]),
    ...(at === null ? [] : ["-seek_timestamp", "1", "-ss", at.toFixed(6), "-noaccurate_seek"]),
  ];
}

/** From decoded frames to those of the JPEGs, which are in full range and BT.601 (JFIF). */
function chain(shown: Shown, { frames }: Place, at: number): string {
  const { width, height } = shown;
  const matrix = shown.dynamicRange ? "bt709" : swscaleNameOf(shown.colour.matrix);
  return [
    frames === "all"
      ? `trim=end_frame=${DECODED},select=not(mod(n\\,${EVERY}))`
      : "trim=end_frame=1",
    ...matteFilters(shown, String(at)),
    `scale=w=${width}:h=${height}:flags=lanczos+accurate_rnd:${ranges(shown)}`,
    "setsar=1",
    ...toneMap(shown),
    `scale=in_range=tv:in_color_matrix=${matrix}:out_range=pc:out_color_matrix=bt601`,
    "format=yuvj420p",
    `showinfo@frame${at}[frame${at}]`,
  ].join(",");
}
