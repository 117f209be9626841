// Previews, made by the service as a person gets them.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Plan } from "../protocol/enhancement.ts";
import type { JobOf, ResultOf } from "../protocol/job.ts";
import { picturePlanFor } from "./analyse.ts";
import { pictureFilters } from "./picture-filters.ts";
import { framesAt, preview, sizeWithin } from "./preview.ts";
import { replan } from "./replan.ts";
import { base, finish } from "./testing/chain.ts";
import { ffmpeg, ffprobe, realClip } from "./testing/clips.ts";
import { MINUTE, withService } from "./testing/with-service.ts";
import { startWork } from "./testing/work.ts";

const MANUAL = { mode: "manual", contrast: 1.2, saturation: 1.1 } as const;
const NOTHING_MISSING = {
  filters: new Set<string>(),
  encoders: new Set<string>(),
  decoders: new Set<string>(),
};

const here = withService();

async function shown(path: string, wish: Partial<JobOf<"preview">>) {
  const job = base(await here.gateway.source(path));
  const result = await finish(here.service, {
    ...{ ...job, kind: "preview", settings: MANUAL, plan: null, as: "still", at: null },
    ...wish,
    output: { url: `${here.gateway.url}/out/${job.id}/1` },
  });
  if (result.kind !== "preview") throw new Error("another kind of result");
  return { result, file: join(here.gateway.folder, "out", job.id, "1", result.file.name) };
}

/** The first frame of a picture file as bytes of RGB. */
async function pixelsOf(args: readonly string[]): Promise<Buffer> {
  const path = join(here.folder, "pixels.rgb");
  await ffmpeg(["-v", "error", ...args, "-frames:v", "1", "-f", "rawvideo", path]);
  return readFile(path);
}

const flower = realClip("flower.mp4");

describe.skipIf(!flower)("preview of a real clip", () => {
  const clip = flower ?? "";
  let plan: Plan;
  beforeAll(async () => {
    plan = await here.analyse(clip);
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
      const path = join(here.folder, "framed.mp4");
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
    const path = await here.clip("short.mp4", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=0.4");
    const { result } = await shown(path, { as: "clip" });
    expect(result).toMatchObject({ at: 0, duration: 0.4 } satisfies Partial<ResultOf<"preview">>);
  });
});

describe("a preview by an ffmpeg that lacks a filter", () => {
  it("says what of a preset is left out, with and without a plan", async () => {
    const path = await here.clip("steady.mp4", "-f", "lavfi", "-i", "testsrc2=s=160x90:r=10:d=1");
    const source = await here.gateway.source(path);
    const work = await startWork();
    const { features } = work;
    const plan = await picturePlanFor(source, { mode: "manual" }, work);

    const filters = new Set([...features.filters].filter((name) => name !== "vidstabdetect"));
    const lacking = { ...work, features: { ...features, filters } };
    for (const known of [null, plan]) {
      const job = { ...base(source), kind: "preview", as: "still", at: 0, plan: known } as const;
      const output = { url: `${here.gateway.url}/out/${job.id}/1` };
      const settings = { mode: "auto", preset: "old-footage", stabilize: 3 } as const;
      const { recipe } = await preview({ ...job, output, settings }, lacking);
      expect(recipe.notes[0]).toMatch(/^Left out: stabilize needs vidstabdetect/);
    }
    await work.remove();
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
