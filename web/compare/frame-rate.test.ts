import { describe, expect, it } from "vitest";
import { SAMPLE_REPORT } from "../../protocol/testing/samples.ts";
import { frameRateOf } from "./frame-rate.ts";

const asking = (fps?: number | string) => ({
  report: null,
  settings: { mode: "manual" as const, ...(fps === undefined ? {} : { fps }) },
});

describe("the frame rate of a side", () => {
  it("is the original's where nothing else is known", () => {
    expect(frameRateOf(null, 25)).toBe(25);
    expect(frameRateOf(asking(), 25)).toBe(25);
    expect(frameRateOf(asking("source"), 25)).toBe(25);
  });

  it("is what was asked for until the report tells it", () => {
    expect(frameRateOf(asking(60), 25)).toBe(60);
    expect(frameRateOf(asking("30000/1001"), 25)).toBeCloseTo(29.97, 3);
    const made = { ...SAMPLE_REPORT, frameRate: { num: 50, den: 1 } };
    expect(frameRateOf({ ...asking(60), report: made }, 25)).toBe(50);
  });
});
