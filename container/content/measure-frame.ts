// Measures one small frame against the one before it. Pure, and written for speed: typed arrays and
// one pass over each plane, since it runs for every frame of a film. What is a sum stays a whole
// number, so that parts of a film add up to exactly what the whole film gives.

import type { MeasuredForm, Size } from "./film.ts";
import { lightOf } from "./light.ts";
import { type Profiles, profilesFor, shiftBetween } from "./shift.ts";

/** Codes of the limited range, which all frames are brought to. */
export const BLACK = 16;
export const WHITE = 235;
/** ffmpeg's blackdetect: 0.10 of the range above black, cut to a whole code. */
export const BLACK_PIXEL_MAX = Math.floor(BLACK + 0.1 * (WHITE - BLACK));
/** blackdetect's share of such pixels that makes a picture black. */
export const BLACK_SHARE = 0.98;
/** Lines that never rise above this are bars. */
export const BAR_LUMA = BLACK + 10;
/** Largest distance of chroma from grey, and grey itself. */
const CHROMA_SPAN = 112;
const GREY = 128;
/** ITU-T P.910 is told in codes of full range. */
const FULL_PER_LIMITED = 255 / (WHITE - BLACK);

/** What one frame shows; null where it takes a frame before and there is none. */
export type FrameMeasures = {
  /** Sum of all codes of luma. */
  luma: number;
  /** Mean light; 1 is 200 cd/m², the white of BT.1702, which HDR passes. */
  light: number;
  /** Pixels that blackdetect would call black. */
  black: number;
  /** Sums of absolute differences from the frame before: of luma, and of all planes. */
  lumaChange: number | null;
  change: number | null;
  /** ITU-T P.910: standard deviation of the Sobel picture, and of the difference in time. */
  si: number;
  ti: number | null;
  /** Mean distance of chroma from grey, 0…1. */
  saturation: number;
  /** Pixels to the right and down that the picture has moved; null where it cannot be told. */
  shift: { x: number; y: number } | null;
};

/** Sums over all frames that were added. */
export type FrameTotals = {
  luma: Float64Array;
  blue: Float64Array;
  red: Float64Array;
  /** Box of what rises above bars, of all frames that are not black; null: none. */
  box: { left: number; top: number; right: number; bottom: number } | null;
};

/** Bytes of a frame of yuv420p; both sides are even. */
export function smallFrameBytes({ width, height }: Size): number {
  return (width * height * 3) / 2;
}

