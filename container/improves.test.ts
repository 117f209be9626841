// Proof that `auto` improves pictures: good clips are degraded in known ways, and the real
// measuring, choosing and filtering must bring them closer to the good original again.

import { mkdtemp, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Plan, Recipe } from "../protocol/enhancement.ts";
import { parseRational } from "../protocol/rational.ts";
import { SAMPLE_PLAN } from "../protocol/testing/samples.ts";
import { chooseRecipe } from "./choose-recipe.ts";
import { measureFilm } from "./measure-film.ts";
import { pictureFilters } from "./picture-filters.ts";
import { ffmpeg, ffprobe, realClip } from "./testing/clips.ts";
import { startWork, type TestWork } from "./testing/work.ts";

/** Of each clip: its faults show in every frame of it. */
const SECONDS = 1;
const WIDTH = 480;
const SIDE_BY_SIDE = 2;

/** Good clips and where in them we look. The first four come from cameras, unedited. */
const CLIPS: [string, number][] = [
  ["flower.mp4", 1],
  ["friday.mp4", 1],
  ["phone-gps.mov", 1],
  ["cockatoo.mp4", 2],
  ["tears-of-steel.webm", 20],
  ["bbb-480p-30s.mp4", 6],
];

const rgb = (red: string, green = red, blue = red) =>
  `format=gbrp,lutrgb=r=${red}:g=${green}:b=${blue},format=yuv420p`;
/** Exposure, flare, contrast and light act on red, green and blue; noise and lenses on pixels. */
const FAULTS: Record<string, string> = {
  "dark 0.7": rgb("val*0.7"),
  "dark 0.5": rgb("val*0.5"),
  "bright +0.3": rgb("val+0.3*255"),
  "bright +0.4": rgb("val+0.4*255"),
  "flat 0.6": rgb("(val-128)*0.6+128"),
  "flat 0.4": rgb("(val-128)*0.4+128"),
  "warm 0.15": rgb("val*1.12", "val", "val*0.85"),
  "warm 0.2": rgb("val*1.16", "val", "val*0.8"),
  "cool 0.15": rgb("val*0.85", "val", "val*1.12"),
  "cool 0.2": rgb("val*0.8", "val", "val*1.16"),
  "noise σ 4": "noise=alls=8:allf=t:all_seed=7",
  "noise σ 8": "noise=alls=16:allf=t:all_seed=7",
  "soft σ 1.5": "gblur=sigma=1.5:steps=2",
  "soft σ 2.2": "gblur=sigma=2.2:steps=2",
};

type Likeness = { psnr: number; ssim: number };
type Case = { clip: string; fault: string; recipe: Recipe; before: Likeness; after: Likeness };

let work: TestWork;
afterAll(() => work?.remove());

describe.skipIf(realClip("flower.mp4") === null)("automatic enhancement", () => {
  const cases: Case[] = [];
  const untouched: Case[] = [];

  beforeAll(async () => {
    work = await startWork();
    const queue = [...CLIPS];
    const visit = async () => {
      for (let next = queue.shift(); next; next = queue.shift()) {
        const [clip, at] = next;
        const good = await goodOriginal(clip, at);
        const video = await videoOf(good);
        untouched.push({ clip, fault: "", ...(await enhance(good, good, video)) });
        for (const [fault, path] of await degraded(clip, good)) {
          cases.push({ clip, fault, ...(await enhance(path, good, video)) });
          await rm(path);
        }
      }
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, visit));
    console.info(tableOf([...untouched, ...cases]));
  }, 300_000);

  it("keeps good originals, or stays within 40 dB of them", () => {
    expect(untouched).toHaveLength(CLIPS.length);
    for (const { clip, after } of untouched) expect(after.psnr, clip).toBeGreaterThanOrEqual(40);
  });

  it("brings at least 80 % of degraded pictures closer to their originals", () => {
    const closer = cases.filter(
      ({ before, after }) => after.psnr > before.psnr && after.ssim > before.ssim,
    );
    expect(cases).toHaveLength(CLIPS.length * Object.keys(FAULTS).length);
    expect(closer.length / cases.length).toBeGreaterThanOrEqual(0.8);
  });

  it("makes none of them worse by more than 0.3 dB", () => {
    for (const { clip, fault, before, after } of cases) {
      expect(after.psnr - before.psnr, `${clip}, ${fault}`).toBeGreaterThan(-0.3);
    }
  });
});

const LOSSLESS = ["-c:v", "libx264", "-preset", "ultrafast", "-qp", "0"];

async function goodOriginal(clip: string, at: number): Promise<string> {
  const path = join(work.folder, `${clip}.mkv`);
  const scale = `scale=${WIDTH}:-2:flags=bicubic:out_range=tv,setsar=1,format=yuv420p`;
  const source = ["-ss", `${at}`, "-i", realClip(clip) ?? "", "-t", `${SECONDS}`, "-vf", scale];
  await ffmpeg(["-v", "error", ...source, "-an", "-sn", "-dn", ...LOSSLESS, path]);
  return path;
}

