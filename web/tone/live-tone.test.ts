import { expect, test } from "vitest";
import type { Settings } from "../../protocol/settings.ts";
import { NEUTRAL_RECIPE } from "../../protocol/testing/samples.ts";
import { manualTone, SEED_TONE } from "../../protocol/tone.ts";
import { automaticRecipe, beyondTone, type KnownRecipe, liveTone } from "./live-tone.ts";

const known = (settings: Settings, changed: Partial<KnownRecipe["recipe"]> = {}): KnownRecipe => ({
  settings,
  recipe: { ...NEUTRAL_RECIPE, ...changed },
});

test("Automatic's choice is found by its strength, the same settings first", () => {
  const plain = known({ mode: "auto" }, { gain: 1.2 });
  const half = known({ mode: "auto", strength: 0.5 }, { gain: 1.1 });
  const noisy = known({ mode: "auto", denoise: 0.6 }, { gain: 1.2, denoise: 0.6 });
  const all = [known({ mode: "manual" }), plain, half, noisy];
  expect(automaticRecipe({ mode: "auto", strength: 1 }, all)).toBe(plain);
  expect(automaticRecipe({ mode: "auto", sharpen: "off" }, all)).toBe(noisy);
  expect(automaticRecipe({ mode: "auto", strength: 0.5 }, all)).toBe(half);
  expect(automaticRecipe({ mode: "auto", strength: 0.4 }, all)).toBeNull();
  expect(automaticRecipe({ mode: "manual" }, all)).toBeNull();
});

test("each mode has its tone, and Automatic none before it has measured", () => {
  const chosen = known({ mode: "auto" }, { gain: 1.2, saturation: 1.1 });
  const tone = (settings: Settings, automatic: KnownRecipe | null = null) =>
    liveTone(settings, automatic, 0, 25);
  expect(tone({ mode: "manual", gamma: 1.5 })).toEqual(manualTone({ gamma: 1.5 }));
  expect(tone({ mode: "seed" })).toEqual(SEED_TONE);
  expect(tone({ mode: "auto" })).toBeNull();
  expect(tone({ mode: "auto" }, chosen)).toMatchObject({ gain: 1.2, saturation: 1.1 });
});

test.each<[Settings, string[]]>([
  [{ mode: "manual", contrast: 2, temperature: 3000, loudness: -16, quality: { crf: 20 } }, []],
  [{ mode: "manual", denoise: 0.3, sharpen: "off" }, ["noise removal"]],
  [{ mode: "manual", deband: "auto", stabilize: 3 }, ["smoothing of bands", "a steadier camera"]],
  [{ mode: "seed", fps: 60 }, ["another frame rate"]],
  [{ mode: "manual", fps: "source", stabilize: false }, []],
  [{ mode: "auto" }, ["what Automatic measures"]],
  [{ mode: "off" }, []],
])("of %j only the service can show %j", (settings, names) => {
  expect(beyondTone(settings, null)).toEqual(names);
});

test("of what Automatic chose only the steps that it takes are missing", () => {
  const chosen = known({ mode: "auto" }, { denoise: 0.4, deblock: 0.2 });
  expect(beyondTone({ mode: "auto" }, chosen)).toEqual(["noise removal", "smoothing of blocks"]);
  expect(beyondTone({ mode: "auto", denoise: "off" }, chosen)).toEqual(["smoothing of blocks"]);
  expect(beyondTone({ mode: "auto", sharpen: 0.2 }, known({ mode: "auto" }))).toEqual([
    "sharpening",
  ]);
});
