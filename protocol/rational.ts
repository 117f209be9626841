// Frame rates and time bases are exact fractions: 30000/1001 is not 29.97.

import * as z from "zod/mini";

/** A positive fraction `numerator/denominator`, in lowest terms where `rational` made it. */
export const RationalSchema = z.object({
  num: z.int().check(z.positive()),
  den: z.int().check(z.positive()),
});
export type Rational = z.infer<typeof RationalSchema>;

/** The fraction in lowest terms. Throws a RangeError unless both are positive safe integers. */
export function rational(num: number, den = 1): Rational {
  if (!Number.isSafeInteger(num) || !Number.isSafeInteger(den) || num <= 0 || den <= 0) {
    throw new RangeError(`not a positive fraction: ${num}/${den}`);
  }
  const divisor = greatestCommonDivisor(num, den);
  return { num: num / divisor, den: den / divisor };
}

/** Parses `30000/1001`, `25` or `29.97` (three decimals at most); null if it is no positive rate. */
export function parseRational(text: string): Rational | null {
  const fraction = /^(\d{1,9})\/(\d{1,9})$/.exec(text);
  if (fraction) {
    const [num, den] = [Number(fraction[1]), Number(fraction[2])];
    return num > 0 && den > 0 ? rational(num, den) : null;
  }
  const decimal = /^(\d{1,6})(?:\.(\d{1,3}))?$/.exec(text);
  if (!decimal) return null;
  const decimals = decimal[2] ?? "";
  const num = Number(`${decimal[1]}${decimals}`);
  return num > 0 ? rational(num, 10 ** decimals.length) : null;
}

export function toNumber(value: Rational): number {
  return value.num / value.den;
}

/** As ffmpeg writes and reads it: `30000/1001`. */
export function formatRational(value: Rational): string {
  return `${value.num}/${value.den}`;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
