// What only full resolution shows: noise, the steepness of edges, and the borders of a codec's
// blocks. From patches of luma. Pure.

/** One patch of 8-bit luma, row after row; its corner lies on a codec's block of 8 × 8. */
export type Patch = { width: number; height: number; luma: Uint8Array };

export type Detail = { noise: number; sharpness: number; blockiness: number };

/** Codes of the limited range, which noise is told in. */
const SPAN = 219;
/** Side of the squares that noise is estimated in; half of it is a codec's block. */
const SQUARE = 16;
/** Squares at either end of the range are left out: clipping hides noise, bars have none. */
const DARKEST = 24;
const BRIGHTEST = 228;
/**
 * The square that is flatter than nine of ten is taken: texture is in the others. Of equal squares
 * it would be 8 % below the mean (196 values each), which is put back.
 */
const FLATTEST = 0.1;
const FLATTEST_BIAS = 1.08;
/** Rise of luma that makes an edge: well above the noise of most pictures. */
const EDGE_CODES = 40;
/** The steepest tenth of all edges tells how sharp a picture can be; the rest is out of focus. */
const STEEPEST = 0.9;
/** Fewer edges than these say nothing. */
const EDGES_MIN = 200;
/** Values of a byte: no rise is larger. */
const LEVELS = 256;
const BLOCK = 8;
/** A step larger than this is drawn in the picture and no border of a block. */
const BORDER_CODES_MAX = 20;

/** Measures over all patches together. All are 0 without a patch. */
export function measureDetail(patches: readonly Patch[]): Detail {
  return {
    noise: noiseOf(patches),
    sharpness: sharpnessOf(patches),
    blockiness: blockinessOf(patches),
  };
}

/**
 * Standard deviation of noise, by J. Immerkær, "Fast Noise Variance Estimation", 1996: the mean of
 * |N| × √(π/2) / 6, where N is the difference of two Laplacians, which edges and slopes do not move.
 */
function noiseOf(patches: readonly Patch[]): number {
  const squares: number[] = [];
  for (const { width, height, luma } of patches) {
    for (let top = 0; top + SQUARE <= height; top += SQUARE) {
      for (let left = 0; left + SQUARE <= width; left += SQUARE) {
        const found = squareNoise(luma, width, left, top);
        if (found !== null) squares.push(found);
      }
    }
  }
  return (quantile(squares, FLATTEST) * FLATTEST_BIAS) / SPAN;
}

function squareNoise(luma: Uint8Array, width: number, left: number, top: number): number | null {
  let [sum, total] = [0, 0];
  for (let y = top + 1; y < top + SQUARE - 1; y++) {
    for (let x = left + 1; x < left + SQUARE - 1; x++) {
      const at = y * width + x;
      const [above, below] = [at - width, at + width];
      const corners =
        at0(luma, above - 1) + at0(luma, above + 1) + at0(luma, below - 1) + at0(luma, below + 1);
      const sides = at0(luma, above) + at0(luma, below) + at0(luma, at - 1) + at0(luma, at + 1);
      sum += Math.abs(corners - 2 * sides + 4 * at0(luma, at));
      total += at0(luma, at);
    }
  }
  const pixels = (SQUARE - 2) ** 2;
  const mean = total / pixels;
  if (mean < DARKEST || mean > BRIGHTEST) return null;
  return ((sum / pixels) * Math.sqrt(Math.PI / 2)) / 6;
}

/**
 * Edges are runs along rows and columns in which luma only rises or only falls. How steep one is:
 * its largest step between two pixels as a share of its whole rise. 1 is as steep as pixels allow;
 * blurred by a Gaussian of σ pixels it is 1 / (√(2π) σ).
 */
function sharpnessOf(patches: readonly Patch[]): number {
  const found = new Uint32Array(LEVELS * LEVELS);
  for (const { width, height, luma } of patches) {
    for (let y = 0; y < height; y++) edgesAlong(luma, y * width, 1, width, found);
    for (let x = 0; x < width; x++) edgesAlong(luma, x, width, height, found);
  }
  const edges: { steepness: number; count: number }[] = [];
  found.forEach((count, at) => {
    if (count > 0) edges.push({ steepness: (at % LEVELS) / Math.floor(at / LEVELS), count });
  });
  const total = edges.reduce((sum, { count }) => sum + count, 0);
  if (total < EDGES_MIN) return 0;
  edges.sort((a, b) => a.steepness - b.steepness);
  let below = 0;
  for (const { steepness, count } of edges) {
    below += count;
    if (below > Math.floor(STEEPEST * (total - 1))) return steepness;
  }
  return 0;
}

/** Counts edges in `found` by their whole rise × LEVELS + their largest step. */
function edgesAlong(
  luma: Uint8Array,
  from: number,
  step: number,
  count: number,
  found: Uint32Array,
): void {
  let [rise, largest, before] = [0, 0, at0(luma, from)];
  for (let n = 1; n <= count; n++) {
    const here = n < count ? at0(luma, from + n * step) : before;
    const change = here - before;
    before = here;
    if (change * rise > 0) {
      rise += change;
      largest = Math.max(largest, Math.abs(change));
      continue;
    }
    if (Math.abs(rise) >= EDGE_CODES) {
      const at = Math.abs(rise) * LEVELS + largest;
      found[at] = (found[at] ?? 0) + 1;
    }
    rise = change;
    largest = Math.abs(change);
  }
}

/**
 * How far pixels on both sides of a border stand apart beyond what their own slopes explain, against
 * the same in the middle of blocks; after Z. Wang and others, "Blind measurement of blocking
 * artifacts in images", 2000, without its transform.
 */
function blockinessOf(patches: readonly Patch[]): number {
  const border = { sum: 0, count: 0 };
  const inside = { sum: 0, count: 0 };
  for (const { width, height, luma } of patches) {
    for (let y = 0; y < height; y++) {
      for (let x = BLOCK / 2; x + 1 < width; x += BLOCK / 2) {
        add(x % BLOCK === 0 ? border : inside, luma, y * width + x, 1);
      }
    }
    for (let y = BLOCK / 2; y + 1 < height; y += BLOCK / 2) {
      const tally = y % BLOCK === 0 ? border : inside;
      for (let x = 0; x < width; x++) add(tally, luma, y * width + x, width);
    }
  }
  if (border.count === 0 || inside.count === 0) return 0;
  // A twentieth of a code keeps what is perfectly flat from counting for everything.
  const ratio = (border.sum / border.count + 0.05) / (inside.sum / inside.count + 0.05);
  return Math.max(0, ratio - 1);
}

function add(
  tally: { sum: number; count: number },
  luma: Uint8Array,
  at: number,
  step: number,
): void {
  const across = at0(luma, at) - at0(luma, at - step);
  if (Math.abs(across) > BORDER_CODES_MAX) return;
  const before = at0(luma, at - step) - at0(luma, at - 2 * step);
  const after = at0(luma, at + step) - at0(luma, at);
  tally.sum += Math.abs(across - (before + after) / 2);
  tally.count++;
}

function quantile(values: number[], part: number): number {
  if (values.length === 0) return 0;
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.floor(part * (sorted.length - 1))] ?? 0;
}

function at0(luma: Uint8Array, at: number): number {
  return luma[at] ?? 0;
}
