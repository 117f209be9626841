// Measures of an ordinary good picture, to be changed by tests.

import type { PictureMeasures } from "../../protocol/enhancement.ts";

type Percentiles = PictureMeasures["percentiles"];
type Others = Omit<PictureMeasures, "percentiles">;

/** As measured on a camera clip that needs no change, with what is given in its place. */
export function measures(changed: Partial<Percentiles & Others> = {}): PictureMeasures {
  const { p0_1 = 0.01, p1 = 0.04, p10 = 0.15, p50 = 0.4, p90 = 0.63, p99 = 0.77 } = changed;
  const { p99_9 = 0.83, ...others } = changed;
  return {
    frames: 40,
    mean: others.mean ?? 0.4,
    percentiles: { p0_1, p1, p10, p50, p90, p99, p99_9 },
    clippedShadows: others.clippedShadows ?? 0,
    clippedHighlights: others.clippedHighlights ?? 0,
    saturation: others.saturation ?? 0.2,
    cast: others.cast ?? { blue: -0.05, red: 0.04 },
    noise: others.noise ?? 0.4 / 219,
    sharpness: others.sharpness ?? 0.55,
    blockiness: others.blockiness ?? 0.02,
  };
}
