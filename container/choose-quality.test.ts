// Quality targets, carried out by the service and measured on the finished file.

import { stat } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import type { Plan } from "../protocol/enhancement.ts";
import type { Settings } from "../protocol/settings.ts";
import { pictureFilters } from "./picture-filters.ts";
import { samplePlaces, trialOf } from "./quality-samples.ts";
import { base } from "./testing/chain.ts";
import { ffmpeg, realClip } from "./testing/clips.ts";
import { MINUTE, withService } from "./testing/with-service.ts";

/** Small clips of two cameras, with sound that is copied. */
const CLIPS = ["phone-gps.mov", "flower.mp4"].map((name) => ({ name, path: realClip(name) }));

const here = withService();
const made = (path: string, quality: Settings["quality"]) =>
  here.enhance(path, { mode: "manual", contrast: 1.1, quality });

/** SSIM of luma over all frames, of a file against the filtered source. */
async function ssimOf(file: string, source: string, plan: Plan): Promise<number> {
  const frames = pictureFilters(plan, 0, plan.video.frames);
  const numbered = "settb=1/25,setpts=N";
  const { stderr } = await ffmpeg([
    ...["-copyts", "-i", source, "-i", file, "-filter_complex"],
    `[0:${plan.video.streamIndex}]${frames},${numbered}[a];[1:v]${numbered}[b];[a][b]ssim`,
    ...["-f", "null", "-"],
  ]);
  return Number(/SSIM Y:([\d.]+)/.exec(stderr)?.[1]);
}

describe.skipIf(CLIPS.some(({ path }) => path === null))("quality of real clips", () => {
  it.each(CLIPS)(
    "reaches a fidelity to 0.005: $name",
    async ({ path }) => {
      const { plan, file } = await made(path ?? "", { ssim: 0.96 });
      const { search, maxBitrate } = plan.quality;
      expect(search).toMatchObject({ asked: "ssim", target: 0.96 });
      expect(maxBitrate).toBeNull();
      const ssim = await ssimOf(file, path ?? "", plan);
      expect(Math.abs(ssim - 0.96)).toBeLessThan(0.005);
      expect(Math.abs(ssim - (search?.expected ?? 0))).toBeLessThan(0.005);
    },
    MINUTE,
  );

  it.each(CLIPS)(
    "never passes a size, and uses what is given: $name",
    async ({ path }) => {
      const { size: whole } = await stat(path ?? "");
      for (const share of [0.35, 0.5, 0.8]) {
        const maxBytes = Math.round(whole * share);
        const { plan, file, report } = await made(path ?? "", { maxBytes });
        const { size } = await stat(file);
        expect(size).toBe(report.bytes);
        expect(size).toBeLessThanOrEqual(maxBytes);
        // Either nearly filled, or already as good as without a limit.
        expect(size / maxBytes > 0.6 || plan.quality.crf === 18).toBe(true);
      }
    },
    MINUTE * 2,
  );

  it(
    "refuses a size that the film does not fit into, and says which one would do",
    async () => {
      const { path } = CLIPS[0] ?? {};
      const source = await here.gateway.source(path ?? "");
      const asked = async (maxBytes: number) => {
        const settings = { mode: "manual", quality: { maxBytes } } as const;
        return here.service.run({ ...base(source), kind: "analyse", settings });
      };
      const refused = await asked(20_000);
      if (refused.type !== "failed") throw new Error("it was not refused");
      expect(refused.code).toBe("invalid_settings");
      const least = Number(/needs at least (\d+) bytes/.exec(refused.detail ?? "")?.[1]);
      expect(least).toBeGreaterThan(20_000);
      expect(await asked(least - 2)).toMatchObject({ type: "failed", code: "invalid_settings" });
      expect(await asked(least)).toMatchObject({ type: "result" });
    },
    MINUTE,
  );
});

describe("a trial", () => {
  const video = { gopFrames: 50, frameRate: { num: 25, den: 1 } };

  it("is read from what x264 says of every sample", () => {
    const lines = [
      "[libx264 @ 0x1] [info] frame I:1     Avg QP: 5.17  size: 10000",
      "[libx264 @ 0x1] [info] frame P:6     Avg QP: 8.69  size:  1000",
      "[libx264 @ 0x1] [info] frame B:4     Avg QP:10.03  size:   500",
      "[libx264 @ 0x1] [info] SSIM Mean Y:0.9800000 (16.990db)",
      "[libx264 @ 0x2] [info] frame I:1     Avg QP: 5.17  size: 20000",
      "[libx264 @ 0x2] [info] SSIM Mean Y:0.9600000 (13.979db)",
    ];
    const trial = trialOf(lines, video);
    expect(trial?.ssim).toBeCloseTo(0.97, 9);
    // Groups of 2 s: a frame of 15 000 bytes and 49 of 800.
    expect(trial?.bitrate).toBeCloseTo(((15_000 + 49 * 800) * 8) / 2, 6);
    expect(trialOf(["[libx264 @ 0x1] [info] using cpu capabilities"], video)).toBeNull();
  });

  it("is made at the starts of groups all over the film, of a short one at its own", () => {
    expect(samplePlaces({ frames: 1500, gopFrames: 50 })).toEqual([100, 350, 600, 850, 1100, 1350]);
    expect(samplePlaces({ frames: 120, gopFrames: 50 })).toEqual([0, 50]);
    expect(samplePlaces({ frames: 20, gopFrames: 50 })).toEqual([0]);
  });
});
