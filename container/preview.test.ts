// Previews, made by the service as a person gets them.

import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Plan } from "../protocol/enhancement.ts";
import type { JobOf, ResultOf } from "../protocol/job.ts";
import { picturePlanFor } from "./analyse.ts";
import { findFfmpegPair } from "./ffmpeg-pair.mjs";
import { pictureFilters } from "./picture-filters.ts";
import { framesAt, preview, sizeWithin } from "./preview.ts";
import { replan } from "./replan.ts";
import { createPrograms } from "./run-ffmpeg.ts";
import { base, finish } from "./testing/chain.ts";
import { ffmpeg, ffprobe, realClip } from "./testing/clips.ts";
import { type Gateway, startGateway } from "./testing/gateway.ts";
import { type Service, startService } from "./testing/service.ts";

const MINUTE = 60_000;
const MANUAL = { mode: "manual", contrast: 1.2, saturation: 1.1 } as const;
const NOTHING_MISSING = {
  filters: new Set<string>(),
  encoders: new Set<string>(),
  decoders: new Set<string>(),
};

let service: Service;
let gateway: Gateway;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "reelight-preview-"));
  [service, gateway] = await Promise.all([startService(), startGateway()]);
}, MINUTE);
afterAll(async () => {
  await service.stop();
  await gateway.close();
  await rm(folder, { recursive: true });
});

async function shown(path: string, wish: Partial<JobOf<"preview">>) {
  const job = base(await gateway.source(path));
  const result = await finish(service, {
    ...{ ...job, kind: "preview", settings: MANUAL, plan: null, as: "still", at: null },
    ...wish,
    output: { url: `${gateway.url}/out/${job.id}/1` },
  });
  if (result.kind !== "preview") throw new Error("another kind of result");
  return { result, file: join(gateway.folder, "out", job.id, "1", result.file.name) };
}

async function planOf(path: string): Promise<Plan> {
  const job = { ...base(await gateway.source(path)), settings: { mode: "auto" as const } };
  const result = await finish(service, { ...job, kind: "analyse" });
  if (result.kind !== "analyse") throw new Error("another kind of result");
  return result.plan;
}

/** The first frame of a picture file as bytes of RGB. */
async function pixelsOf(args: readonly string[]): Promise<Buffer> {
  const path = join(folder, "pixels.rgb");
  await ffmpeg(["-v", "error", ...args, "-frames:v", "1", "-f", "rawvideo", path]);
  return readFile(path);
}

const flower = realClip("flower.mp4");

describe.skipIf(!flower)("preview of a real clip", () => {
  const clip = flower ?? "";
  let plan: Plan;
  beforeAll(async () => {
    plan = await planOf(clip);
  }, MINUTE);

  it(
    "shows as a still the very frame of one pass over the whole film, without loss",
    async () => {
      const { result, file } = await shown(clip, { plan, at: 2.5 });
      expect(result).toMatchObject({
        ...{ contentType: "image/png", duration: 0, width: 960, height: 540 },
        recipe: { gain: 1.2, saturation: 1.1 },
      });
      const frame = Math.round(2.5 / (1001 / 30000));
      expect(result.at).toBeCloseTo((frame * 1001) / 30000, 9);
      const other = replan(plan, MANUAL, NOTHING_MISSING);
      const chain = pictureFilters(other, 0, other.video.frames);
      // The clip is tagged as BT.601.
      const rgb =
        "scale=in_range=tv:in_color_matrix=smpte170m:flags=bicubic+accurate_rnd+full_chroma_int+full_chroma_inp,format=rgb24";
      const one = await pixelsOf([
        ...["-copyts", "-i", clip, "-map", `0:${plan.video.streamIndex}`],
        ...["-vf", `${chain},select=eq(n\\,${frame}),${rgb}`],
      ]);
      const still = await pixelsOf(["-i", file, "-pix_fmt", "rgb24"]);
      expect(still.length).toBe(960 * 540 * 3);
      expect(still.equals(one)).toBe(true);
    },
    MINUTE,
  );

  it(
    "shows three seconds as a clip that a browser can begin at once",
    async () => {
      const { result, file } = await shown(clip, { plan, as: "clip", at: 100 });
      expect(result).toMatchObject({ contentType: "video/mp4", width: 960, height: 540 });
      // Moved into the film, whose 5.005 s are 150 frames.
      expect(result.duration).toBeCloseTo(3.003, 3);
      expect(result.at).toBeCloseTo((60 * 1001) / 30000, 3);
      const { streams } = await ffprobe(file, "-show_streams", "-count_packets");
      expect(streams).toHaveLength(1);
      expect(streams[0]).toMatchObject({ codec_name: "h264", nb_read_packets: "90" });
      const bytes = await readFile(file);
      expect(bytes.indexOf("moov")).toBeLessThan(bytes.indexOf("mdat"));
      expect(bytes.length).toBe(result.file.bytes);
    },
    MINUTE,
  );

  it(
    "needs no plan, and then shows what the plan of the same settings would",
    async () => {
      const { result } = await shown(clip, { settings: { mode: "auto" } });
      expect(result.recipe).toMatchObject({
        ...plan.recipe,
        loudness: null,
        notes: expect.anything(),
      });
      expect(result.at + 3).toBeLessThanOrEqual(plan.video.frames / (30000 / 1001) + 0.05);
    },
    MINUTE,
  );
});

