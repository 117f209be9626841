// How much light a display makes of a signal, by the transfer that it was graded for. Pure.

import type { MeasuredForm } from "./film.ts";

/** White of the display that BT.1702 thinks of, in cd/m²; of HDR it is the white of paper (BT.2408). */
const WHITE_CD = 200;
/** ITU-R BT.1886, of a display without black level. */
const GAMMA = 2.4;
/** ITU-R BT.2100, table 4: PQ. */
const PQ = {
  ...{ m1: 2610 / 16384, m2: (2523 / 4096) * 128, peak: 10_000 },
  ...{ c1: 3424 / 4096, c2: (2413 / 4096) * 32, c3: (2392 / 4096) * 32 },
};
/** ITU-R BT.2100, table 5: HLG on its reference display of 1 000 cd/m². */
const HLG = { a: 0.17883277, b: 0.28466892, c: 0.55991073, gamma: 1.2, peak: 1_000 };

/**
 * Light of a signal from 0, black, to 1; 1 is 200 cd/m². An ordinary film has its white there; PQ
 * goes up to 50, HLG to 5. Of luma in place of three colours it is that of a grey as light.
 */
export function lightOf(signal: number, curve: MeasuredForm["curve"]): number {
  const level = Math.min(1, Math.max(0, signal));
  if (curve === "PQ") return (PQ.peak / WHITE_CD) * fromPq(level);
  if (curve === "HLG") return (HLG.peak / WHITE_CD) * fromHlg(level) ** HLG.gamma;
  return level ** GAMMA;
}

function fromPq(level: number): number {
  const root = level ** (1 / PQ.m2);
  return (Math.max(0, root - PQ.c1) / (PQ.c2 - PQ.c3 * root)) ** (1 / PQ.m1);
}

/** Of the scene. */
function fromHlg(level: number): number {
  return level <= 0.5 ? level ** 2 / 3 : (Math.exp((level - HLG.c) / HLG.a) + HLG.b) / 12;
}
