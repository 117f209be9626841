import { describe, expect, it } from "vitest";
import type { Recipe } from "../protocol/enhancement.ts";
import type { Settings } from "../protocol/settings.ts";
import { chooseRecipe, isMeasured } from "./choose-recipe.ts";
import { measures } from "./testing/measures.ts";

const auto = (settings: Partial<Settings>, before = measures()) =>
  chooseRecipe({ mode: "auto", ...settings }, { before, shots: [] });
const manual = (settings: Partial<Settings>, before = measures()) =>
  chooseRecipe({ mode: "manual", ...settings }, { before, shots: [] });
const tone = ({ gain, lift, gamma, saturation, red, blue }: Recipe) => [
  ...[gain, lift, gamma, saturation, red, blue],
];
const steps = ({ denoise, deblock, sharpen, deband }: Recipe) => [
  ...[denoise, deblock, sharpen, deband],
];
const NEUTRAL = [1, 0, 1, 1, 1, 1];
const NOISY = measures({ noise: 4 / 219 });
const DARK = measures({ p50: 0.3, p90: 0.4, p99: 0.55, p99_9: 0.58 });

describe("automatic recipe", () => {
  it("leaves an ordinary good picture exactly as it is, and says so", () => {
    const recipe = auto({});
    expect([tone(recipe), steps(recipe)]).toEqual([NEUTRAL, [0, 0, 0, 0]]);
    expect(recipe.notes).toEqual([
      "No change needed: brightness runs from 1 % to 83 % with its middle at 40 %.",
    ]);
    expect(auto({}, NOISY).notes[0]).toMatch(/^No change of tone needed/);
  });

  it("does nothing to black", () => {
    const black = { p0_1: 0, p1: 0, p10: 0, p50: 0.01, p90: 0.02, p99: 0.03, p99_9: 0.04 };
    expect(auto({}, measures(black)).notes).toEqual(["No change: the picture is black."]);
  });

  it("applies as much of the measures' call as `strength` says", () => {
    const [whole, half, none] = [1, 0.5, 0].map((strength) => auto({ strength }, DARK));
    expect((half?.gain ?? 0) - 1).toBeCloseTo(((whole?.gain ?? 0) - 1) / 2, 3);
    expect(none && tone(none)).toEqual(NEUTRAL);
    expect(auto({ strength: 0.5 }, NOISY).denoise).toBeCloseTo(auto({}, NOISY).denoise / 2);
  });

  it("lets a person's numbers and `off` win, and says that they did", () => {
    const asked = auto({ denoise: "off", sharpen: 0.3, deband: 0.2, strength: 0.5 }, NOISY);
    expect(steps(asked)).toEqual([0, 0, 0.3, 0.2]);
    expect(asked.notes).toContain("Set by hand: sharpen 0.3.");
    expect(asked.notes.join()).not.toContain("it is denoised");
  });

  it("does not deblock a picture that was scaled, and says so", () => {
    const before = measures({ blockiness: 2.5 });
    const scaled = { before, shots: [], scaled: true };
    expect(auto({}, before).deblock).toBeGreaterThan(0);
    const recipe = chooseRecipe({ mode: "auto" }, scaled);
    expect(recipe.deblock).toBe(0);
    expect(recipe.notes.join()).toContain("The borders of its codec's blocks may show");
  });

  it("takes its tones from the shots where these differ", () => {
    const shot = { gain: 1.2, lift: 0, gamma: 1, saturation: 1, red: 1, blue: 1 };
    const shots = [
      { ...shot, firstFrame: 0, frames: 90 },
      { ...shot, gain: 1, firstFrame: 90, frames: 50 },
    ];
    const recipe = chooseRecipe({ mode: "auto" }, { before: measures(), shots });
    expect(recipe).toMatchObject({ gain: 1.2, shots });
  });

  it("passes stabilisation on", () => {
    expect(auto({ stabilize: 4 }).stabilize).toBe(4);
    expect(auto({ stabilize: false }).stabilize).toBe(0);
  });
});

describe("other modes", () => {
  it("turn contrast about mid-grey and add brightness", () => {
    const recipe = manual({ contrast: 1.4, brightness: 0.1, gamma: 1.2, saturation: 0 });
    expect(0.5 * recipe.gain + recipe.lift).toBeCloseTo(0.6);
    expect(recipe).toMatchObject({ gain: 1.4, gamma: 1.2, saturation: 0 });
    expect(tone(manual({}, DARK))).toEqual(NEUTRAL);
  });

  it("warm the picture below 6500 K", () => {
    expect(tone(manual({ temperature: 6500 }))).toEqual(NEUTRAL);
    const { red, blue } = manual({ temperature: 5000 });
    expect(red).toBeGreaterThan(1);
    expect(blue).toBeLessThan(1);
  });

  it("leave out steps that were not asked for, and measure those that are `auto`", () => {
    expect(steps(manual({}, NOISY))).toEqual([0, 0, 0, 0]);
    expect(steps(manual({ sharpen: 0.3 }, NOISY))).toEqual([0, 0, 0.3, 0]);
    expect(manual({ denoise: "auto" }, NOISY).denoise).toBe(auto({}, NOISY).denoise);
    expect(manual({ stabilize: 3 }).stabilize).toBe(3);
  });

  it("need no measures but for steps that are `auto`", () => {
    const settings = { mode: "manual", contrast: 1.3, sharpen: 0.3 } as const;
    expect(isMeasured(settings)).toBe(false);
    expect(chooseRecipe(settings, null)).toEqual(manual(settings, NOISY));
    for (const measured of [{ mode: "auto" }, { ...settings, denoise: "auto" }] as const) {
      expect(isMeasured(measured)).toBe(true);
      expect(() => chooseRecipe(measured, null)).toThrow("without measures");
    }
  });

  it("give the look of val*1.2+10 for `seed`", () => {
    const recipe = chooseRecipe({ mode: "seed" }, { before: NOISY, shots: [] });
    expect([recipe.gain, recipe.gamma, recipe.saturation]).toEqual([1.2, 1, 1]);
    expect(recipe.lift * 255).toBeCloseTo(10, 0);
    expect(steps(recipe)).toEqual([0, 0, 0, 0]);
    const steady = { mode: "seed", stabilize: 4, sharpen: 0.5 } as const;
    const more = chooseRecipe(steady, { before: NOISY, shots: [] });
    expect(more).toMatchObject({ gain: 1.2, stabilize: 4, sharpen: 0.5 });
  });

  it("change nothing when off", () => {
    const recipe = chooseRecipe({ mode: "off", stabilize: 3 }, { before: DARK, shots: [] });
    expect([...tone(recipe), ...steps(recipe), recipe.stabilize]).toEqual([
      ...[...NEUTRAL, 0, 0, 0, 0, 0],
    ]);
  });
});
