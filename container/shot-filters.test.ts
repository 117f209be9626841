import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Plan, Tone } from "../protocol/enhancement.ts";
import { NEUTRAL_RECIPE, SAMPLE_PLAN } from "../protocol/testing/samples.ts";
import { pictureFilters } from "./picture-filters.ts";
import { shotToneFilters } from "./shot-filters.ts";
import { ffmpeg, frameHashes } from "./testing/clips.ts";

const MINUTE = 60_000;
const NEUTRAL: Tone = { gain: 1, lift: 0, gamma: 1, saturation: 1, red: 1, blue: 1 };
const DARKER: Tone = { ...NEUTRAL, gain: 0.8 };
const BRIGHTER: Tone = { ...NEUTRAL, gain: 1.3, gamma: 1.1, red: 1.05 };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "reelight-shots-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Recipe whose shots have these lengths and tones. */
function recipeOf(...shots: [frames: number, tone: Tone][]): Plan["recipe"] {
  let firstFrame = 0;
  const placed = shots.map(([frames, tone]) => {
    firstFrame += frames;
    return { ...tone, firstFrame: firstFrame - frames, frames };
  });
  return { ...NEUTRAL_RECIPE, shots: placed };
}

describe("filters of shots", () => {
  const { video } = SAMPLE_PLAN;
  const recipe = recipeOf([70, DARKER], [50, NEUTRAL], [80, BRIGHTER], [50, DARKER]);
  const at = (first: number, frames: number) => shotToneFilters(recipe, video, first, frames);

  it("are the recipe's own tone without shots, plain inside one, and none where it is neutral", () => {
    const own = shotToneFilters({ ...NEUTRAL_RECIPE, ...DARKER }, video, 0, 250);
    expect(own).toHaveLength(1);
    expect(own[0]).not.toContain("enable");
    expect(at(0, 70)).toEqual(own);
    expect(at(70, 50)).toEqual([]);
  });

  it("name the frames of each tone, half a frame around them", () => {
    const [dark, ...more] = at(0, 100);
    expect(more).toEqual([]);
    expect(dark).toMatch(/:enable=between\(t\\,-0\.020000\\,2\.780000\)$/);
  });

  it("are one set for each tone, however often it comes again", () => {
    const all = at(0, 250);
    expect(all.filter((filter) => filter.startsWith("lutyuv"))).toHaveLength(2);
    expect(all.find((filter) => filter.includes("+between("))).toContain("between(t\\,7.980000");
  });
});

describe("frames of shots", () => {
  const RATE = { num: 30_000, den: 1001 };
  const FRAMES = 240;

  function planOf(recipe: Plan["recipe"]): Plan {
    const video = { ...SAMPLE_PLAN.video, width: 160, height: 90, frames: FRAMES };
    return { ...SAMPLE_PLAN, recipe, video: { ...video, frameRate: RATE, sourceRate: RATE } };
  }
  async function clip(graph: string): Promise<string> {
    const path = join(folder, `${graph.slice(0, 5)}.mp4`);
    const source = `${graph}s=160x90:r=30000/1001:d=9,format=yuv420p`;
    const input = ["-v", "error", "-f", "lavfi", "-i", source, "-frames:v", `${FRAMES}`];
    await ffmpeg([...input, "-c:v", "libx264", "-preset", "ultrafast", "-g", "30", path]);
    return path;
  }
  const filtered = (path: string, plan: Plan, first: number, frames: number, more = "") => {
    const seek = (first * RATE.den) / RATE.num - 1.5;
    const to = seek > 0 ? ["-ss", seek.toFixed(6), "-noaccurate_seek"] : [];
    const filters = pictureFilters(plan, first, frames) + more;
    return [
      "-v",
      "error",
      "-copyts",
      ...to,
      "-i",
      path,
      "-vf",
      filters,
      "-fps_mode",
      "passthrough",
    ];
  };

  it(
    "get exactly one tone each",
    async () => {
      const recipe = recipeOf([70, DARKER], [50, NEUTRAL], [1, BRIGHTER], [119, DARKER]);
      const path = await clip("color=c=0x808080:");
      const args = filtered(path, planOf(recipe), 0, FRAMES, ",signalstats,metadata=print:file=-");
      const { stdout } = await ffmpeg([...args, "-f", "null", "-"]);
      const lumas = [...stdout.matchAll(/\.YAVG=([\d.]+)/g)].map((match) => Number(match[1]));
      // Grey 0x808080 is 126 of 16…235. A frame that got two tones, or none, has another luma.
      const shown = (gain: number, gamma: number) =>
        16 + 219 * (((126 - 16) / 219) * gain) ** (1 / gamma);
      const expected = [
        ...new Array<number>(70).fill(shown(0.8, 1)),
        ...new Array<number>(50).fill(126),
        shown(1.3, 1.1),
        ...new Array<number>(119).fill(shown(0.8, 1)),
      ];
      expect(lumas).toHaveLength(FRAMES);
      const wrong = lumas.flatMap((luma, at) =>
        Math.abs(luma - (expected[at] ?? 0)) > 1.5 ? [at] : [],
      );
      expect(wrong).toEqual([]);
    },
    MINUTE,
  );

  it.each([
    ["8 bit", [DARKER, NEUTRAL, { ...NEUTRAL, gamma: 1.1 }]],
    ["10 bit", [DARKER, NEUTRAL, { ...NEUTRAL, gain: 1.35, gamma: 1.4, blue: 0.95 }]],
  ] as const)(
    "are the same bit for bit in segments and in one pass: %s",
    async (_, [first, second, third]) => {
      const path = await clip("testsrc2=");
      const plan = planOf(recipeOf([71, first], [60, second], [109, third]));
      const one = await frameHashes(filtered(path, plan, 0, FRAMES));
      const apart: string[] = [];
      // One segment has a cut inside, one begins at a cut, one lies in a neutral shot.
      for (const [from, count] of [
        [0, 50],
        [50, 40],
        [90, 41],
        [131, 109],
      ] as const) {
        apart.push(...(await frameHashes(filtered(path, plan, from, count))));
      }
      expect(one).toHaveLength(FRAMES);
      expect(apart).toEqual(one);
    },
    MINUTE,
  );
});
