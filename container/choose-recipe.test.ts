import { describe, expect, it } from "vitest";
import type { PictureMeasures, Recipe } from "../protocol/enhancement.ts";
import { chooseRecipe } from "./choose-recipe.ts";

/** An ordinary good picture (measured on a camera clip), with what is given in its place. */
function measures(percentiles: Partial<PictureMeasures["percentiles"]> = {}, saturation = 0.2) {
  const usual = { p0_1: 0.01, p1: 0.04, p10: 0.15, p50: 0.4, p90: 0.63, p99: 0.75, p99_9: 0.83 };
  return {
    frames: 40,
    mean: 0.4,
    percentiles: { ...usual, ...percentiles },
    clippedShadows: 0,
    clippedHighlights: 0,
    saturation,
  };
}
const auto = (before: PictureMeasures) => chooseRecipe({ mode: "auto" }, before);
const tone = ({ gain, lift, gamma, saturation }: Recipe) => [gain, lift, gamma, saturation];
const NEUTRAL = [1, 0, 1, 1];

describe("automatic recipe", () => {
  it("leaves an ordinary good picture exactly as it is, and says so", () => {
    const recipe = auto(measures());
    expect(tone(recipe)).toEqual(NEUTRAL);
    expect(recipe.notes).toEqual([
      "No change needed: brightness runs from 1 % to 83 % with its middle at 40 %.",
    ]);
  });

  it("opens a picture whose white is dark, up to where the fault ends and no further", () => {
    const { gain, lift, notes } = auto(measures({ p50: 0.3, p90: 0.4, p99: 0.59, p99_9: 0.6 }));
    expect(gain).toBeCloseTo((0.7 - 0.01) / (0.6 - 0.01), 3);
    expect(0.6 * gain + lift).toBeCloseTo(0.7, 2);
    expect(0.01 * gain + lift).toBeGreaterThanOrEqual(0);
    expect(notes[0]).toBe(
      "The brightest parts reach only 60 %, so its contrast is raised by 17 %.",
    );
  });

  it("never multiplies by more than 1.35", () => {
    const recipe = auto(measures({ p50: 0.1, p90: 0.2, p99: 0.28, p99_9: 0.3 }));
    expect(recipe.gain).toBe(1.35);
    expect(recipe.gamma).toBeLessThanOrEqual(1.25);
  });

  it("lifts dark middle tones towards the threshold", () => {
    const { gain, gamma } = auto(measures({ p50: 0.2, p90: 0.5 }));
    expect(gain).toBe(1);
    expect(0.2 ** (1 / gamma)).toBeCloseTo(0.22, 3);
  });

  it("takes a dark picture with bright lights for intended", () => {
    const recipe = auto(measures({ p0_1: 0, p1: 0, p50: 0.06, p90: 0.2, p99: 0.7, p99_9: 0.95 }));
    expect(tone(recipe)).toEqual(NEUTRAL);
    expect(recipe.notes.join()).toContain("taken for intended");
  });

  it("lowers bright middle tones", () => {
    const { gamma } = auto(measures({ p50: 0.72, p90: 0.9, p99: 0.95, p99_9: 0.97 }));
    expect(0.72 ** (1 / gamma)).toBeCloseTo(0.68, 3);
  });

  it("widens a flat picture without clipping more than 0.1 % at either end", () => {
    const flat = { p0_1: 0.3, p1: 0.32, p10: 0.4, p50: 0.55, p90: 0.68, p99: 0.72, p99_9: 0.75 };
    const { gain, lift } = auto(measures(flat));
    expect(gain).toBeGreaterThan(1.3);
    expect(flat.p0_1 * gain + lift).toBeGreaterThanOrEqual(0);
    expect(flat.p99_9 * gain + lift).toBeLessThanOrEqual(1);
  });

  it("does not darken a hazy picture by widening it", () => {
    // A camera clip: haze at the bottom, small lights at the top.
    const haze = { p0_1: 0.16, p1: 0.2, p10: 0.26, p50: 0.37, p90: 0.44, p99: 0.53, p99_9: 1 };
    const { gain, lift, gamma } = auto(measures(haze));
    const shown = (luma: number) => Math.max(0, luma * gain + lift) ** (1 / gamma);
    expect(shown(haze.p50)).toBeGreaterThan(haze.p50 - 0.03);
    expect(shown(haze.p99) - shown(haze.p1)).toBeGreaterThan(haze.p99 - haze.p1);
  });

  it("predicts no new clipping for any picture it stretches", () => {
    for (let low = 0; low <= 0.5; low += 0.05) {
      for (let high = low + 0.1; high <= 1; high += 0.05) {
        const at = (part: number) => low + (high - low) * part;
        const percentiles = { p0_1: low, p1: at(0.02), p50: at(0.5), p99: at(0.98), p99_9: high };
        const { gain, lift } = auto(measures(percentiles));
        expect(low * gain + lift).toBeGreaterThanOrEqual(Math.min(low, 0) - 1e-4);
        expect(high * gain + lift).toBeLessThanOrEqual(Math.max(high, 0.98) + 1e-3);
      }
    }
  });

  it("strengthens pale colours by 15 % at most, and leaves black and white alone", () => {
    expect(auto(measures({}, 0.032)).saturation).toBeCloseTo(1.0938, 3);
    expect(auto(measures({}, 0.02)).saturation).toBe(1.15);
    expect(auto(measures({}, 0.005)).saturation).toBe(1);
  });

  it("does nothing to black", () => {
    const black = { p0_1: 0, p1: 0, p10: 0, p50: 0.01, p90: 0.02, p99: 0.03, p99_9: 0.04 };
    expect(tone(auto(measures(black, 0)))).toEqual(NEUTRAL);
  });
});

describe("other modes", () => {
  it("turn contrast about mid-grey and add brightness", () => {
    const settings = { mode: "manual", contrast: 1.4, brightness: 0.1, gamma: 1.2, saturation: 0 };
    const recipe = chooseRecipe({ ...settings, mode: "manual" }, measures());
    expect(0.5 * recipe.gain + recipe.lift).toBeCloseTo(0.6);
    expect(recipe).toMatchObject({ gain: 1.4, gamma: 1.2, saturation: 0 });
    expect(tone(chooseRecipe({ mode: "manual" }, measures()))).toEqual(NEUTRAL);
  });

  it("give the look of val*1.2+10 for `seed`", () => {
    const { gain, lift, gamma, saturation } = chooseRecipe({ mode: "seed" }, measures());
    expect([gain, gamma, saturation]).toEqual([1.2, 1, 1]);
    expect(lift * 255).toBeCloseTo(10, 0);
  });

  it("change nothing when off", () => {
    expect(tone(chooseRecipe({ mode: "off" }, measures({ p50: 0.05 })))).toEqual(NEUTRAL);
  });
});
