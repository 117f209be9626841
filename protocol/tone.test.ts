import { expect, it, test } from "vitest";
import type { Tone } from "./enhancement.ts";
import {
  isBalanced,
  isNeutralTone,
  manualTone,
  NEUTRAL_TONE,
  needsTenBits,
  SEED_TONE,
  toneTables,
  whiteBalanceOf,
} from "./tone.ts";

const tone = (changed: Partial<Tone>): Tone => ({ ...NEUTRAL_TONE, ...changed });

test("numbers that were not given, or are neutral, leave the picture as it is", () => {
  const neutral = { brightness: 0, contrast: 1, saturation: 1, gamma: 1, temperature: 6500 };
  for (const settings of [{}, neutral]) {
    expect(manualTone(settings)).toEqual(NEUTRAL_TONE);
    expect(isNeutralTone(manualTone(settings))).toBe(true);
  }
});

test("contrast turns about mid-grey, and brightness is added", () => {
  for (const contrast of [0, 0.5, 1.4, 3]) {
    const { gain, lift } = manualTone({ contrast, brightness: 0.1 });
    expect(0.5 * gain + lift).toBeCloseTo(0.6);
  }
  // Every channel × 1.2 + 10 of 255 at black.
  expect(SEED_TONE).toMatchObject({ gain: 1.2 });
  expect(SEED_TONE.lift).toBeCloseTo(10 / 255, 3);
});

it.each([
  [{ gain: 1.01 }, false],
  [{ lift: 0.01 }, false],
  [{ gamma: 0.9 }, false],
  [{ saturation: 0 }, false],
  [{ red: 1.1 }, true],
  [{ blue: 0.9 }, true],
])("a tone of %j changes something, and balances: %s", (changed, balances) => {
  expect(isNeutralTone(tone(changed))).toBe(false);
  expect(isBalanced(tone(changed))).toBe(balances);
});

test("a steep table, or a source of more bits, takes ten", () => {
  expect(needsTenBits([tone({ gain: 1.9 })], 8)).toBe(false);
  expect(needsTenBits([NEUTRAL_TONE, tone({ gain: 2.4 })], 8)).toBe(true);
  expect(needsTenBits([tone({ gamma: 2 })], 8)).toBe(true);
  expect(needsTenBits([tone({ saturation: 3 })], 8)).toBe(false);
  expect(needsTenBits([tone({ gain: 1.1 })], 10)).toBe(true);
});

test.each([8, 10] as const)("a neutral tone's tables of %i bit keep all legal codes", (bits) => {
  const unit = 2 ** (bits - 8);
  const { luma, blue, red } = toneTables(NEUTRAL_TONE, bits);
  for (let code = 16 * unit; code <= 240 * unit; code += 1) {
    expect(luma[code]).toBe(Math.min(code, 235 * unit));
    expect([blue[code], red[code]]).toEqual([code, code]);
  }
  expect([luma[0], blue[0], luma.at(-1)]).toEqual([16 * unit, 16 * unit, 235 * unit]);
});

test("white balance leaves black alone and moves white by the gains", () => {
  const { blue, red } = whiteBalanceOf(tone({ red: 1.1, blue: 0.8 }));
  const at = ({ black, white }: typeof red, code: number) =>
    255 * (black + (code / 255) * (white - black)) - 0.5;
  expect(at(red, 16)).toBeCloseTo(0);
  // E'CR = (E'R − E'Y) / 1.5748 in 224 codes, before the table multiplies it by the gain.
  expect(at(red, 235) * 1.1).toBeCloseTo((0.1 / 1.5748) * 224);
  expect(at(blue, 235) * 0.8).toBeCloseTo((-0.2 / 1.8556) * 224);
});
