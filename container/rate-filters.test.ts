import { describe, expect, it } from "vitest";
import type { Plan } from "../protocol/enhancement.ts";
import { rational } from "../protocol/rational.ts";
import { SAMPLE_PLAN } from "../protocol/testing/samples.ts";
import { JobFailure } from "./job-failure.ts";
import { betweenFilters, checkMotion, gridFilters, readingStart } from "./rate-filters.ts";
import { frameHashes } from "./testing/clips.ts";

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
    expect(made).toContain(trim);
  });

  it("counts from the result's first frame, whatever the source's clock", () => {
    const made = gridFilters(videoWith({ startTime: 112.711 }), { first: 50, frames: 10 });
    const [start, shift] = ["trim", "setpts"].map((name) => {
      const step = made.find((one) => one.startsWith(name));
      return Number(/-?\d+/.exec(step ?? "")?.[0]);
    });
    expect((start ?? 0) + (shift ?? 0)).toBe(50);
  });

  it("holds a picture at the film's end alone, never where pictures may be missing", () => {
    const holds = (fields: Partial<Plan["video"]>, first: number, frames: number) =>
      gridFilters(videoWith({ frames: 250, ...fields }), { first, frames })
        .join()
        .includes("tpad");
    expect(holds({}, 0, 100)).toBe(false);
    expect(holds({}, 100, 100)).toBe(false);
    expect(holds({}, 100, 150)).toBe(true);
    // A last segment may be shorter than what is held.
    expect(holds({}, 220, 20)).toBe(true);
    const blend = {
      fpsMethod: "blend",
      frameRate: rational(25),
      sourceRate: rational(24),
    } as const;
    expect(holds(blend, 0, 100)).toBe(false);
    expect(holds(blend, 100, 150)).toBe(true);
    const film = { deinterlace: "telecine", fieldOrder: "tff" } as const;
    expect(holds(film, 0, 100)).toBe(false);
    expect(holds(film, 100, 150)).toBe(true);
  });

  it("is filled where a film's pictures end early, and comes short where they are missing", async () => {
    const shown = async (frames: number) => {
      const chain = gridFilters(videoWith({ frames }), { first: 0, frames: 50 }).join();
      const picture = ["-v", "error", "-f", "lavfi", "-i", "testsrc2=s=32x32:r=25:d=1"];
      return (await frameHashes([...picture, "-vf", chain, "-fps_mode", "passthrough"])).length;
    };
    expect(await shown(50)).toBe(50);
    expect(await shown(250)).toBe(25);
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
