// Filters that look at more than one frame, in segments: what they remember must not tell where a
// segment begins. Each clip is filtered in one pass and in pieces, and every frame of the two is
// compared before the encoder.

import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Plan } from "../protocol/enhancement.ts";
import { rational } from "../protocol/rational.ts";
import { SAMPLE_PLAN } from "../protocol/testing/samples.ts";
import { inputArguments } from "./encode.ts";
import { detectionFilters, pictureFilters } from "./picture-filters.ts";
import { ffmpeg, realClip } from "./testing/clips.ts";
import { type Gateway, startGateway } from "./testing/gateway.ts";

const MINUTE = 60_000;
/** What the frames of segments may differ from those of one pass by, in dB. */
const LIKE_ONE_PASS = 55;
const PIECES = 4;
const SIZE = { width: 320, height: 180 };
const NTSC_FILM = rational(24000, 1001);

// As launch.sh does: threads of vid.stab that wait would take the cores from each other.
process.env.OMP_WAIT_POLICY = "PASSIVE";

let gateway: Gateway;
let folder: string;

beforeAll(async () => {
  // A path as unfriendly to filter graphs as a path can be.
  folder = await mkdtemp(join(tmpdir(), "reelight [it's], a:path;-"));
  gateway = await startGateway();
});
afterAll(async () => {
  await gateway?.close();
  await rm(folder, { recursive: true });
});

type Fields = { video?: Partial<Plan["video"]>; recipe?: Partial<Plan["recipe"]> };

/** PSNR of each frame in pieces against the same in one pass; infinite where nothing differs. */
async function likeness(path: string, fields: Fields): Promise<number[]> {
  const source = await gateway.source(path);
  const plan: Plan = {
    ...SAMPLE_PLAN,
    recipe: { ...SAMPLE_PLAN.recipe, ...fields.recipe },
    video: { ...SAMPLE_PLAN.video, ...SIZE, ...fields.video },
  };
  const { frames, width, height } = plan.video;
  const whole = await range(0, frames);
  const step = Math.ceil(frames / PIECES);
  const pieces: Buffer[] = [];
  for (let first = 0; first < frames; first += step) {
    pieces.push(await range(first, Math.min(step, frames - first)));
  }
  const apart = Buffer.concat(pieces);
  const bytes = (width * height * 3) / 2;
  expect(whole.length).toBe(frames * bytes);
  expect(apart.length).toBe(whole.length);
  return Array.from({ length: frames }, (_, at) => {
    const [a, b] = [whole, apart].map((all) => all.subarray(at * bytes, (at + 1) * bytes));
    return psnr(a ?? whole, b ?? apart);
  });

  async function range(first: number, count: number): Promise<Buffer> {
    const input = inputArguments(plan, first, source, 1);
    const quiet = input.filter((arg) => !["-progress", "pipe:2", "-nostats"].includes(arg));
    const run = (filters: string, output: string[]) =>
      ffmpeg([...quiet, "-i", source.url, "-vf", filters, "-fps_mode", "passthrough", ...output]);
    const movements = plan.recipe.stabilize > 0 ? join(folder, "movements.trf") : null;
    if (movements !== null) {
      await run(detectionFilters(plan, first, count, movements), ["-f", "null", "-"]);
    }
    const path = join(folder, "range.yuv");
    const filters = pictureFilters(plan, first, count, { rendition: "sdr", movements });
    await run(filters, ["-f", "rawvideo", path]);
    return readFile(path);
  }
}

function psnr(a: Uint8Array, b: Uint8Array): number {
  let squares = 0;
  for (let at = 0; at < a.length; at++) squares += ((a[at] ?? 0) - (b[at] ?? 0)) ** 2;
  return 10 * Math.log10((255 * 255 * a.length) / squares);
}

/** A generated clip of 320 × 180, six seconds long unless the graph says otherwise. */
async function generated(name: string, graph: string, options: string[] = []): Promise<string> {
  const path = join(folder, name);
  await ffmpeg([
    ...["-v", "error", "-f", "lavfi", "-i", graph, "-c:v", "libx264", "-preset", "ultrafast"],
    ...["-crf", "20", "-g", "60", ...options, path],
  ]);
  return path;
}

const lowest = (values: number[]) => Math.min(...values);

