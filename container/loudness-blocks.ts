// Loudness from the blocks that ebur128 tells while it listens. Its own summary is that of one filter
// graph; where a track changes its channels, ffmpeg builds a new one, and only the blocks of all
// graphs together are the whole track. Pure.

/** The absolute gate of ITU-R BS.1770-4, in LUFS. */
const GATE_LUFS = -70;
/** The relative gates, in LU below the mean: of loudness (BS.1770-4), of its range (EBU Tech 3342). */
const LOUDNESS_GATE_LU = 10;
const RANGE_GATE_LU = 20;
/** The range lies between these shares of all short-term values (EBU Tech 3342). */
const RANGE_FROM = 0.1;
const RANGE_TO = 0.95;

/** Takes tenths of LUFS, as ebur128 prints them, in memory that does not grow. */
export function loudnessBlocks() {
  const momentary = new Map<number, number>();
  const shortTerm = new Map<number, number>();
  let blocks = 0;
  return {
    /** Loudness of the 0.4 s and of the 3 s before the end of a block of 0.1 s. */
    add(overMoment: number, overThreeSeconds: number): void {
      blocks++;
      count(momentary, overMoment);
      count(shortTerm, overThreeSeconds);
    },
    blocks: () => blocks,
    /** LUFS to a tenth; null where nothing is above the gate. */
    integrated: () => tenth(meanOf(gated(momentary, LOUDNESS_GATE_LU))),
    /** LU to a tenth; null where nothing is above the gate. */
    range(): number | null {
      const heard = gated(shortTerm, RANGE_GATE_LU);
      const [low, high] = [levelAt(heard, RANGE_FROM), levelAt(heard, RANGE_TO)];
      return low === null || high === null ? null : tenth(high - low);
    },
  };
}

type Counts = ReadonlyMap<number, number>;

function count(counts: Map<number, number>, level: number): void {
  if (level > GATE_LUFS) counts.set(level, (counts.get(level) ?? 0) + 1);
}

/** Those that are less than `below` LU under the mean of all. */
function gated(counts: Counts, below: number): Counts {
  const least = (meanOf(counts) ?? 0) - below;
  return new Map([...counts].filter(([level]) => level >= least));
}

/** The mean of the power, as a level. */
function meanOf(counts: Counts): number | null {
  let [power, total] = [0, 0];
  for (const [level, times] of counts) {
    power += times * 10 ** (level / 10);
    total += times;
  }
  return total === 0 ? null : 10 * Math.log10(power / total);
}

/** The level that `share` of all are at or below. */
function levelAt(counts: Counts, share: number): number | null {
  const sorted = [...counts].sort(([a], [b]) => a - b);
  const total = sorted.reduce((sum, [, times]) => sum + times, 0);
  let seen = 0;
  for (const [level, times] of sorted) {
    seen += times;
    if (seen >= total * share) return level;
  }
  return null;
}

function tenth(value: number | null): number | null {
  return value === null ? null : Math.round(value * 10) / 10;
}
