// Segments are made apart, and joined they must not tell: before the encoder their frames are those
// of one process bit for bit. How they compare when encoded is asked in e2e/segments.test.ts.

import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Settings } from "../protocol/settings.ts";
import { inputArguments } from "./encode.ts";
import { pictureFilters } from "./picture-filters.ts";
import { ffmpeg, frameHashes } from "./testing/clips.ts";
import { MINUTE, withService } from "./testing/with-service.ts";

/** Every step that looks at one frame alone. `auto` might choose others, by what it measures. */
const SPATIAL: Settings = {
  ...{ mode: "manual", contrast: 1.1, saturation: 1.1, temperature: 6000, denoise: "off" },
  ...{ sharpen: 0.3, deband: 0.3 },
};
/** Pieces that a real film is cut into: each cut is a chance to be wrong. */
const PIECES = 7;
/** Seconds of a real film that are looked at: as many cuts as in a longer one. */
const LENGTH = 8;

const here = withService();

describe("frames of joined segments", () => {
  /** Filtered frames of the plan's segments, and of one process; both before the encoder. */
  async function bothWays(path: string, settings: Settings) {
    const source = await here.gateway.source(path);
    const plan = await here.analyse(path, settings);
    const { streamIndex, frames } = plan.video;
    const range = async (first: number, count: number) => {
      const input = inputArguments(plan, first, source, 1);
      const quiet = input.filter((arg) => !["-progress", "pipe:2", "-nostats"].includes(arg));
      const filters = pictureFilters(plan, first, count);
      const output = ["-map", `0:${streamIndex}`, "-vf", filters, "-fps_mode", "passthrough"];
      return frameHashes([...quiet, "-i", source.url, ...output, "-frames:v", `${count}`]);
    };
    const apart: string[] = [];
    const step = Math.max(Math.round(plan.video.gopFrames * 0.7), Math.ceil(frames / PIECES));
    for (let first = 0; first < frames; first += step) {
      apart.push(...(await range(first, Math.min(step, frames - first))));
    }
    return { one: await range(0, frames), apart, frames };
  }

  it(
    "equal one pass bit for bit: variable rate, a late start, 24 to 30",
    async () => {
      const path = join(here.folder, "variable.mkv");
      await ffmpeg([
        ...["-v", "error", "-f", "lavfi", "-i", "testsrc2=s=160x90:r=24:d=14"],
        ...["-vf", "select='not(eq(mod(n,7),3))*not(between(n,200,260))',setpts=PTS+1.234/TB"],
        ...["-fps_mode", "vfr", "-c:v", "libx264", "-g", "60", "-bf", "3", path],
      ]);
      for (const settings of [SPATIAL, { mode: "seed", fps: 30 }] as const) {
        const { one, apart, frames } = await bothWays(path, settings);
        expect(one).toHaveLength(frames);
        expect(apart).toEqual(one);
      }
    },
    MINUTE,
  );

  it(
    "equal one pass bit for bit: an MPEG stream, which has no index to seek in",
    async () => {
      const path = join(here.folder, "stream.ts");
      await ffmpeg([
        ...["-v", "error", "-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=12"],
        ...["-c:v", "libx264", "-g", "60", "-bf", "3", path],
      ]);
      const { one, apart } = await bothWays(path, SPATIAL);
      expect(one).toHaveLength(300);
      expect(apart).toEqual(one);
    },
    MINUTE,
  );

  it(
    "equal one pass bit for bit: another rate than an AVI's, whose ticks are frames",
    async () => {
      const path = join(here.folder, "ticks.avi");
      await ffmpeg([
        ...["-v", "error", "-f", "lavfi", "-i", "testsrc2=s=160x90:r=30000/1001:d=12"],
        ...["-c:v", "mpeg4", "-q:v", "4", "-g", "40", path],
      ]);
      const { one, apart } = await bothWays(path, { mode: "manual", fps: 25 });
      expect(one).toHaveLength(300);
      expect(apart).toEqual(one);
    },
    MINUTE,
  );

  it(
    "equal one pass bit for bit: a gateway that breaks off",
    async () => {
      const path = join(here.folder, "broken-off.mp4");
      await ffmpeg([
        ...["-v", "error", "-f", "lavfi", "-i", "testsrc2=s=640x360:r=25:d=6,noise=alls=30"],
        ...["-c:v", "libx264", "-preset", "ultrafast", "-crf", "15", path],
      ]);
      here.gateway.cuts = 20;
      const { one, apart } = await bothWays(path, SPATIAL);
      expect(here.gateway.cuts).toBe(0);
      expect(one).toHaveLength(150);
      expect(apart).toEqual(one);
    },
    MINUTE,
  );

  it.each([
    ["flower.mp4", {}],
    ["friday.mp4", { fps: 24 }],
    ["rotate-bbb.mp4", {}],
    ["flower.webm", { fps: 30 }],
    ["cockatoo.mp4", {}],
    ["bbb-480p-30s.mp4", { fps: 30 }],
  ])(
    "equal one pass bit for bit: %s",
    async (name, settings) => {
      const path = await here.realStart(name, LENGTH);
      if (!path) return;
      const { one, apart, frames } = await bothWays(path, { ...SPATIAL, ...settings });
      expect(one).toHaveLength(frames);
      expect(apart).toEqual(one);
    },
    MINUTE,
  );
});