describe("frames of joined segments are those of one pass, on every frame", () => {
  it(
    "denoised at any strength, with a tone that strengthens what differs",
    async () => {
      const path = await generated("noise.mp4", "testsrc2=s=320x180:r=25:d=6,noise=alls=4:allf=t");
      const video = { frames: 150 };
      const tone = { gain: 1.35, gamma: 1.25, sharpen: 0.5 };
      for (const denoise of [0.2, 1]) {
        const values = await likeness(path, { video, recipe: { denoise, ...tone } });
        expect(lowest(values)).toBeGreaterThan(LIKE_ONE_PASS);
        // Else nothing was remembered for long, and nothing proven.
        if (denoise === 1) expect(lowest(values)).toBeLessThan(Number.POSITIVE_INFINITY);
      }
    },
    MINUTE,
  );

  it(
    "deinterlaced, by lines whatever flags say",
    async () => {
      const path = await generated(
        "fields.mp4",
        "testsrc2=s=320x180:r=50:d=6,interlace=scan=bff:lowpass=0,setfield=prog",
      );
      const video = { frames: 150, deinterlace: "frames", fieldOrder: "bff" } as const;
      expect(lowest(await likeness(path, { video }))).toBe(Number.POSITIVE_INFINITY);
    },
    MINUTE,
  );

  it(
    "freed from pulldown, at the film's rate and at another",
    async () => {
      const path = await generated(
        "pulldown.mp4",
        "testsrc2=s=320x180:r=24000/1001:d=6,telecine=pattern=23,setfield=tff",
        ["-flags", "+ilme+ildct", "-x264-params", "tff=1"],
      );
      const film = { deinterlace: "telecine", fieldOrder: "tff", sourceRate: NTSC_FILM } as const;
      for (const [frameRate, frames] of [
        [NTSC_FILM, 144],
        [rational(25), 150],
      ] as const) {
        const video = { ...film, frameRate, frames };
        expect(lowest(await likeness(path, { video }))).toBeGreaterThan(LIKE_ONE_PASS);
      }
    },
    MINUTE,
  );

  it.each([
    ["blend", 24, rational(60), 360],
    ["blend", 25, rational(30000, 1001), 180],
    ["blend", 50, rational(24), 144],
    ["motion", 24, rational(30), 60, { width: 160, height: 90 }],
  ] as const)(
    "with pictures between: %s, %i to %o",
    async (fpsMethod, rate, frameRate, frames, size: typeof SIZE = SIZE) => {
      const path = await generated(`rate-${rate}.mkv`, `testsrc2=s=320x180:r=${rate}:d=6`);
      const video = { ...size, fpsMethod, sourceRate: rational(rate), frameRate, frames };
      expect(lowest(await likeness(path, { video }))).toBeGreaterThan(LIKE_ONE_PASS);
    },
    MINUTE,
  );

  it(
    "steadied, at the strongest",
    async () => {
      const shaky = "crop=320:180:60+12*sin(n/3)+30*sin(n/40):40+9*cos(n/2)";
      const path = await generated("shaky.mp4", `mandelbrot=s=480x270:r=25,${shaky}`, ["-t", "5"]);
      const fields = { video: { frames: 120 }, recipe: { stabilize: 10 } };
      expect(lowest(await likeness(path, fields))).toBeGreaterThan(LIKE_ONE_PASS);
    },
    MINUTE,
  );

  it.each([
    ["chaplin.mp4", { width: 640, height: 360 }, { denoise: 0.7 }],
    ["chaplin.mp4", { width: 640, height: 360 }, { stabilize: 4, denoise: 0.3 }],
    ["friday.mp4", { width: 640, height: 480, sourceRate: rational(30) }, { denoise: 1 }],
  ])(
    "a real film: %s %o %o",
    async (name, video, recipe) => {
      const path = realClip(name);
      if (!path) return;
      const frameRate = "sourceRate" in video ? video.sourceRate : rational(25);
      const fields = { video: { ...video, frameRate, frames: 100 }, recipe };
      expect(lowest(await likeness(path, fields))).toBeGreaterThan(LIKE_ONE_PASS);
    },
    MINUTE,
  );
});

it(
  "steadies: frames of a shaky clip follow each other more closely, without black edges",
  async () => {
    const shake = "crop=320:180:80+8*sin(n*1.9):45+6*cos(n*2.3)";
    const still = "testsrc2=s=480x270:r=25:d=0.04,loop=loop=60:size=1,trim=end_frame=60";
    const path = await generated("still.mp4", `${still},setpts=N/25/TB,${shake}`);
    const source = await gateway.source(path);
    const plan: Plan = {
      ...SAMPLE_PLAN,
      recipe: { ...SAMPLE_PLAN.recipe, stabilize: 10 },
      video: { ...SAMPLE_PLAN.video, ...SIZE, frames: 60 },
    };
    const movements = join(folder, "still.trf");
    const run = async (filters: string) =>
      (await ffmpeg(["-copyts", "-i", source.url, "-vf", filters, "-f", "null", "-"])).stderr;
    await run(detectionFilters(plan, 0, 60, movements));
    const steady = pictureFilters(plan, 0, 60, { rendition: "sdr", movements });
    /** Mean difference of each frame from the one before. */
    const unrest = async (filters: string) => {
      const difference = "tblend=all_mode=difference,signalstats,metadata=print";
      const lines = await run(`${filters},trim=start_frame=5:end_frame=55,${difference}`);
      const values = [...lines.matchAll(/signalstats\.YAVG=([\d.]+)/g)].map(([, y]) => Number(y));
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    };
    expect(await unrest(steady)).toBeLessThan(0.5 * (await unrest(pictureFilters(plan, 0, 60))));
    const edges = await run(`${steady},cropdetect=limit=1:round=2:reset=1`);
    const boxes = [...edges.matchAll(/crop=(\S+)/g)].map(([, box]) => box);
    expect(boxes.length).toBeGreaterThan(10);
    expect(new Set(boxes)).toEqual(new Set(["320:180:0:0"]));
  },
  MINUTE,
);
