// What is measured of a frame: the whole of it in few pixels, and below that a patch of it at full
// resolution, where noise and edges are still what they are. Pure.

import type { Plan } from "../protocol/enhancement.ts";
import { matteFilters } from "./matte-filters.ts";
import { ranges, toneMap } from "./picture-filters.ts";

type Video = Plan["video"];

/** The small picture, and how many lines the patch has; it is as wide. All even. */
export type SampleSize = { width: number; height: number; patch: number };

/** Width of the small picture and of the patch, and the most lines of either. */
const WIDTH = 256;
const HEIGHT_MAX = 512;
const PATCH_MAX = 256;
/** Patches lie on blocks of the codecs, so that steps between blocks are found at their borders. */
const BLOCK = 8;

export function sampleSizeOf(video: Pick<Video, "width" | "height">): SampleSize {
  const width = even(Math.min(WIDTH, video.width));
  const height = Math.min(HEIGHT_MAX, Math.round((video.height * width) / video.width));
  return {
    width,
    height: Math.max(2, even(height)),
    patch: even(Math.min(PATCH_MAX, video.height)),
  };
}

/**
 * The graph from a decoded frame to its sample, as the result would be without a recipe. `turn` is
 * an expression that differs from sample to sample and moves the patch over the picture; `label`
 * keeps apart what stands in one graph.
 */
export function samplingFilters(
  video: Video,
  size: SampleSize,
  turn: string,
  label: string,
): string {
  const [small, patch] = [`small${label}`, `patch${label}`];
  const shown = ["setsar=1", ...toneMap(video), "format=yuv420p"];
  return [
    [...matteFilters(video, label), `split[${small}][${patch}]`].join(","),
    // Single pixels instead of averages: averages would hide what is clipped.
    `[${small}]${[
      `scale=w=${size.width}:h=${size.height}:flags=neighbor:${ranges(video)}`,
      ...shown,
    ].join(",")}[${small}s]`,
    `[${patch}]${[
      crop(video, size, turn),
      // Both fields of a frame would be noise and edges that the result does not have. From one
      // frame alone, since those before and after it are not at hand.
      ...(video.deinterlace ? ["estdif=mode=frame:deint=all"] : []),
      `scale=w=${size.width}:h=${size.patch}:flags=bicubic:${ranges(video)}`,
      ...shown,
    ].join(",")}[${patch}s]`,
    `[${small}s][${patch}s]vstack`,
  ].join(";");
}

/** As much of the source as makes the patch: one place of nine, off the edges where bars may be. */
function crop(video: Video, size: SampleSize, turn: string): string {
  const place = (room: string, at: string) =>
    `'${BLOCK}*floor((${room})*(0.1+0.4*mod(${at},3))/${BLOCK})'`;
  return [
    `crop=w='round(${size.width}*iw/${video.width})'`,
    `h='round(${size.patch}*ih/${video.height})'`,
    `x=${place("iw-ow", turn)}`,
    `y=${place("ih-oh", `floor((${turn})/3)`)}`,
  ].join(":");
}

function even(value: number): number {
  return value - (value % 2);
}
