// What a report compares are the same moments of source and result, whatever rate the result has.

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { rational } from "../protocol/rational.ts";
import type { Settings } from "../protocol/settings.ts";
import { SAMPLE_PLAN } from "../protocol/testing/samples.ts";
import { comparedIn, joinedPair, measurePairs } from "./compared-pictures.ts";
import { frameBytes } from "./measure-picture.ts";
import { sampleSizeOf } from "./sampling-filters.ts";
import { MINUTE, withService } from "./testing/with-service.ts";

const SIZE = sampleSizeOf({ width: 320, height: 180 });
/** What H.264 may do to a grey picture. */
const CODES = 2;

const here = withService();

/** A grey for each picture, unlike those near it. */
const greyOf = (frame: number) => 40 + ((frame * 37) % 190);
const GREYS = "geq=lum=40+mod(N*37\\,190):cb=128:cr=128";

/** The luma of each picture that the segments have laid aside. */
async function pairsIn(folders: readonly string[]) {
  const pairs = { before: [] as number[], after: [] as number[] };
  for (const folder of folders) {
    const bytes = await readFile(join(here.gateway.folder, folder, "compared.yuv"));
    const count = bytes.length / frameBytes(SIZE);
    const lumas = Array.from({ length: count }, (_, at) => bytes[at * frameBytes(SIZE)] ?? 0);
    pairs.before.push(...lumas.slice(0, count / 2));
    pairs.after.push(...lumas.slice(count / 2));
  }
  return pairs;
}

describe("the pictures that are compared", () => {
  // Settings, pictures of the source, and how many of these a picture of the result stands for.
  const films: [string, Settings, number, number][] = [
    ["of a film at its own rate", { mode: "manual" }, 150, 1],
    ["of one at half its rate", { mode: "manual", fps: 12.5 }, 150, 2],
    ["of one at twice its rate, blended", { mode: "manual", fps: 50, fpsMethod: "blend" }, 30, 0.5],
    ["of one that is short", { mode: "manual" }, 5, 1],
  ];
  it.each(films)(
    "%s are those of the source at the same moments",
    async (name, settings, pictures, step) => {
      const source = await here.clip(
        ...([`${name}.mp4`, "-f", "lavfi", "-i", "color=s=320x180:r=25:d=6"] as const),
        ...["-vf", `format=yuv420p,${GREYS}`, "-frames:v", String(pictures)],
        ...["-c:v", "libx264", "-qp", "0", "-preset", "ultrafast"],
      );
      const { plan, folders, report } = await here.enhance(source, settings);
      const { before, after } = await pairsIn(folders.segments);
      const { frames } = plan.video;
      const count = Math.min(8, frames);
      expect([before.length, after.length]).toEqual([count, count]);
      expect([report.before.frames, report.after.frames]).toEqual([count, count]);
      const shown = Array.from({ length: count }, (_, at) => {
        return Math.floor(((at + 0.5) * frames) / count);
      });
      // Of two that a picture lies between, either one.
      const own = shown.map((frame) => greyOf(Math.floor(frame * step)));
      const next = shown.map((frame) => greyOf(Math.ceil(frame * step)));
      before.forEach((luma, at) => {
        expect([own[at], next[at]]).toContain(luma);
      });
      if (plan.video.fpsMethod === "blend") return;
      after.forEach((luma, at) => {
        expect(Math.abs(luma - (before[at] ?? 0))).toBeLessThanOrEqual(CODES);
      });
    },
    MINUTE,
  );

  // Seconds of film at 25 frames a second.
  const counts = { "0.2": 5, "12": 8, "30": 12, "60": 24, "3600": 24 };
  it.each(Object.entries(counts))("of %s s are %d", (seconds, pictures) => {
    const frames = Number(seconds) * 25;
    const video = { ...SAMPLE_PLAN.video, frames, frameRate: rational(25) };
    const compared = comparedIn(video, "sdr", { first: 0, frames }, here.folder);
    expect(compared).toMatchObject({ pictures });
  });

  it("are in no segment that has none of them, and missing ones fail it for another try", async () => {
    const video = { ...SAMPLE_PLAN.video, frames: 24 * 500 };
    const folder = here.folder;
    expect(comparedIn(video, "sdr", { first: 0, frames: 250 }, folder)).toBeNull();
    const compared = comparedIn(video, "sdr", { first: 250, frames: 250 }, folder);
    expect(compared).toMatchObject({ pictures: 1 });
    if (!compared) return;
    await writeFile(compared.before.path, Buffer.alloc(frameBytes(sampleSizeOf(video))));
    await writeFile(compared.after.path, "");
    await expect(joinedPair(compared, video)).rejects.toMatchObject({ code: "internal" });
  });

  it("are told apart again when those of all segments are joined", async () => {
    const video = { ...SAMPLE_PLAN.video, width: 320, height: 180 };
    const bytes = frameBytes(SIZE);
    // Two segments, of one and of two pictures: black before, white after.
    const [black, white] = [Buffer.alloc(bytes, 16), Buffer.alloc(bytes, 235)];
    const path = join(here.folder, "joined.yuv");
    await writeFile(path, Buffer.concat([black, white, black, black, white, white]));
    const { before, after } = await measurePairs(
      path,
      [{ bytes: 2 * bytes }, { bytes: 4 * bytes }],
      video,
    );
    expect([before.frames, after.frames]).toEqual([3, 3]);
    expect([before.mean, after.mean]).toEqual([0, 1]);
  });
});
