import { describe, expect, it } from "vitest";
import type { Plan } from "../protocol/enhancement.ts";
import { isNeutral, pictureFilters, samplingFilters } from "./picture-filters.ts";
import { ANY_PLAN } from "./testing/jobs.ts";

const planWith = (video: Partial<Plan["video"]>, recipe: Partial<Plan["recipe"]> = {}): Plan => ({
  ...ANY_PLAN,
  video: { ...ANY_PLAN.video, ...video },
  recipe: { ...ANY_PLAN.recipe, ...recipe },
});
const steps = (plan: Plan, firstFrame = 0, frames = 100) =>
  pictureFilters(plan, firstFrame, frames).split(/(?<!\\),/);

describe("picture filters", () => {
  it("are timing and one scaling step for a neutral recipe, in 8 bit", () => {
    expect(steps(ANY_PLAN)).toEqual([
      "fps=fps=25/1:start_time=0.0000005:round=near",
      "tpad=stop_mode=clone:stop_duration=2",
      "trim=start_pts=0:end_pts=100",
      "setpts=PTS-0",
      "scale=w=640:h=360:flags=lanczos+accurate_rnd+full_chroma_int:in_range=tv:out_range=tv:in_color_matrix=bt709:out_color_matrix=bt709",
      "setsar=1",
      "format=yuv420p",
    ]);
  });

  it("apply a recipe in one 10-bit table", () => {
    const made = steps(planWith({}, { gain: 1.2, lift: -0.05, gamma: 1.25, saturation: 1.1 }));
    const lut = made.filter((step) => step.startsWith("lutyuv"));
    expect(lut).toHaveLength(1);
    expect(lut[0]).toContain("*(1.200000)+(-0.050000)");
    expect(lut[0]).toContain("(0.800000)");
    expect(lut[0]).toContain("u=clip((val-512)*(1.100000)+512\\,64\\,960)");
    expect(made.indexOf("format=yuv420p10le")).toBe(made.indexOf(lut[0] ?? "") - 1);
    expect(made.at(-1)).toBe("format=yuv420p");
  });

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
  ])("place frames on the film's clock: %s", (_, video, first, start, trim) => {
    const made = steps(planWith(video), first, 10);
    expect(made[0]).toContain(`start_time=${start}:`);
    expect(made[2]).toBe(trim);
  });

  it("count frames from the result's first, whatever the source's clock", () => {
    const made = steps(planWith({ startTime: 112.711 }), 50, 10);
    const [start, shift] = [made[2], made[3]].map((step) => Number(/-?\d+/.exec(step ?? "")?.[0]));
    expect((start ?? 0) + (shift ?? 0)).toBe(50);
  });

  it("deinterlace before frames are chosen, and only where it is planned", () => {
    expect(steps(planWith({ deinterlace: true }))[0]).toContain("bwdif=mode=send_frame");
    expect(steps(planWith({ deinterlace: false }))[0]).toContain("fps=");
  });

  it("turn full range into limited in the scaling step", () => {
    const colour = { ...ANY_PLAN.video.colour, sourceRange: "pc" as const };
    expect(pictureFilters(planWith({ colour }), 0, 1)).toContain("in_range=pc:out_range=tv");
  });

  it.each([
    ["HDR10", "smpte2084"],
    ["HLG", "arib-std-b67"],
  ] as const)("tone-map %s in linear light", (dynamicRange, transfer) => {
    const made = pictureFilters(planWith({ dynamicRange }), 0, 1);
    expect(made).toContain(`color_trc=${transfer}`);
    expect(made).toContain("zscale=t=linear");
    expect(made).toContain("tonemap=tonemap=hable");
    expect(made).toContain("in_color_matrix=bt2020");
    expect(samplingFilters(planWith({ dynamicRange }).video, 64, 36)).toContain("tonemap");
  });

  it("know a neutral recipe", () => {
    expect(isNeutral(ANY_PLAN.recipe)).toBe(true);
    expect(isNeutral({ ...ANY_PLAN.recipe, lift: 0.001 })).toBe(false);
  });
});
