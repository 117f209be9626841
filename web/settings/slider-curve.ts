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

/**
 * The value at a position 0…POSITIONS: to two decimals, kelvin to tens; where a neighbour would have the
 * same, to one digit more. Each position has a value of its own, or an arrow key would lead nowhere.
 */
export function valueAt(name: CurveName, position: number): number {
  const unit = name === "temperature" ? 10 : 0.01;
  const rounded = (at: number, to: number) => Math.round(curve(name, at / POSITIONS) / to);
  const value = rounded(position, unit);
  const isShared = [position - 1, position + 1].some(
    (other) => other >= 0 && other <= POSITIONS && rounded(other, unit) === value,
  );
  // Decimals that are no binary fractions are cut off again.
  return Number((isShared ? (rounded(position, unit / 10) * unit) / 10 : value * unit).toFixed(3));
}

/** The value at a share 0…1 of the way. */
function curve(name: CurveName, p: number): number {
  const x = 2 * p - 1;
  if (name === "brightness") return Math.sign(x) * Math.abs(x) ** 1.6;
  if (name === "gamma") return 10 ** x;
  if (name === "strength") return p;
  if (name === "temperature") {
    const end = x < 0 ? KELVIN.low : KELVIN.high;
    return KELVIN.middle * (end / KELVIN.middle) ** Math.abs(x);
  }
  return 3 * p ** CURVE;
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