/** A meter for frames of one size. It keeps a copy of the frame it saw last. */
export function frameMeter({ width, height, curve }: MeasuredForm) {
  const lights = Float64Array.from({ length: 256 }, (_, code) =>
    lightOf((code - BLACK) / (WHITE - BLACK), curve),
  );
  const pixels = width * height;
  const quarter = pixels / 4;
  const before = new Uint8Array(smallFrameBytes({ width, height }));
  const histogram = new Uint32Array(256);
  const rows = new Uint8Array(height);
  const columns = new Uint8Array(width);
  let profiles: Profiles = profilesFor({ width, height });
  let profilesBefore: Profiles = profilesFor({ width, height });
  let seen = false;
  const totals: FrameTotals = {
    luma: new Float64Array(256),
    blue: new Float64Array(256),
    red: new Float64Array(256),
    box: null,
  };

  /** Measures a frame. `counts`: it is one of the stretch, and not only the one before. */
  return { measure, totals };

  function measure(frame: Uint8Array, counts: boolean): FrameMeasures {
    const { sad, sum, squares } = passLuma(frame);
    const si = round(spatial(frame), 1e3);
    let [luma, light, black] = [0, 0, 0];
    for (let code = 0; code < 256; code++) {
      const n = histogram[code] ?? 0;
      if (n === 0) continue;
      luma += n * code;
      light += n * (lights[code] ?? 0);
      if (code <= BLACK_PIXEL_MAX) black += n;
    }
    const chroma = passChroma(frame, counts);
    if (counts) {
      for (let code = 0; code < 256; code++) {
        totals.luma[code] = (totals.luma[code] ?? 0) + (histogram[code] ?? 0);
      }
      if (black / pixels < BLACK_SHARE) widen();
    }
    const variance = squares / pixels - (sum / pixels) ** 2;
    const result = {
      luma,
      light: round(light / pixels, 1e6),
      black,
      lumaChange: seen ? sad : null,
      change: seen ? sad + chroma.sad : null,
      si,
      ti: seen ? round(Math.sqrt(Math.max(0, variance)) * FULL_PER_LIMITED, 1e3) : null,
      saturation: round(chroma.saturation, 1e6),
      shift: seen ? shiftBetween(profilesBefore, profiles) : null,
    };
    before.set(frame);
    [profiles, profilesBefore] = [profilesBefore, profiles];
    seen = true;
    return result;
  }

  /** Fills histogram, brightest of each line and column, and profiles. */
  function passLuma(frame: Uint8Array) {
    const { columns: columnSums, rows: rowSums } = profiles;
    histogram.fill(0);
    columns.fill(0);
    columnSums.fill(0);
    let [sad, sum, squares] = [0, 0, 0];
    for (let y = 0, at = 0; y < height; y++) {
      let brightest = 0;
      let total = 0;
      for (let x = 0; x < width; x++, at++) {
        const code = frame[at] ?? 0;
        const change = code - (before[at] ?? 0);
        histogram[code] = (histogram[code] ?? 0) + 1;
        sad += change < 0 ? -change : change;
        sum += change;
        squares += change * change;
        total += code;
        if (code > brightest) brightest = code;
        if (code > (columns[x] ?? 0)) columns[x] = code;
        columnSums[x] = (columnSums[x] ?? 0) + code;
      }
      rows[y] = brightest;
      rowSums[y] = total;
    }
    return { sad, sum, squares };
  }

  /**
   * Standard deviation of the Sobel picture without its border. Three columns of three pixels slide
   * along each line, so that every pixel is read three times and not eight.
   */
  function spatial(frame: Uint8Array): number {
    let [sum, squares] = [0, 0];
    for (let y = 1; y < height - 1; y++) {
      const row = y * width;
      // Of the columns to the left and in the middle: their weighted sums, and lower less upper.
      let left = column(frame, row);
      let middle = column(frame, row + 1);
      let leftSlope = slope(frame, row);
      let middleSlope = slope(frame, row + 1);
      for (let at = row + 2; at < row + width; at++) {
        const right = column(frame, at);
        const rightSlope = slope(frame, at);
        const across = right - left;
        const down = leftSlope + 2 * middleSlope + rightSlope;
        const square = across * across + down * down;
        squares += square;
        sum += Math.sqrt(square);
        left = middle;
        middle = right;
        leftSlope = middleSlope;
        middleSlope = rightSlope;
      }
    }
    const count = (width - 2) * (height - 2);
    const variance = squares / count - (sum / count) ** 2;
    return Math.sqrt(Math.max(0, variance)) * FULL_PER_LIMITED;
  }

  function column(frame: Uint8Array, at: number): number {
    return (frame[at - width] ?? 0) + 2 * (frame[at] ?? 0) + (frame[at + width] ?? 0);
  }

  function slope(frame: Uint8Array, at: number): number {
    return (frame[at + width] ?? 0) - (frame[at - width] ?? 0);
  }

  function passChroma(frame: Uint8Array, counts: boolean) {
    const { blue, red } = totals;
    let [sad, distance] = [0, 0];
    for (let at = pixels; at < pixels + quarter; at++) {
      const u = frame[at] ?? GREY;
      const v = frame[at + quarter] ?? GREY;
      const changeU = u - (before[at] ?? 0);
      const changeV = v - (before[at + quarter] ?? 0);
      sad += (changeU < 0 ? -changeU : changeU) + (changeV < 0 ? -changeV : changeV);
      distance += Math.sqrt((u - GREY) * (u - GREY) + (v - GREY) * (v - GREY));
      if (!counts) continue;
      blue[u] = (blue[u] ?? 0) + 1;
      red[v] = (red[v] ?? 0) + 1;
    }
    return { sad, saturation: Math.min(1, distance / quarter / CHROMA_SPAN) };
  }

  function widen() {
    const isPicture = (brightest: number) => brightest > BAR_LUMA;
    const [left, top] = [columns.findIndex(isPicture), rows.findIndex(isPicture)];
    if (left < 0 || top < 0) return;
    const [right, bottom] = [columns.findLastIndex(isPicture), rows.findLastIndex(isPicture)];
    const { box } = totals;
    totals.box = {
      left: Math.min(box?.left ?? left, left),
      top: Math.min(box?.top ?? top, top),
      right: Math.max(box?.right ?? right, right),
      bottom: Math.max(box?.bottom ?? bottom, bottom),
    };
  }
}

/** Rounded to 1/`per`: short in a file, and far finer than anything that is judged by it. */
function round(value: number, per: number): number {
  return Math.round(value * per) / per;
}