describe("preview", () => {
  it(
    "chooses a place that is neither black nor near the end",
    async () => {
      const path = join(folder, "framed.mp4");
      await ffmpeg([
        ...["-v", "error", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=5"],
        ...["-vf", "fade=in:0:25,fade=out:100:25,tpad=start_duration=4:stop_duration=7"],
        ...["-c:v", "libx264", "-preset", "ultrafast", "-g", "12", path],
      ]);
      const { result, file } = await shown(path, {});
      expect(result.at).toBeGreaterThan(4.5);
      expect(result.at).toBeLessThan(8.5);
      const pixels = await pixelsOf(["-i", file, "-vf", "scale=1:1:flags=area,format=gray"]);
      expect(pixels[0]).toBeGreaterThan(60);
    },
    MINUTE,
  );

  it("shows a film that is shorter than a clip whole", async () => {
    const path = join(folder, "short.mp4");
    await ffmpeg([...["-v", "error", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=0.4", path]]);
    const { result } = await shown(path, { as: "clip" });
    expect(result).toMatchObject({ at: 0, duration: 0.4 } satisfies Partial<ResultOf<"preview">>);
  });
});

describe("a preview by an ffmpeg that lacks a filter", () => {
  it("says what of a preset is left out, with and without a plan", async () => {
    const path = join(folder, "steady.mp4");
    await ffmpeg([...["-v", "error", "-f", "lavfi", "-i", "testsrc2=s=160x90:r=10:d=1", path]]);
    const source = await gateway.source(path);
    const pair = findFfmpegPair();
    if (!pair) throw new Error("no ffmpeg");
    const programs = createPrograms(pair);
    const features = await programs.prepare();
    const signal = new AbortController().signal;
    const work = { programs, features, folder, signal, progress: () => {}, log: () => {} };
    const plan = await picturePlanFor(source, { mode: "manual" }, work);

    const filters = new Set([...features.filters].filter((name) => name !== "vidstabdetect"));
    const lacking = { ...work, features: { ...features, filters } };
    for (const known of [null, plan]) {
      const job = { ...base(source), kind: "preview", as: "still", at: 0, plan: known } as const;
      const output = { url: `${gateway.url}/out/${job.id}/1` };
      const settings = { mode: "auto", preset: "old-footage", stabilize: 3 } as const;
      const { recipe } = await preview({ ...job, output, settings }, lacking);
      expect(recipe.notes[0]).toMatch(/^Left out: stabilize needs vidstabdetect/);
    }
  });
});

describe("what a preview shows", () => {
  const video = { frames: 250, frameRate: { num: 25, den: 1 } };

  it.each([
    [2, 3, { firstFrame: 50, frames: 75 }],
    [9.5, 3, { firstFrame: 175, frames: 75 }],
    [0, 30, { firstFrame: 0, frames: 250 }],
    [11, 0, { firstFrame: 249, frames: 1 }],
    [-1, 0, { firstFrame: 0, frames: 1 }],
  ])("from %s s on for %s s are these frames", (at, length, frames) => {
    expect(framesAt(video, at, length)).toEqual(frames);
  });

  it.each([
    [{ width: 1920, height: 1080 }, 1280, { width: 1280, height: 720 }],
    [{ width: 1080, height: 1920 }, 1280, { width: 720, height: 1280 }],
    [{ width: 960, height: 540 }, 1280, { width: 960, height: 540 }],
    [{ width: 4096, height: 2 }, 1280, { width: 1280, height: 2 }],
  ])("of %j within %s is %j", (size, most, within) => {
    expect(sizeWithin(size, most)).toEqual(within);
  });
});
