// What the small pictures of a film tell: its colours, its cast, and a hash of each. Pure. A tile is
// rgb24, upright and in ordinary brightness, as people see it.

import type { PictureContent } from "../../protocol/content.ts";
import { castCounter } from "../measure-cast.ts";
import type { Size } from "./film.ts";

/** Weights of BT.709 for luma. */
const RED = 0.2126;
const BLUE = 0.0722;
/** Colours are counted in cubes of 16 codes a side. */
const CUBE_BITS = 4;
const CUBES = 1 << (3 * CUBE_BITS);
const PALETTE_MAX = 8;
/** Nearer colours than this, in codes, are one; a smaller share of the picture is none. */
const NEAR = 40;
const SHARE_MIN = 0.005;
const ROUNDS = 8;
/** A difference hash compares 9 × 8 means: 64 bits. */
const HASH = { width: 9, height: 8 };

type Colour = { red: number; green: number; blue: number; weight: number };

/** Counts the colours of tiles, every second pixel of every second line. */
export function colourCounter({ width, height }: Size) {
  const cubes = Array.from({ length: 4 }, () => new Float64Array(CUBES));
  const cast = castCounter();
  return {
    add(tile: Uint8Array): void {
      for (let y = 0; y < height; y += 2) {
        for (let x = 0; x < width; x += 2) {
          const at = (y * width + x) * 3;
          take(tile[at] ?? 0, tile[at + 1] ?? 0, tile[at + 2] ?? 0);
        }
      }
    },
    palette: () => paletteOf(cubes),
    cast: () => cast.cast(),
  };

  function take(red: number, green: number, blue: number) {
    const shift = 8 - CUBE_BITS;
    const cube =
      ((red >> shift) << (2 * CUBE_BITS)) | ((green >> shift) << CUBE_BITS) | (blue >> shift);
    for (const [list, value] of [red, green, blue, 1].entries()) {
      const counted = cubes[list];
      if (counted) counted[cube] = (counted[cube] ?? 0) + value;
    }
    const luma = lumaOfRgb(red, green, blue) / 255;
    cast.add(luma, (blue / 255 - luma) / (1 - BLUE), (red / 255 - luma) / (1 - RED));
  }
}

/** In the codes of the three. */
export function lumaOfRgb(red: number, green: number, blue: number): number {
  return RED * red + (1 - RED - BLUE) * green + BLUE * blue;
}

/** 64 bits in hexadecimal: where the picture becomes brighter from left to right. */
export function hashOf(tile: Uint8Array, { width, height }: Size): string {
  const means: number[] = [];
  for (let row = 0; row < HASH.height; row++) {
    for (let column = 0; column < HASH.width; column++) {
      means.push(
        meanLuma(tile, width, cellOf(row, HASH.height, height), cellOf(column, HASH.width, width)),
      );
    }
  }
  let hash = 0n;
  for (let row = 0; row < HASH.height; row++) {
    for (let column = 0; column + 1 < HASH.width; column++) {
      const at = row * HASH.width + column;
      hash = (hash << 1n) | ((means[at + 1] ?? 0) > (means[at] ?? 0) ? 1n : 0n);
    }
  }
  return hash.toString(16).padStart(16, "0");
}

type Cell = { from: number; to: number };

/** At least one line, also of tiles that have fewer than there are cells. */
function cellOf(cell: number, cells: number, side: number): Cell {
  const from = Math.floor((cell * side) / cells);
  return { from, to: Math.max(from + 1, Math.floor(((cell + 1) * side) / cells)) };
}

function meanLuma(tile: Uint8Array, width: number, rows: Cell, columns: Cell): number {
  let sum = 0;
  for (let y = rows.from; y < rows.to; y++) {
    for (let x = columns.from; x < columns.to; x++) {
      const at = (y * width + x) * 3;
      const [red, green, blue] = [tile[at] ?? 0, tile[at + 1] ?? 0, tile[at + 2] ?? 0];
      sum += lumaOfRgb(red, green, blue);
    }
  }
  return sum / ((rows.to - rows.from) * (columns.to - columns.from));
}

/** The colours that most of all pixels lie nearest to, by k-means from the most frequent ones. */
function paletteOf(cubes: readonly Float64Array[]): PictureContent["palette"] {
  const [red, green, blue, counts] = cubes;
  if (!red || !green || !blue || !counts) return [];
  const colours: Colour[] = [];
  for (const [at, weight] of counts.entries()) {
    if (weight === 0) continue;
    const mean = (sums: Float64Array) => (sums[at] ?? 0) / weight;
    colours.push({ red: mean(red), green: mean(green), blue: mean(blue), weight });
  }
  const total = colours.reduce((sum, { weight }) => sum + weight, 0);
  colours.sort((a, b) => b.weight - a.weight);
  let centres: Colour[] = [];
  for (const colour of colours) {
    const isNew = centres.every((centre) => distance(centre, colour) >= NEAR);
    if (isNew && centres.length < PALETTE_MAX) centres.push(colour);
  }
  for (let round = 0; round < ROUNDS; round++) centres = moved(centres, colours);
  return centres
    .filter(({ weight }) => weight / total >= SHARE_MIN)
    .sort((a, b) => b.weight - a.weight)
    .map((colour) => ({ colour: inHex(colour), share: colour.weight / total }));
}

/** Each centre in the middle of the colours that are nearest to it. */
function moved(centres: readonly Colour[], colours: readonly Colour[]): Colour[] {
  const sums = centres.map(() => ({ red: 0, green: 0, blue: 0, weight: 0 }));
  for (const colour of colours) {
    let nearest = 0;
    for (const [at, centre] of centres.entries()) {
      const best = centres[nearest];
      if (best && distance(centre, colour) < distance(best, colour)) nearest = at;
    }
    const sum = sums[nearest];
    if (!sum) continue;
    sum.red += colour.red * colour.weight;
    sum.green += colour.green * colour.weight;
    sum.blue += colour.blue * colour.weight;
    sum.weight += colour.weight;
  }
  return sums
    .filter(({ weight }) => weight > 0)
    .map(({ red, green, blue, weight }) => ({
      red: red / weight,
      green: green / weight,
      blue: blue / weight,
      weight,
    }));
}

function distance(a: Colour, b: Colour): number {
  return Math.hypot(a.red - b.red, a.green - b.green, a.blue - b.blue);
}

function inHex({ red, green, blue }: Colour): string {
  const two = (code: number) => Math.round(code).toString(16).padStart(2, "0");
  return `#${two(red)}${two(green)}${two(blue)}`;
}