/** The good original with each fault, all made by one process: starting it costs more than a clip. */
async function degraded(clip: string, good: string): Promise<[string, string][]> {
  const faults = Object.entries(FAULTS);
  const graph = [
    `[0:v]split=${faults.length}${faults.map((_, at) => `[in${at}]`).join("")}`,
    ...faults.map(([, filters], at) => `[in${at}]${filters}[out${at}]`),
  ].join(";");
  const paths = faults.map(([fault]): [string, string] => [
    fault,
    join(work.folder, `${clip} ${fault}.mkv`),
  ]);
  await ffmpeg([
    ...["-v", "error", "-i", good, "-filter_complex", graph],
    ...paths.flatMap(([, path], at) => ["-map", `[out${at}]`, ...LOSSLESS, path]),
  ]);
  return paths;
}

/** What `auto` makes of the clip, and how like the good original it is before and after. */
async function enhance(path: string, good: string, video: Plan["video"]) {
  const bytes = (await stat(path)).size;
  const film = { options: [], source: path, bytes, video, keyframeSeconds: SECONDS };
  const own = { ...work, folder: await mkdtemp(join(work.folder, "attempt-")) };
  const settings = { mode: "auto" } as const;
  const recipe = chooseRecipe(settings, await measureFilm(film, settings, own, "before"));
  const filters = pictureFilters({ ...SAMPLE_PLAN, video, recipe }, 0, video.frames);
  return { recipe, ...(await likeness(path, good, filters)) };
}

async function videoOf(path: string): Promise<Plan["video"]> {
  const { streams } = await ffprobe(path, "-count_packets", "-show_streams");
  const { width, height, r_frame_rate, nb_read_packets } = streams[0];
  const frameRate = parseRational(r_frame_rate);
  if (!frameRate) throw new Error(`no frame rate: ${r_frame_rate}`);
  const frames = Number(nb_read_packets);
  return { ...SAMPLE_PLAN.video, width, height, frameRate, sourceRate: frameRate, frames };
}

/** PSNR and SSIM of all planes to the good original, of the clip as it is and after `filters`. */
async function likeness(path: string, good: string, filters: string) {
  const numbered = "settb=1/1000,setpts=N";
  const graph = [
    "[0:v]split[a][b]",
    `[a]format=yuv420p,${numbered},split[a1][a2]`,
    `[b]${filters},${numbered},split[b1][b2]`,
    `[1:v]format=yuv420p,${numbered},split=4[g1][g2][g3][g4]`,
    "[a1][g1]psnr@before,nullsink;[b1][g2]psnr@after,nullsink",
    "[a2][g3]ssim@before,nullsink;[b2][g4]ssim@after",
  ].join(";");
  const { stderr } = await ffmpeg(["-i", path, "-i", good, "-lavfi", graph, "-f", "null", "-"]);
  const read = (metric: string, at: string, name: string) => {
    const value = new RegExp(`\\[${metric}@${at} .*${name}:(inf|[\\d.]+)`).exec(stderr)?.[1];
    if (value === undefined) throw new Error(`no ${metric} ${at}: ${stderr.slice(-2000)}`);
    return value === "inf" ? 99 : Number(value);
  };
  const of = (at: string): Likeness => ({
    psnr: read("psnr", at, "average"),
    ssim: read("ssim", at, "All"),
  });
  return { before: of("before"), after: of("after") };
}

function tableOf(cases: readonly Case[]): string {
  const lines = cases
    .toSorted((a, b) => (`${a.clip}${a.fault}` < `${b.clip}${b.fault}` ? -1 : 1))
    .map(({ clip, fault, before, after, recipe }) => {
      const verdict = after.psnr > before.psnr && after.ssim > before.ssim ? "closer" : "";
      const { gain, lift, gamma, saturation, red, blue, denoise, deblock, sharpen, deband } =
        recipe;
      const made = { gain, lift, gamma, saturation, red, blue, denoise, deblock, sharpen, deband };
      const changed = Object.entries(made).filter(
        ([name, value]) => value !== (NEUTRAL_AT_0.has(name) ? 0 : 1),
      );
      return [
        clip.padEnd(20),
        fault.padEnd(12),
        `${before.psnr.toFixed(2)} → ${after.psnr.toFixed(2)} dB`,
        `${before.ssim.toFixed(4)} → ${after.ssim.toFixed(4)}`,
        verdict.padEnd(7),
        changed.map(([name, value]) => `${name} ${value}`).join(", "),
      ].join("  ");
    });
  return lines.join("\n");
}

const NEUTRAL_AT_0 = new Set(["lift", "denoise", "deblock", "sharpen", "deband"]);
