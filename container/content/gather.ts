// Puts the looks of a film together, one after another in order, and says what the film shows. What
// is kept between looks does not grow with the film but for what it lists. Pure.

import type { LostReason, PictureContent } from "../../protocol/content.ts";
import { measureDetail, type Patch } from "../measure-detail.ts";
import { MICRO } from "./film.ts";
import { flickerFinder } from "./flicker.ts";
import { type Box, boxAround, letterboxOf } from "./letterbox.ts";
import type { LookFile } from "./look-file.ts";
import { SWING_WINDOW } from "./look-filters.ts";
import { barsOf, levelOf, lumaOf, secondsMean, toneMappedLuma } from "./luma.ts";
import { BLACK, BLACK_SHARE, WHITE } from "./measure-frame.ts";
import { blackFinder, cutFinder, frozenFinder, lostFinder } from "./ranges.ts";
import { scanCounter } from "./scan.ts";
import { shakeMeter } from "./shake.ts";
import { colourCounter, hashOf } from "./tiles.ts";

type FilmFacts = LookFile["film"];

/** Most hashes that are told. */
const HASHES_MAX = 600;
/** Most parts in full resolution that are held; of more, every second one stays. */
const PATCHES_MAX = 48;
/** A part darker than this on average is black, or nearly: codes have nothing to tell there. */
const DARK_PATCH = BLACK + 0.04 * (WHITE - BLACK);

