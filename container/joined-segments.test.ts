// Segments are made apart, and joined they must not tell: before the encoder their frames are those
// of one process bit for bit, encoded they are as faithful and as large.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Settings } from "../protocol/settings.ts";
import { inputArguments } from "./encode.ts";
import { pictureFilters } from "./picture-filters.ts";
import { base, finish, runChain } from "./testing/chain.ts";
import { ffmpeg, ffprobe, frameHashes, realClip } from "./testing/clips.ts";
import { type Gateway, startGateway } from "./testing/gateway.ts";
import { type Service, startService } from "./testing/service.ts";

const MINUTE = 60_000;
/** Every step that looks at one frame alone. `auto` might choose others, by what it measures. */
const SPATIAL: Settings = {
  ...{ mode: "manual", contrast: 1.1, saturation: 1.1, temperature: 6000, denoise: "off" },
  ...{ sharpen: 0.3, deband: 0.3 },
};
/** Pieces that a real film is cut into: each cut is a chance to be wrong. */
const PIECES = 7;

let gateway: Gateway;
let service: Service;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "reelight-segments-"));
  [gateway, service] = await Promise.all([startGateway(), startService()]);
}, MINUTE);
afterAll(async () => {
  await service?.stop();
  await gateway?.close();
  await rm(folder, { recursive: true });
});

describe("frames of joined segments", () => {
  /** Filtered frames of the plan's segments, and of one process; both before the encoder. */
  async function bothWays(path: string, settings: Settings) {
    const source = await gateway.source(path);
    const analysed = await finish(service, { ...base(source), kind: "analyse", settings });
    if (analysed.kind !== "analyse") throw new Error("another kind of result");
    const { plan } = analysed;
    const { streamIndex, frames } = plan.video;
    const range = async (first: number, count: number) => {
      const input = inputArguments(plan, first, source);
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
      const path = join(folder, "variable.mkv");
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
      const path = join(folder, "stream.ts");
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
      const path = join(folder, "ticks.avi");
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
      const path = join(folder, "broken-off.mp4");
      await ffmpeg([
        ...["-v", "error", "-f", "lavfi", "-i", "testsrc2=s=640x360:r=25:d=6,noise=alls=30"],
        ...["-c:v", "libx264", "-preset", "ultrafast", "-crf", "15", path],
      ]);
      gateway.cuts = 20;
      const { one, apart } = await bothWays(path, SPATIAL);
      expect(gateway.cuts).toBe(0);
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
      const path = realClip(name);
      if (!path) return;
      const { one, apart, frames } = await bothWays(path, { ...SPATIAL, ...settings });
      expect(one).toHaveLength(frames);
      expect(apart).toEqual(one);
    },
    MINUTE,
  );
});

describe("joined segments, encoded", () => {
  it(
    "are as faithful as one pass and as large, within 2 % and 0.001 SSIM",
    async () => {
      const path = realClip("bbb-480p-30s.mp4");
      if (!path) return;
      const { file, plan, report } = await runChain(service, gateway, await gateway.source(path), {
        mode: "manual",
      });
      const once = join(folder, "once.mp4");
      const filters = pictureFilters(plan, 0, plan.video.frames);
      await ffmpeg(["-v", "error", "-i", path, "-an", "-vf", filters, ...report.encoder, once]);
      const pictureBytes = async (of: string) => {
        const { streams } = await ffprobe(
          of,
          "-show_entries",
          "stream=codec_type,bit_rate,duration",
        );
        return Number(streams[0].bit_rate) * Number(streams[0].duration);
      };
      const likeness = async (of: string) => {
        const graph = `[0:v]settb=1/24,setpts=N[a];[1:v]${filters},settb=1/24,setpts=N[b];[a][b]ssim`;
        const { stderr } = await ffmpeg([
          ...["-i", of, "-copyts", "-i", path, "-filter_complex", graph, "-f", "null", "-"],
        ]);
        return Number(/All:([\d.]+)/.exec(stderr)?.[1]);
      };
      const bytes = (await pictureBytes(file)) / (await pictureBytes(once));
      expect(Math.abs(bytes - 1)).toBeLessThan(0.02);
      const [joined, single] = [await likeness(file), await likeness(once)];
      expect(joined).toBeGreaterThan(0.98);
      expect(Math.abs(joined - single)).toBeLessThan(0.001);
    },
    MINUTE,
  );
});
