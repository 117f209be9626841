// The colour cast: the chroma of what should be grey. Pure.

/** Luma that is counted: below it chroma is noise, above it a channel may be clipped. */
const DARKEST = 0.15;
const BRIGHTEST = 0.9;
/** Chroma per luma is counted up to this, in so many bins to either side. */
const REACH = 0.6;
const BINS = 60;
const SIDE = 2 * BINS + 1;
/** Light moves grey along a line from blue to amber; red moves so much where blue moves by −1. */
const RED_PER_BLUE = 0.75;
/** Places on that line where grey is looked for, and how far around each. */
const FARTHEST = 0.4;
const STEP = 0.05;
const NEAR = 0.1;
const ROUNDS = 5;
/** Grey things are this much of a picture at least, or one coloured thing is taken for grey. */
const SHARE_MIN = 0.22;
/**
 * Grey things agree, skin and wood do not: this far along the line there must be less than this
 * share of what is found at the peak.
 */
const BESIDE = 0.2;
const BESIDE_SHARE_MAX = 0.33;

type Chroma = { blue: number; red: number };

/**
 * Collects pixels: luma 0…1, chroma −1…1 each. `cast` tells the mean chroma per luma of the grey
 * ones; 0 where nothing is surely grey.
 */
export function castCounter() {
  const counts = new Float64Array(SIDE * SIDE);
  let counted = 0;
  return {
    add(luma: number, blue: number, red: number): void {
      if (luma < DARKEST || luma > BRIGHTEST) return;
      counted++;
      const column = BINS + Math.round((blue / luma / REACH) * BINS);
      const row = BINS + Math.round((red / luma / REACH) * BINS);
      if (column < 0 || column >= SIDE || row < 0 || row >= SIDE) return;
      const at = row * SIDE + column;
      counts[at] = (counts[at] ?? 0) + 1;
    },
    cast(): Chroma {
      let best = { pixels: 0, blue: 0, red: 0 };
      for (let t = -FARTHEST; t <= FARTHEST + STEP / 2; t += STEP) {
        const found = around(counts, onLine(t));
        if (found.pixels > best.pixels) best = found;
      }
      // Mean shift: from there to where most of them are.
      for (let round = 0; round < ROUNDS; round++) best = around(counts, best);
      const besides = [-BESIDE, BESIDE].map((t) => {
        const { blue, red } = onLine(t);
        return around(counts, { blue: best.blue + blue, red: best.red + red }).pixels;
      });
      const sure =
        best.pixels > 0 &&
        best.pixels >= SHARE_MIN * counted &&
        Math.max(...besides) <= BESIDE_SHARE_MAX * best.pixels;
      return sure ? { blue: best.blue, red: best.red } : { blue: 0, red: 0 };
    },
  };
}

function onLine(t: number): Chroma {
  return { blue: -t, red: RED_PER_BLUE * t };
}

/** How many pixels lie near, and their mean. */
function around(counts: Float64Array, centre: Chroma): Chroma & { pixels: number } {
  const bin = (value: number) => BINS + Math.round((value / REACH) * BINS);
  const reach = Math.ceil((NEAR / REACH) * BINS);
  const [column, row] = [bin(centre.blue), bin(centre.red)];
  let [pixels, blue, red] = [0, 0, 0];
  for (let y = Math.max(0, row - reach); y <= Math.min(SIDE - 1, row + reach); y++) {
    for (let x = Math.max(0, column - reach); x <= Math.min(SIDE - 1, column + reach); x++) {
      if (Math.hypot(x - column, y - row) > reach) continue;
      const n = counts[y * SIDE + x] ?? 0;
      pixels += n;
      blue += n * (x - BINS);
      red += n * (y - BINS);
    }
  }
  if (pixels === 0) return { ...centre, pixels };
  const scale = REACH / BINS / pixels;
  return { pixels, blue: blue * scale, red: red * scale };
}
