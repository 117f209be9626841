import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RenditionKind } from "../protocol/enhancement.ts";
import { SAMPLE_PLAN } from "../protocol/testing/samples.ts";
import { findFfmpegPair } from "./ffmpeg-pair.mjs";
import { likenessIn, measureFidelity, sampledFrames, sampleFilter } from "./fidelity.ts";
import { createPrograms } from "./run-ffmpeg.ts";
import { ffmpeg } from "./testing/clips.ts";

const FRAMES = 50;
const CLIP = `testsrc2=s=320x180:r=25:d=2`;
const plan = { ...SAMPLE_PLAN, video: { ...SAMPLE_PLAN.video, width: 320, height: 180 } };

const pair = findFfmpegPair(process.env, () => {});
if (!pair) throw new Error("these tests need ffmpeg and ffprobe");
const programs = createPrograms(pair);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "reelight-fidelity-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("which frames are sampled", () => {
  it("two at least, spread over the segment, and few of a long one", () => {
    expect(sampledFrames(1)).toEqual([0]);
    expect(sampledFrames(2)).toEqual([0, 1]);
    expect(sampledFrames(50)).toEqual([12, 37]);
    for (const frames of [48, 144, 360, 960]) {
      const sampled = sampledFrames(frames);
      expect(sampled.length).toBeGreaterThanOrEqual(2);
      expect(sampled.length / frames).toBeLessThanOrEqual(0.05);
    }
  });
});

describe("fidelity", () => {
  const measure = (path: string, samples: string, kind: RenditionKind = "sdr", frames = FRAMES) => {
    const work = {
      ...{ programs, folder, signal: new AbortController().signal },
      ...{ progress: () => {}, log: () => {} },
      features: {
        filters: new Set<string>(),
        encoders: new Set<string>(),
        decoders: new Set<string>(),
      },
    };
    return measureFidelity({ path, frames }, samples, null, plan, kind, work);
  };
  const encoded = async (name: string, ...options: string[]) => {
    const path = join(folder, name);
    await ffmpeg(["-v", "error", "-f", "lavfi", "-i", CLIP, ...options, path]);
    return path;
  };
  const samples = async (graph: string, format = "yuv420p") => {
    const path = join(folder, "samples.yuv");
    const filters = `${sampleFilter(FRAMES)},format=${format}`;
    await ffmpeg([
      ...["-v", "error", "-f", "lavfi", "-i", graph, "-vf", filters],
      ...["-fps_mode", "passthrough", "-f", "rawvideo", path],
    ]);
    return path;
  };

  it("is 1 of what was kept whole, less of what was encoded, and little of another picture", async () => {
    const whole = await encoded("whole.mp4", "-pix_fmt", "yuv420p", "-c:v", "libx264", "-qp", "0");
    const good = await encoded("good.mp4", "-pix_fmt", "yuv420p", "-c:v", "libx264", "-crf", "18");
    const poor = await encoded("poor.mp4", "-pix_fmt", "yuv420p", "-c:v", "libx264", "-crf", "45");
    const given = await samples(CLIP);
    expect(await measure(whole, given)).toEqual({ frames: 2, mean: 1, lowest: 1 });
    const [better, worse] = [await measure(good, given), await measure(poor, given)];
    expect(better.lowest).toBeGreaterThan(0.98);
    expect(worse.mean).toBeLessThan(better.mean - 0.02);
    expect(worse.lowest).toBeLessThanOrEqual(worse.mean);
    const other = await measure(good, await samples("mandelbrot=s=320x180:r=25,trim=end=2"));
    expect(other.mean).toBeLessThan(0.7);
  });

  it("knows 10 bit", async () => {
    const whole = await encoded(
      "ten.mp4",
      "-pix_fmt",
      "yuv420p10le",
      "-c:v",
      "libx264",
      "-qp",
      "0",
    );
    const given = await samples(CLIP, "yuv420p10le");
    expect((await measure(whole, given, "hdr")).lowest).toBeGreaterThan(0.999);
  });

  it("fails for another try where a segment is damaged, or is not as long as it was meant", async () => {
    const path = await encoded("sound.mp4", "-pix_fmt", "yuv420p", "-c:v", "libx264", "-crf", "18");
    const given = await samples(CLIP);
    await expect(measure(path, given, "sdr", FRAMES + 1)).rejects.toMatchObject({
      code: "internal",
    });
    const bytes = await readFile(path);
    const headless = join(folder, "headless.mp4");
    await writeFile(headless, bytes.subarray(0, bytes.indexOf("mdat") + 4000));
    await expect(measure(headless, given)).rejects.toMatchObject({ code: "internal" });
    const from = bytes.indexOf("mdat") + 4000;
    bytes.fill(0x5a, from, from + 2000);
    const damaged = join(folder, "damaged.mp4");
    await writeFile(damaged, bytes);
    await expect(measure(damaged, given)).rejects.toMatchObject({ code: "internal" });
  });
});

it("reads luma's SSIM of each frame", () => {
  const stats =
    "n:1 Y:0.987654 U:0.99 V:0.98 All:0.988 (19.1)\nn:2 Y:1.000000 U:1 V:1 All:1 (inf)\n";
  expect(likenessIn(stats)).toEqual([0.987654, 1]);
});