/** `film` as the first look says it. */
export function gatherer(film: FilmFacts, spriteStep: number) {
  const start = film.startUs / MICRO;
  const lumaPixels = film.measured.width * film.measured.height;
  const allPixels = lumaPixels * 1.5;
  const [cuts, black, frozen, flicker] = [
    ...([cutFinder(), blackFinder(), frozenFinder(), flickerFinder()] as const),
  ];
  const [scan, shake, lost] = [scanCounter(), shakeMeter(film.rate), lostFinder()];
  const [si, ti] = [spreadMeter(), spreadMeter()];
  const series = secondsMean(start);
  const histograms = ["luma", "blue", "red"].map(() => new Float64Array(256));
  const colours = colourCounter(film.tile);
  const mapped = toneMappedLuma();
  const hashes: { place: number; hash: string }[] = [];
  let patches: Patch[] = [];
  let [everyPatch, patchAt] = [1, 0];
  let [frames, saturation] = [0, 0];
  let box: Box | null = null;
  let fineBox: Box | null = null;
  let [last, length, lostUntil] = [start, 1 / film.rate, start];

  return { addLook, addTile, addPatch, finish, end: () => last + length };

  function addLook(look: LookFile): void {
    let nextLost = 0;
    for (const [at, micros] of look.times.entries()) {
      const time = micros / MICRO;
      for (; (look.damaged[nextLost] ?? Infinity) < micros; nextLost++) openDamaged(nextLost);
      lost.close(time);
      if (frames > 0 && time > last) length = time - last;
      last = time;
      frames++;
      addFrame(look, at, micros, time);
    }
    for (; nextLost < look.damaged.length; nextLost++) openDamaged(nextLost);
    for (const micros of look.unseen) openLost(micros, "out_of_time");
    for (const [list, name] of (["luma", "blue", "red"] as const).entries()) {
      const sums = histograms[list];
      for (const [code, n] of look.histograms[name].entries()) {
        if (sums) sums[code] = (sums[code] ?? 0) + n;
      }
    }
    box = boxAround(box, look.box);
    fineBox = boxAround(fineBox, look.fineBox);

    function openDamaged(index: number) {
      openLost(look.damaged[index] ?? 0, "damaged");
    }

    function openLost(micros: number, reason: LostReason) {
      const time = micros / MICRO;
      lost.open(time, reason);
      lostUntil = time + 1 / film.rate;
    }
  }

  function addFrame(look: LookFile, at: number, micros: number, time: number): void {
    const of = (column: readonly (number | null)[]) => column[at] ?? null;
    const level = levelOf((look.luma[at] ?? 0) / lumaPixels);
    const mean = (sum: number | null, pixels: number) => (sum === null ? null : sum / pixels);
    cuts.add(time, mean(of(look.lumaChange), lumaPixels));
    frozen.add(time, mean(of(look.change), allPixels));
    black.add(time, (look.black[at] ?? 0) / lumaPixels >= BLACK_SHARE);
    flicker.add(time, level, look.light[at] ?? 0);
    series.add(time, level);
    si.add(of(look.si));
    ti.add(of(look.ti));
    saturation += look.saturation[at] ?? 0;
    const [x, y] = [of(look.shiftX), of(look.shiftY)];
    const { width } = film.measured;
    shake.add(x === null || y === null ? null : { x: x / width, y: y / width });
    const since = micros - film.startUs;
    const isCompared = mod(since, SWING_WINDOW.everyUs) < SWING_WINDOW.lengthUs;
    const [lowerToUpper, upperToLower] = [of(look.lowerToUpper), of(look.upperToLower)];
    scan.add(isCompared ? Math.floor(since / SWING_WINDOW.everyUs) : null, {
      order: look.orders[at] ?? 0,
      repeated: look.repeated[at] === 1,
      swing: lowerToUpper === null || upperToLower === null ? null : { lowerToUpper, upperToLower },
    });
  }

  /** A small picture (rgb24), and its place on the grid of the sprite. */
  function addTile(tile: Uint8Array, place: number): void {
    colours.add(tile);
    if (film.toneMapped) mapped.add(tile);
    hashes.push({ place, hash: hashOf(tile, film.tile) });
  }

  /** A part in full resolution; its bytes are kept. */
  function addPatch(luma: Uint8Array): void {
    let sum = 0;
    for (const code of luma) sum += code;
    if (sum / luma.length < DARK_PATCH || patchAt++ % everyPatch !== 0) return;
    patches.push({ ...film.patch, luma });
    if (patches.length < PATCHES_MAX) return;
    patches = patches.filter((_, at) => at % 2 === 0);
    everyPatch *= 2;
  }

  /** Null without a frame. */
  function finish(): PictureContent | null {
    if (frames === 0) return null;
    const end = last + length;
    const [luma, blue, red] = histograms;
    if (!luma || !blue || !red) return null;
    const cast = colours.cast();
    const detail = patches.length === 0 ? null : measureDetail(patches);
    return {
      index: film.index,
      frames,
      lost: lost.finish(Math.max(lostUntil, end)),
      lostCount: lost.count(),
      ...cuts.finish(),
      black: black.finish(end),
      blackCount: black.count(),
      frozen: frozen.finish(end),
      frozenCount: frozen.count(),
      scan: scan.finish(film),
      letterbox: letterboxOf(box, fineBox, film.measured, film),
      luma: { ...lumaOf(luma), toneMapped: mapped.finish(), series: series.finish() },
      chroma: {
        histogramBlue: barsOf(blue),
        histogramRed: barsOf(red),
        saturation: saturation / frames,
        castRed: cast.red,
        castBlue: cast.blue,
      },
      palette: colours.palette(),
      noise: detail?.noise ?? null,
      sharpness: detail?.sharpness ?? null,
      blockiness: detail?.blockiness ?? null,
      spatialInformation: si.finish(),
      temporalInformation: ti.finish(),
      measuredWidth: film.measured.width,
      measuredHeight: film.measured.height,
      flicker: flicker.finish(),
      shake: shake.finish(),
      hashes: hashSeries(),
    };
  }

  /** A picture stays until the next one: places without one of their own show the one before. */
  function hashSeries(): PictureContent["hashes"] {
    const [first, final] = [hashes[0]?.place ?? 0, hashes.at(-1)?.place ?? -1];
    const stride = Math.max(1, Math.ceil((final - first + 1) / HASHES_MAX));
    const values: string[] = [];
    let at = 0;
    for (let place = first; place <= final; place += stride) {
      while ((hashes[at + 1]?.place ?? Infinity) <= place) at++;
      values.push(hashes[at]?.hash ?? "");
    }
    return { start: start + first * spriteStep, step: stride * spriteStep, values };
  }
}

/** Least, mean and most of what was added; nulls are left out. */
function spreadMeter() {
  let [min, max, sum, count] = [Infinity, -Infinity, 0, 0];
  return {
    add(value: number | null): void {
      if (value === null) return;
      min = Math.min(min, value);
      max = Math.max(max, value);
      sum += value;
      count++;
    },
    finish: () =>
      count === 0 ? { min: null, mean: null, max: null } : { min, mean: sum / count, max },
  };
}

/** As ffmpeg's `mod`, also for what is below zero. */
function mod(value: number, divisor: number): number {
  return value - Math.floor(value / divisor) * divisor;
}
