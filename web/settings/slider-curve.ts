// How far a slider stands for which value. The neutral value is in the middle of every slider of
// the picture, and steps are finest around it, where the eye is most particular.

import type { SliderName } from "./settings-draft.ts";

export type CurveName = SliderName | "strength";

/** Positions run from 0 to this; the middle is neutral. */
export const POSITIONS = 200;

/** Contrast and saturation run to 3 with 1 in the middle: 3 × p^CURVE is 1 at p = ½. */
const CURVE = Math.log(1 / 3) / Math.log(1 / 2);

/** Kelvin at the ends and in the middle: equal steps of the slider are equal factors. */
const KELVIN = { low: 1_000, middle: 6_500, high: 40_000 };

/** The value at a position 0…POSITIONS, to two decimals; kelvin to tens. */
export function valueAt(name: CurveName, position: number): number {
  const p = position / POSITIONS;
  const x = 2 * p - 1;
  if (name === "brightness") return round(Math.sign(x) * Math.abs(x) ** 1.6);
  if (name === "gamma") return round(10 ** x);
  if (name === "strength") return round(p);
  if (name === "temperature") {
    const end = x < 0 ? KELVIN.low : KELVIN.high;
    return Math.round((KELVIN.middle * (end / KELVIN.middle) ** Math.abs(x)) / 10) * 10;
  }
  return round(3 * p ** CURVE);
}

/** The position nearest to a value; values past the ends stand at the ends, no number in the middle. */
export function positionOf(name: CurveName, value: number): number {
  if (!Number.isFinite(value)) return POSITIONS / 2;
  return Math.round(Math.min(1, Math.max(0, share(name, value))) * POSITIONS);
}

function share(name: CurveName, value: number): number {
  if (name === "brightness") return (Math.sign(value) * Math.abs(value) ** (1 / 1.6) + 1) / 2;
  if (name === "gamma") return value <= 0 ? 0 : (Math.log10(value) + 1) / 2;
  if (name === "strength") return value;
  if (name === "temperature") {
    const end = value < KELVIN.middle ? KELVIN.low : KELVIN.high;
    const way = value <= 0 ? 1 : Math.log(value / KELVIN.middle) / Math.log(end / KELVIN.middle);
    return (1 + (value < KELVIN.middle ? -way : way)) / 2;
  }
  return value <= 0 ? 0 : (value / 3) ** (1 / CURVE);
}

const round = (value: number) => Math.round(value * 100) / 100;
