import { describe, expect, it } from "vitest";
import type { Recipe } from "../../protocol/enhancement.ts";
import { NEUTRAL_RECIPE } from "../../protocol/testing/samples.ts";
import { noteOf } from "./note.ts";

const WORDS = "No change needed: brightness runs from 1 % to 98 %.";
const good: Recipe = { ...NEUTRAL_RECIPE, notes: ["Faces are sharp.", WORDS] };
const { gain, lift, gamma, saturation, red, blue } = NEUTRAL_RECIPE;
const shot = { gain, lift, gamma, saturation, red, blue, firstFrame: 0, frames: 10 };

describe("the note of an enhancement", () => {
  it("is the recipe's own word where it changes nothing", () => {
    expect(noteOf(good)).toBe(WORDS);
    expect(noteOf({ ...good, shots: [shot] })).toBe(WORDS);
  });

  it.each<Partial<Recipe>>([
    { gain: 1.1 },
    { lift: -0.02 },
    { gamma: 0.9 },
    { saturation: 0 },
    { red: 1.02 },
    { blue: 0.98 },
    { denoise: 0.2 },
    { deblock: 0.2 },
    { sharpen: 0.2 },
    { deband: 0.2 },
    { stabilize: 1 },
    { loudness: { target: -16, gain: 4 } },
    { shots: [shot, { ...shot, gain: 1.2 }] },
  ])("is silent where it changes %j", (change) => {
    expect(noteOf({ ...good, ...change })).toBeNull();
  });

  it("is silent where nobody looked whether a change is needed", () => {
    expect(noteOf({ ...good, notes: ["Set by hand."] })).toBeNull();
  });
});
