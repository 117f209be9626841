import { describe, expect, it } from "vitest";
import type { Plan } from "../protocol/enhancement.ts";
import { SAMPLE_PLAN } from "../protocol/testing/samples.ts";
import {
  detectionFilters,
  type Making,
  notesOnFilters,
  pictureFilters,
  readingStartOf,
} from "./picture-filters.ts";

const planWith = (video: Partial<Plan["video"]>, recipe: Partial<Plan["recipe"]> = {}): Plan => ({
  ...SAMPLE_PLAN,
  video: { ...SAMPLE_PLAN.video, ...video },
  recipe: { ...SAMPLE_PLAN.recipe, ...recipe },
});
const steps = (plan: Plan, firstFrame = 0, frames = 100, making?: Making) =>
  pictureFilters(plan, firstFrame, frames, making).split(/(?<!\\),/);
/** Where the first step of that name stands; -1 where there is none. */
const place = (made: string[], name: string) => made.findIndex((step) => step.startsWith(name));
const HDR = { rendition: "hdr", movements: null } as const;

describe("picture filters", () => {
  it("are timing and one scaling step for a neutral recipe, in 8 bit", () => {
    expect(steps(SAMPLE_PLAN).slice(1)).toEqual([
      "fps=fps=25/1:start_time=0.0000005:round=near",
      "trim=start_pts=0:end_pts=100",
      "setpts=PTS-0",
      "crop=w=if(eq(iw-640\\,1)\\,640\\,iw):h=if(eq(ih-360\\,1)\\,360\\,ih):x=0:y=0",
      "scale=w=640:h=360:flags=lanczos+accurate_rnd+full_chroma_int:in_range=tv:out_range=tv:in_color_matrix=bt709",
      "setsar=1",
      "format=yuv420p",
    ]);
  });

  it("stand in the order in which none undoes another", () => {
    const made = steps(
      planWith(
        { dynamicRange: "HDR10", deinterlace: "frames", fieldOrder: "tff" },
        { gain: 1.2, denoise: 0.5, deblock: 0.5, sharpen: 0.5, deband: 0.5 },
      ),
      100,
    );
    const order = ["bwdif", "fps", "trim", "scale", "zscale", "deblock", "hqdn3d", "lutyuv"];
    const places = [...order, "smartblur", "gradfun"].map((name) => place(made, name));
    expect(places.every((at) => at >= 0)).toBe(true);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(made.slice(-2)).toEqual(["trim=start_pts=100:end_pts=200", "format=yuv420p"]);
  });

  it("give denoising frames before the first that counts, and other steps none", () => {
    const first = (recipe: Partial<Plan["recipe"]>, at = 100) =>
      steps(planWith({}, recipe), at).filter((step) => step.startsWith("trim"));
    expect(first({ gain: 1.2, sharpen: 1, deband: 1, deblock: 1 })).toHaveLength(1);
    expect(first({ denoise: 0.5 })).toEqual([
      "trim=start_pts=84:end_pts=200",
      "trim=start_pts=100:end_pts=200",
    ]);
    expect(first({ denoise: 0.5 }, 5)).toEqual([
      "trim=start_pts=0:end_pts=105",
      "trim=start_pts=5:end_pts=105",
    ]);
    expect(first({ denoise: 0.5 }, 0)).toHaveLength(1);
    expect(readingStartOf(planWith({}, { denoise: 0.5 }), 100)).toBeCloseTo(84 / 25, 9);
  });

  it("give each shot its tone, those of the settling frames too", () => {
    const { gain, lift, gamma, saturation, red, blue } = SAMPLE_PLAN.recipe;
    const tone = { gain, lift, gamma, saturation, red, blue };
    const shots = [
      { ...tone, gain: 1.1, firstFrame: 0, frames: 100 },
      { ...tone, gain: 1.2, firstFrame: 100, frames: 150 },
    ];
    const tones = (recipe: Partial<Plan["recipe"]>) =>
      steps(planWith({}, { shots, ...recipe }), 100).filter((step) => step.startsWith("lutyuv"));
    expect(tones({})).toHaveLength(1);
    expect(tones({ denoise: 0.5 })).toHaveLength(2);
  });

  it("keep what is beyond standard range in 10 bit, without tone", () => {
    const recipe = { gain: 1.2, denoise: 0.5, sharpen: 1, deband: 1 };
    const made = steps(planWith({ dynamicRange: "HDR10", bitDepth: 10 }, recipe), 0, 100, HDR);
    expect(made.at(-1)).toBe("format=yuv420p10le");
    expect(made).not.toContain("format=yuv420p");
    for (const name of ["zscale", "tonemap", "lutyuv", "smartblur", "gradfun"]) {
      expect(place(made, name)).toBe(-1);
    }
    expect(place(made, "hqdn3d")).toBeGreaterThan(0);
  });

  it("steady in 8 bit, with the frames that the path is smoothed over on both sides", () => {
    const plan = planWith({}, { stabilize: 1, gain: 1.9, denoise: 0 });
    const making = { rendition: "sdr", movements: "/tmp/it's: a [way], \\x" } as const;
    const made = steps(plan, 100, 50, making);
    const cheap = made[place(made, "trim")];
    expect(cheap).toBe("trim=start_pts=91:end_pts=159");
    expect(detectionFilters(plan, 100, 50, "x")).toContain(`${cheap},`);
    expect(made[place(made, "vidstabtransform") - 1]).toBe("format=yuv420p");
    expect(place(made, "lutyuv")).toBeGreaterThan(place(made, "vidstabtransform"));
    expect(steps(plan, 200, 50, making)).toContain("trim=start_pts=191:end_pts=250");
    expect(pictureFilters(plan, 100, 50)).not.toContain("vidstab");
  });

  it("turn full range into limited in the scaling step", () => {
    const colour = { ...SAMPLE_PLAN.video.colour, sourceRange: "pc" as const };
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
  });

  it("say where a rendition does without what was asked", () => {
    const moved = { fpsMethod: "motion", frameRate: { num: 60, den: 1 } } as const;
    const plan = planWith(moved, { stabilize: 3 });
    expect(notesOnFilters(SAMPLE_PLAN, "sdr")).toEqual([]);
    expect(notesOnFilters(plan, "sdr")).toEqual([
      "Steadied, and enlarged by 5 % so that no edges show.",
    ]);
    expect(notesOnFilters(plan, "hdr")).toHaveLength(2);
    expect(pictureFilters(plan, 0, 50, HDR)).toContain("framerate=fps=60/1");
  });
});
