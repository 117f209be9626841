// Where a film is cut, from small pictures of it. Pure. Two questions: which neighbours of a few
// pictures far apart may belong to different shots, and, given every picture of a stretch, on which
// exactly a new shot begins. A fade, a dissolve, a flash and black are no shot of their own.

/** yuv420p pictures that are compared: `width` × `height` even. */
export type Size = { width: number; height: number };

/** What is compared of a picture. Luma in 0…1 of the limited range. */
export type Signature = {
  /** Shares of the pixels at or below each 8-bit code. */
  cumulative: Float64Array;
  /** Mean of luma and of both chroma planes in each cell of a coarse grid, in 0…1 of full scale. */
  grid: Float64Array;
  mean: number;
};

const BLACK = 16;
const WHITE = 235;
const GRID = { columns: 16, rows: 9 };
/** Darker than this on average is black, or on its way there or back; as measures leave it out. */
const BLACK_MEAN = 0.04;
/**
 * Pictures less different than this have like histograms, so like tones, wherever a cut may be.
 * In a shot with ordinary movement neighbouring key frames differ by 0.02 to 0.1.
 */
const ALIKE = 0.06;
/**
 * A cut changes the picture by at least this from one frame to the next, and by this many times
 * as much as any frame near it: movement, dissolves and fades change many frames alike.
 */
const CUT_MIN = 0.06;
const CUT_RATIO = 2.5;
/** Frames before and after that are compared. A second of dissolve is several times as long. */
const NEAR = 6;

/** What is compared of a picture in yuv420p. */
export function signatureOf(picture: Uint8Array, { width, height }: Size): Signature {
  const luma = picture.subarray(0, width * height);
  const counts = new Uint32Array(256);
  for (const code of luma) counts[code] = (counts[code] ?? 0) + 1;
  const cumulative = new Float64Array(256);
  let [below, mean] = [0, 0];
  for (const [code, count] of counts.entries()) {
    below += count / luma.length;
    cumulative[code] = below;
    mean += (level(code) * count) / luma.length;
  }
  const chroma = (width * height) / 4;
  const u = picture.subarray(luma.length, luma.length + chroma);
  const v = picture.subarray(luma.length + chroma, luma.length + chroma * 2);
  const grid = [
    ...cellsOf(luma, width, height),
    ...cellsOf(u, width / 2, height / 2),
    ...cellsOf(v, width / 2, height / 2),
  ];
  return { cumulative, grid: Float64Array.from(grid), mean };
}

export function isBlack({ mean }: Signature): boolean {
  return mean < BLACK_MEAN;
}

/**
 * How different two pictures are, 0 and up: how far light has to move to make one histogram from
 * the other (earth mover's distance), and how far the coarse pictures are apart, on average.
 */
export function difference(a: Signature, b: Signature): number {
  return histogramDistance(a, b) + meanDistance(a.grid, b.grid);
}

/**
 * Parts pictures that lie seconds apart, in order, where a cut may lie between two of them. Gives
 * the indices of each part's pictures; black ones are in none. Empty if all are black.
 */
export function partsOf(signatures: readonly Signature[]): number[][] {
  const parts: number[][] = [];
  let previous: Signature | undefined;
  for (const [at, signature] of signatures.entries()) {
    if (isBlack(signature)) continue;
    const part = parts.at(-1);
    if (previous && part && difference(previous, signature) < ALIKE) part.push(at);
    else parts.push([at]);
    previous = signature;
  }
  return parts;
}

/**
 * The indices at which new shots begin, from the signatures of all pictures of a stretch. Where
 * one fades to black and the next from it, that is in the middle of the black. Empty where nothing
 * is cut: what changes gradually is one shot.
 */
export function cutsIn(signatures: readonly Signature[]): number[] {
  const steps = signatures.map((signature, at) => {
    const before = signatures[at - 1];
    return before ? difference(before, signature) : 0;
  });
  const cuts = steps.flatMap((_, at) => (isCut(at, steps, signatures) ? [at] : []));
  return [...new Set([...cuts, ...blackMiddle(signatures)])].sort((a, b) => a - b);
}

function isCut(at: number, steps: readonly number[], signatures: readonly Signature[]): boolean {
  const step = steps[at] ?? 0;
  if (step < CUT_MIN) return false;
  // A cut may be spread over two steps, by a picture that was blended of both sides.
  if (step < Math.max(steps[at - 1] ?? 0, steps[at + 1] ?? 0)) return false;
  const first = Math.max(0, at - NEAR);
  const near = steps.slice(first, at + NEAR + 1);
  const others = near.filter((_, of) => Math.abs(first + of - at) > 1);
  if (step < CUT_RATIO * Math.max(0, ...others)) return false;
  // After a flash of one picture the shot goes on.
  const before = signatures[Math.max(0, at - 2)];
  const after = signatures[Math.min(at + 1, signatures.length - 1)];
  return before !== undefined && after !== undefined && difference(before, after) >= step / 2;
}

/** The middle of the longest black run inside; black at an end parts nothing. */
function blackMiddle(signatures: readonly Signature[]): number[] {
  let best = { first: 0, length: 0 };
  let first = 0;
  for (const [at, signature] of signatures.entries()) {
    if (!isBlack(signature)) first = at + 1;
    else if (at + 1 - first > best.length) best = { first, length: at + 1 - first };
  }
  const inside = best.first > 0 && best.first + best.length < signatures.length;
  return inside && best.length > 0 ? [best.first + Math.floor(best.length / 2)] : [];
}

function level(code: number): number {
  return Math.min(1, Math.max(0, (code - BLACK) / (WHITE - BLACK)));
}

/** The area between two cumulative histograms, in 0…1 of the limited range. */
function histogramDistance(a: Signature, b: Signature): number {
  let sum = 0;
  for (const [code, share] of a.cumulative.entries()) {
    sum += Math.abs(share - (b.cumulative[code] ?? 0));
  }
  return sum / (WHITE - BLACK);
}

function meanDistance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (const [at, value] of a.entries()) sum += Math.abs(value - (b[at] ?? 0));
  return sum / a.length;
}

/** Means of a plane in the cells of GRID; of a plane with fewer pixels than cells, its pixels. */
function cellsOf(plane: Uint8Array, width: number, height: number): number[] {
  const columns = Math.min(GRID.columns, width);
  const rows = Math.min(GRID.rows, height);
  const sums = new Float64Array(columns * rows);
  const counts = new Float64Array(columns * rows);
  const column = Uint8Array.from({ length: width }, (_, x) => Math.floor((x * columns) / width));
  for (let y = 0; y < height; y++) {
    const row = Math.floor((y * rows) / height) * columns;
    for (let x = 0; x < width; x++) {
      const cell = row + (column[x] ?? 0);
      sums[cell] = (sums[cell] ?? 0) + (plane[y * width + x] ?? 0);
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
  }
  return Array.from(sums, (sum, cell) => sum / (counts[cell] ?? 1) / 255);
}
