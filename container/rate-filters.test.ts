import { describe, expect, it } from "vitest";
import type { Plan } from "../protocol/enhancement.ts";
import { rational } from "../protocol/rational.ts";
import { SAMPLE_PLAN } from "../protocol/testing/samples.ts";
import { JobFailure } from "./job-failure.ts";
import { betweenFilters, checkMotion, gridFilters, readingStart } from "./rate-filters.ts";

const videoWith = (fields: Partial<Plan["video"]>) => ({ ...SAMPLE_PLAN.video, ...fields });

describe("the grid of frames", () => {
  // A segment's frames carry the same numbers as in one pass, counted from the same fractions.
  it.each<[string, Partial<Plan["video"]>, number, string, string]>([
    ["whole rate", {}, 130, "5.0000005", "trim=start_pts=130:end_pts=140"],
    [
      "NTSC: a cycle lasts 1001 s",
      { frameRate: { num: 30000, den: 1001 } },
      180,
      "0.0000005",
      "trim=start_pts=180:end_pts=190",
    ],
    [
      "NTSC after a cycle",
      { frameRate: { num: 30000, den: 1001 } },
      30_120,
      "1001.0000005",
      "trim=start_pts=30120:end_pts=30130",
    ],
    ["a later start", { startTime: 112.711 }, 0, "112.7110005", "trim=start_pts=2818:end_pts=2828"],
    ["a start before 0", { startTime: -0.02 }, 0, "-0.0200005", "trim=start_pts=-1:end_pts=9"],
  ])("stands on the film's clock: %s", (_, video, first, start, trim) => {
    const made = gridFilters(videoWith(video), { first, frames: 10 });
    expect(made[1]).toContain(`start_time=${start}:`);
    expect(made[3]).toBe(trim);
  });

  it("counts from the result's first frame, whatever the source's clock", () => {
    const made = gridFilters(videoWith({ startTime: 112.711 }), { first: 50, frames: 10 });
    const [start, shift] = [made[3], made[4]].map((step) => Number(/-?\d+/.exec(step ?? "")?.[0]));
    expect((start ?? 0) + (shift ?? 0)).toBe(50);
  });

  it("comes after deinterlacing, which goes by the lines where they are known", () => {
    const first = (fields: Partial<Plan["video"]>) =>
      gridFilters(videoWith(fields), { first: 0, frames: 10 })[0];
    expect(first({ deinterlace: "frames", fieldOrder: "bff" })).toContain("parity=bff:deint=all");
    expect(first({ deinterlace: "frames" })).toContain("parity=auto:deint=interlaced");
    expect(first({})).not.toContain("bwdif");
  });

  it("undoes pulldown in the same fives of pictures, wherever reading begins", () => {
    const rate = rational(24000, 1001);
    const film = videoWith({
      ...{ deinterlace: "telecine", fieldOrder: "tff", frameRate: rate, sourceRate: rate },
    });
    for (const first of [0, 48, 49, 50, 51, 47_952]) {
      const made = gridFilters(film, { first, frames: 48 });
      const starts = made.flatMap((step) => /start_pts=(\d+)/.exec(step)?.[1] ?? []);
      const shifts = made.flatMap((step) => /setpts=PTS-(-?\d+)/.exec(step)?.[1] ?? []);
      const begins = Number(starts[0]) - Number(shifts[0]);
      expect(begins % 5).toBe(0);
      expect(made).toContain(`setpts=N+${(begins / 5) * 4}`);
      expect(readingStart(film, { first, frames: 48 })).toBeCloseTo((begins * 1001) / 30000, 6);
    }
  });
});

describe("pictures between", () => {
  const blended = videoWith({
    fpsMethod: "blend",
    frameRate: rational(60),
    sourceRate: rational(24),
  });

  it("are made only where the rates differ", () => {
    const span = { first: 0, frames: 10 };
    expect(betweenFilters(videoWith({ fpsMethod: "blend" }), span)).toEqual([]);
    expect(betweenFilters({ ...blended, fpsMethod: "cfr" }, span)).toEqual([]);
    expect(betweenFilters(blended, span).join()).toContain("framerate=fps=60/1:scene=8.2");
    const moved = betweenFilters({ ...blended, fpsMethod: "motion" }, span).join();
    expect(moved).toContain("minterpolate=fps=60/1:mi_mode=mci:mc_mode=aobmc:me_mode=bidir");
  });

  it("begin at a frame of the result, not later than the first picture that is read", () => {
    for (const frameRate of [
      rational(60),
      rational(30000, 1001),
      rational(12),
      rational(23976, 1000),
    ]) {
      for (const first of [0, 7, 121, 100_001]) {
        const video = { ...blended, frameRate };
        const made = betweenFilters(video, { first, frames: 5 });
        const [, num, den] = /settb=expr=(\d+)\/(\d+)/.exec(made[0] ?? "") ?? [];
        const tick = Number(num) / Number(den);
        const begins = Number(/eq\(N\\,0\)\\,(\d+)/.exec(made[1] ?? "")?.[1] ?? 0) * tick;
        const frame = begins * (frameRate.num / frameRate.den);
        expect(frame).toBeCloseTo(Math.round(frame), 6);
        const picture = readingStart(video, { first, frames: 5 });
        expect(begins).toBeLessThanOrEqual(picture + 1e-9);
        expect(picture).toBeLessThanOrEqual(first / (frameRate.num / frameRate.den) + 1e-9);
      }
    }
  });

  it("are moved along in small and short films alone", () => {
    const moved = { ...blended, fpsMethod: "motion" as const, width: 720, height: 1280 };
    expect(() => checkMotion({ ...moved, frames: 1800 })).not.toThrow();
    expect(() => checkMotion({ ...moved, frames: 1801 })).toThrow(JobFailure);
    expect(() => checkMotion({ ...moved, frames: 60, width: 1920 })).toThrow(/at most 1280 × 720/);
    expect(() => checkMotion({ ...blended, frames: 9000 })).not.toThrow();
  });
});
