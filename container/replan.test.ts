import { describe, expect, it } from "vitest";
import { SAMPLE_PLAN } from "../protocol/testing/samples.ts";
import { replan } from "./replan.ts";

const ALL = { filters: new Set(["hqdn3d"]), encoders: new Set(""), decoders: new Set("") };

describe("a plan for other settings", () => {
  it("has the recipe of the new settings and keeps what they do not touch", () => {
    const plan = replan(SAMPLE_PLAN, { mode: "manual", contrast: 1.2, denoise: 0.5 }, ALL);
    expect(plan.recipe).toMatchObject({ gain: 1.2, lift: expect.closeTo(-0.1) });
    expect({ ...plan, recipe: SAMPLE_PLAN.recipe }).toEqual(SAMPLE_PLAN);
  });

  it("goes to another frame rate and back to the source's", () => {
    const double = replan(SAMPLE_PLAN, { mode: "auto", fps: 50, fpsMethod: "blend" }, ALL);
    expect(double.video).toMatchObject({
      ...{ frameRate: { num: 50, den: 1 }, frames: 500, gopFrames: 100, fpsMethod: "blend" },
    });
    expect(double.segments.at(-1)).toEqual({ firstFrame: 200, frames: 300 });
    expect(replan(double, { mode: "auto" }, ALL).video).toEqual(SAMPLE_PLAN.video);
  });
});
