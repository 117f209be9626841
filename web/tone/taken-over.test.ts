import { expect, test } from "vitest";
import { NEUTRAL_RECIPE } from "../../protocol/testing/samples.ts";
import { NEUTRAL_TONE } from "../../protocol/tone.ts";
import { DEFAULT_DRAFT, draftOfPreset, NEUTRAL, settingsOf } from "../settings/settings-draft.ts";
import type { KnownRecipe } from "./live-tone.ts";
import { chosenWords, takenOver, takenOverWords } from "./taken-over.ts";

const recipe = {
  ...NEUTRAL_RECIPE,
  denoise: 0.35,
  deblock: 0.2,
  loudness: { target: -16, gain: 4 },
};
const known: KnownRecipe = { settings: { mode: "auto" }, recipe };
const values = { ...NEUTRAL, contrast: "1.12" };

test("a number of Automatic that is moved makes manual settings with its steps", () => {
  const draft = takenOver({ ...DEFAULT_DRAFT, frameRate: "25" }, known, values);
  expect(settingsOf(draft)).toMatchObject({
    ok: true,
    settings: { mode: "manual", contrast: 1.12, denoise: 0.35, loudness: -16, fps: "25" },
  });
  expect(draft.steps).toEqual({ denoise: "0.35", sharpen: "", deband: "" });
  const words = takenOverWords(draft, known);
  expect(words).toMatch(/^Manual now.*noise removal 0\.35\..*Left out: smoothing of blocks/);
});

test("what a person had set stays, and what was not measured is measured", () => {
  const asked = { ...DEFAULT_DRAFT, steps: { denoise: "off", sharpen: "0.5", deband: "" } };
  const set: KnownRecipe = { settings: { mode: "auto", deband: 0.7 }, recipe };
  const { steps } = takenOver({ ...asked, loudness: "off" }, set, values);
  expect(steps).toEqual({ denoise: "", sharpen: "0.5", deband: "auto" });
  expect(takenOver({ ...asked, loudness: "off" }, set, values).loudness).toBe("");
  expect(takenOver(draftOfPreset("webcam"), known, values)).toMatchObject({
    preset: "",
    loudness: "-16",
    steps: { denoise: "0.4", sharpen: "0.3" },
  });
});

test("tells of shots, and of a balance that no temperature makes", () => {
  expect(chosenWords(known, true)).not.toMatch(/shots|nearest/);
  const shot = { ...NEUTRAL_TONE, firstFrame: 0, frames: 5 };
  const shots: KnownRecipe = { ...known, recipe: { ...recipe, shots: [shot, shot] } };
  expect(chosenWords(shots, false)).toMatch(/each of 2 shots.*nearest/);
  expect(takenOverWords(DEFAULT_DRAFT, shots)).toMatch(/all shots/);
});
