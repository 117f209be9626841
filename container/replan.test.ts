import { describe, expect, it } from "vitest";
import { SAMPLE_MEASURES, SAMPLE_PLAN } from "../protocol/testing/samples.ts";
import { gridOf } from "./grid.ts";
import { replan } from "./replan.ts";

const PLAN = { ...SAMPLE_PLAN, segments: gridOf(SAMPLE_PLAN.video) };
const ALL = { filters: new Set(["hqdn3d"]), encoders: new Set(""), decoders: new Set("") };

describe("a plan for other settings", () => {
  it("has the recipe of the new settings and keeps what they do not touch", () => {
    const plan = replan(PLAN, { mode: "manual", contrast: 1.2, denoise: 0.5 }, ALL);
    expect(plan.recipe).toMatchObject({ gain: 1.2, lift: expect.closeTo(-0.1) });
    expect({ ...plan, recipe: PLAN.recipe }).toEqual(PLAN);
  });

  it("keeps the tones of shots that were chosen with the same strength, and no others", () => {
    const { shots: _, notes: __, ...tone } = { ...PLAN.recipe, gain: 1.3 };
    const { gain, lift, gamma, saturation, red, blue } = tone;
    const shot = { gain, lift, gamma, saturation, red, blue };
    const shots = [
      { ...shot, firstFrame: 0, frames: 100 },
      { ...shot, gain: 1, firstFrame: 100, frames: 150 },
    ];
    const known = { ...PLAN, recipe: { ...PLAN.recipe, shots } };
    expect(replan(known, { mode: "auto" }, ALL).recipe.shots).toEqual(shots);
    expect(replan(known, { mode: "auto", strength: 0.5 }, ALL).recipe.shots).toEqual([]);
    expect(replan(known, { mode: "manual" }, ALL).recipe.shots).toEqual([]);
    const weak = { ...known, autoStrength: 0.5 };
    expect(replan(weak, { mode: "auto" }, ALL).recipe.shots).toEqual([]);
    expect(replan(weak, { mode: "auto", strength: 0.5 }, ALL).recipe.shots).toEqual(shots);
  });

  it("lays transparency on black unless another colour is asked for now", () => {
    const white = { ...PLAN, video: { ...PLAN.video, matte: "#ffffff" } };
    expect(replan(white, { mode: "auto" }, ALL).video.matte).toBe("#000000");
    expect(replan(white, { mode: "auto", matte: "#00ff00" }, ALL).video.matte).toBe("#00ff00");
  });

  it("does not deblock what was scaled", () => {
    const before = { ...SAMPLE_MEASURES, blockiness: 2 };
    const scaled = {
      ...PLAN,
      before,
      video: { ...PLAN.video, scaled: true as const },
    };
    const features = { ...ALL, filters: new Set(["deblock"]) };
    expect(replan({ ...PLAN, before }, { mode: "auto" }, features).recipe.deblock).not.toBe(0);
    expect(replan(scaled, { mode: "auto" }, features).recipe.deblock).toBe(0);
  });

  it("goes to another frame rate and back to the source's", () => {
    const double = replan(PLAN, { mode: "auto", fps: 50, fpsMethod: "blend" }, ALL);
    expect(double.video).toMatchObject({
      ...{ frameRate: { num: 50, den: 1 }, frames: 500, gopFrames: 100, fpsMethod: "blend" },
    });
    expect(double.segments.at(-1)).toEqual({ firstFrame: 400, frames: 100 });
    expect(replan(double, { mode: "auto" }, ALL).video).toEqual(PLAN.video);
  });
});
