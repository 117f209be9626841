import { describe, expect, it } from "vitest";
import { NEUTRAL_TONE } from "../protocol/tone.ts";
import { chooseSteps, settleSteps } from "./choose-steps.ts";
import { measures } from "./testing/measures.ts";

const stepsOf = (changed: Parameters<typeof measures>[0], gain = 1) =>
  chooseSteps(measures(changed), { ...NEUTRAL_TONE, gain });
const codes = (sigma: number) => ({ noise: sigma / 219 });

describe("steps from measures", () => {
  it("denoises by how much noise there is", () => {
    expect(stepsOf(codes(1)).steps.denoise).toBe(0);
    expect(stepsOf(codes(2)).steps.denoise).toBeCloseTo(0.25);
    expect(stepsOf(codes(4)).steps.denoise).toBeCloseTo(0.5);
    expect(stepsOf(codes(20)).steps.denoise).toBe(1);
  });

  it("denoises what a stretch would lift over the line", () => {
    expect(stepsOf(codes(1.2), 1.6).steps.denoise).toBeCloseTo(0.15);
    expect(stepsOf(codes(1.2), 1.6).notes.denoise).toContain("the stretch would lift");
  });

  it("sharpens what is soft, and says nothing of what has no edge", () => {
    expect(stepsOf({ sharpness: 0.41 }).steps.sharpen).toBe(0);
    expect(stepsOf({ sharpness: 0.3 }).steps.sharpen).toBeCloseTo(0.6);
    expect(stepsOf({ sharpness: 0.2 }).steps.sharpen).toBe(1);
    expect(stepsOf({ sharpness: 0 }).steps.sharpen).toBe(0);
  });

  it.each([
    ["noise", codes(3)],
    ["blocks", { blockiness: 0.8 }],
  ])("does not sharpen what would lift %s, and says so", (fault, changed) => {
    const { steps, notes } = stepsOf({ sharpness: 0.2, ...changed });
    expect(steps.sharpen).toBe(0);
    expect(notes.sharpen).toContain(`would lift its ${fault}`);
  });

  it("deblocks where the codec's grid shows", () => {
    expect(stepsOf({ blockiness: 0.2 }).steps.deblock).toBe(0);
    expect(stepsOf({ blockiness: 2.5 }).steps.deblock).toBeCloseTo(0.5);
  });

  it("leaves blocks that lie on no grid since the picture was scaled, and says so", () => {
    const { steps, notes } = chooseSteps(measures({ blockiness: 2.5 }), NEUTRAL_TONE, true);
    expect(steps).toMatchObject({ deblock: 0, sharpen: 0 });
    expect(notes.deblock).toContain("making its pixels square moved them");
    expect(chooseSteps(measures(), NEUTRAL_TONE, true).notes).toEqual({});
  });

  it("debands what a strong stretch pulls apart, unless noise hides it", () => {
    expect(stepsOf({}, 1.5).steps.deband).toBeGreaterThan(0);
    expect(stepsOf({}, 1.2).steps.deband).toBe(0);
    expect(stepsOf(codes(1), 1.5).steps.deband).toBe(0);
  });
});

it("asked strengths win over chosen ones, which `strength` scales", () => {
  const chosen = { denoise: 0.4, deblock: 0.6, sharpen: 0.2, deband: 0.5 };
  expect(settleSteps({ mode: "auto", strength: 0.5 }, chosen, true)).toEqual({
    ...{ denoise: 0.2, deblock: 0.3, sharpen: 0.1, deband: 0.25 },
  });
  const asked = { mode: "auto", denoise: 0.9, sharpen: "off", deband: "auto" } as const;
  expect(settleSteps(asked, chosen, true)).toEqual({ ...chosen, denoise: 0.9, sharpen: 0 });
  expect(settleSteps(asked, chosen, false)).toEqual({
    ...{ denoise: 0.9, deblock: 0, sharpen: 0, deband: 0.5 },
  });
});
