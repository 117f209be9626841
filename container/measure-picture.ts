// Measures sampled frames: an exact histogram of luma, clipping, and the strength of colour. Black
// frames and letterbox bars say nothing about the picture and are left out. Pure.

import type { PictureMeasures } from "../protocol/enhancement.ts";
import { castCounter } from "./measure-cast.ts";
import { measureDetail, type Patch } from "./measure-detail.ts";
import type { SampleSize } from "./sampling-filters.ts";

/** Limited range of 8-bit luma and the largest distance of chroma from grey. */
const BLACK = 16;
const WHITE = 235;
const CHROMA_SPAN = 112;
const GREY = 128;
/** A frame darker than this on average is black, or on its way there or back. */
const BLACK_FRAME_MEAN = 0.04;
/** Lines that never rise above this are bars. */
const BAR_LUMA = BLACK + 10;
/** A bar takes at most this share of each side; more is a night scene. */
const BAR_SHARE_MAX = 0.25;
/** Patches that are measured: 1.5 million pixels, in a tenth of a second or two. */
const PATCHES_MAX = 24;

/**
 * Frames of yuv420p, one after another: the whole picture in `width` × `height`, and below it
 * `patch` lines of a part of it at full resolution, 0 where there is none. All even.
 */
export type Samples = SampleSize & { bytes: Uint8Array };

type Frame = { luma: Uint8Array; u: Uint8Array; v: Uint8Array; patch: Patch };

type Area = { left: number; top: number; right: number; bottom: number };

/** Measures over all sampled frames together. Throws a RangeError without a whole frame. */
export function measurePicture(samples: Samples): PictureMeasures {
  const frames = framesOf(samples);
  if (frames.length === 0) throw new RangeError("no frame was sampled");
  const area = withoutBars(frames, samples);
  const counted = frames.map((frame) => {
    return { frame, histogram: histogramOf(frame, samples.width, area) };
  });
  const bright = counted.filter(({ histogram }) => mean(histogram) >= BLACK_FRAME_MEAN);
  const used = bright.length > 0 ? bright : counted;

  const histogram = new Float64Array(256);
  for (const frame of used) {
    for (const [luma, n] of frame.histogram.entries()) histogram[luma] = (histogram[luma] ?? 0) + n;
  }
  const pixels = histogram.reduce((sum, n) => sum + n, 0);
  const share = (from: number, to: number) =>
    histogram.slice(from, to + 1).reduce((a, b) => a + b, 0) / pixels;
  const at = (part: number) => percentile(histogram, pixels * part);
  return {
    frames: used.length,
    mean: mean(histogram),
    percentiles: {
      p0_1: at(0.001),
      p1: at(0.01),
      p10: at(0.1),
      p50: at(0.5),
      p90: at(0.9),
      p99: at(0.99),
      p99_9: at(0.999),
    },
    clippedShadows: share(0, BLACK),
    clippedHighlights: share(WHITE, 255),
    ...coloursOf(
      used.map(({ frame }) => frame),
      samples.width,
      area,
    ),
    ...measureDetail(patchesOf(used.map(({ frame }) => frame))),
  };
}

/** Patches all over the film, no more than PATCHES_MAX. */
function patchesOf(frames: readonly Frame[]): Patch[] {
  const step = Math.ceil(frames.length / PATCHES_MAX);
  return frames.flatMap(({ patch }, at) => (patch.height > 0 && at % step === 0 ? [patch] : []));
}

/** Luma 0…255 in 0…1 of the limited range. */
function level(luma: number): number {
  return Math.min(1, Math.max(0, (luma - BLACK) / (WHITE - BLACK)));
}

/** Bytes of one sampled frame. */
export function frameBytes({ width, height, patch }: SampleSize): number {
  return (width * (height + patch) * 3) / 2;
}

function framesOf({ bytes, ...size }: Samples): Frame[] {
  const { width, height, patch } = size;
  const [bytesEach, lines] = [frameBytes(size), height + patch];
  const frames: Frame[] = [];
  for (let at = 0; at + bytesEach <= bytes.length; at += bytesEach) {
    const plane = (offset: number, length: number) =>
      bytes.subarray(at + offset, at + offset + length);
    const chroma = (width / 2) * (height / 2);
    frames.push({
      luma: plane(0, width * height),
      u: plane(width * lines, chroma),
      v: plane((width * lines * 5) / 4, chroma),
      patch: { width, height: patch, luma: plane(width * height, width * patch) },
    });
  }
  return frames;
}

function histogramOf({ luma }: Frame, width: number, area: Area): Float64Array {
  const histogram = new Float64Array(256);
  for (let y = area.top; y < area.bottom; y++) {
    const end = y * width + area.right;
    for (let at = y * width + area.left; at < end; at++) {
      const code = luma[at] ?? 0;
      histogram[code] = (histogram[code] ?? 0) + 1;
    }
  }
  return histogram;
}

/** Mean saturation, each frame's at most 1, and the cast of all together. */
function coloursOf(frames: readonly Frame[], width: number, area: Area) {
  const counter = castCounter();
  let saturation = 0;
  for (const { luma, u, v } of frames) {
    let [distance, pixels] = [0, 0];
    for (let y = area.top >> 1; y < area.bottom >> 1; y++) {
      for (let x = area.left >> 1; x < area.right >> 1; x++) {
        const at = (y * width) / 2 + x;
        const blue = ((u[at] ?? GREY) - GREY) / CHROMA_SPAN;
        const red = ((v[at] ?? GREY) - GREY) / CHROMA_SPAN;
        distance += Math.sqrt(blue * blue + red * red);
        pixels++;
        counter.add(level(luma[2 * y * width + 2 * x] ?? 0), blue, red);
      }
    }
    saturation += Math.min(1, distance / Math.max(1, pixels)) / frames.length;
  }
  return { saturation, cast: counter.cast() };
}

function mean(histogram: Float64Array): number {
  let [sum, pixels] = [0, 0];
  histogram.forEach((n, luma) => {
    sum += n * level(luma);
    pixels += n;
  });
  return pixels === 0 ? 0 : sum / pixels;
}

function percentile(histogram: Float64Array, wanted: number): number {
  let seen = 0;
  for (let luma = 0; luma < 256; luma++) {
    seen += histogram[luma] ?? 0;
    if (seen >= wanted) return level(luma);
  }
  return 1;
}

/** The picture without lines and columns at its edges that are black in every frame. */
function withoutBars(frames: readonly Frame[], { width, height }: Samples): Area {
  const rows = new Uint8Array(height);
  const columns = new Uint8Array(width);
  for (const frame of frames) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        if ((frame.luma[y * width + x] ?? 0) <= BAR_LUMA) continue;
        rows[y] = 1;
        columns[x] = 1;
      }
    }
  }
  const [top, bottom] = content(rows);
  const [left, right] = content(columns);
  return { left, top, right, bottom };
}

/** First and one past the last line that is not bar; all of them where the bars are too wide. */
function content(lines: Uint8Array): [number, number] {
  const limit = lines.length * BAR_SHARE_MAX;
  const first = lines.indexOf(1);
  const end = lines.lastIndexOf(1) + 1;
  if (first < 0) return [0, lines.length];
  const even = first + (first % 2);
  return [even <= limit ? even : 0, lines.length - end <= limit ? end - (end % 2) : lines.length];
}
