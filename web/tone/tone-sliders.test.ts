import { expect, test } from "vitest";
import { NEUTRAL_RECIPE } from "../../protocol/testing/samples.ts";
import { manualTone, NEUTRAL_TONE } from "../../protocol/tone.ts";
import { NEUTRAL } from "../settings/settings-draft.ts";
import { slidersOf, toneAt } from "./tone-sliders.ts";

test("a neutral tone stands in the middle of every slider", () => {
  expect(slidersOf(NEUTRAL_TONE)).toEqual({ values: NEUTRAL, exact: true });
});

test.each([
  { brightness: 0.1, contrast: 1.3, saturation: 1.1, gamma: 0.9, temperature: 6500 },
  { brightness: -0.215, contrast: 0.7, saturation: 0, gamma: 2.2, temperature: 3200 },
  { brightness: 0, contrast: 1, saturation: 1, gamma: 1, temperature: 9000 },
])("the tone of %j comes back as these numbers", (numbers) => {
  const { values, exact } = slidersOf(manualTone(numbers));
  expect(exact).toBe(true);
  for (const [name, value] of Object.entries(values)) {
    expect(Number(value)).toBeCloseTo(
      Object.entries(numbers).find(([at]) => at === name)?.[1] ?? 99,
    );
  }
});

test("a red and blue that no temperature makes are approximated, and said to be", () => {
  const { values, exact } = slidersOf({ ...NEUTRAL_TONE, red: 1.12, blue: 1.12 });
  expect(exact).toBe(false);
  const { red, blue } = manualTone({ temperature: Number(values.temperature) });
  expect(Math.max(Math.abs(red - 1.12), Math.abs(blue - 1.12))).toBeLessThanOrEqual(0.12);
  const warm = slidersOf({ ...NEUTRAL_TONE, red: 1.05, blue: 0.9 });
  expect(Number(warm.values.temperature)).toBeLessThan(6500);
});

test("each moment has the tone of its shot", () => {
  const shot = (firstFrame: number, gain: number) => ({
    ...NEUTRAL_TONE,
    gain,
    firstFrame,
    frames: 50,
  });
  const recipe = {
    ...NEUTRAL_RECIPE,
    gain: 1.2,
    shots: [shot(0, 1.1), shot(50, 1.2), shot(100, 1.3)],
  };
  expect([0, 1.96, 2, 5.9, 99].map((at) => toneAt(recipe, at, 25).gain)).toEqual([
    1.1, 1.1, 1.2, 1.3, 1.3,
  ]);
  expect(toneAt({ ...NEUTRAL_RECIPE, gain: 1.4 }, 3, 25)).toEqual({ ...NEUTRAL_TONE, gain: 1.4 });
});
