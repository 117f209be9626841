// Samples show what the result will: transparent films upon their matte.

import { execFileSync } from "node:child_process";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { SAMPLE_PLAN } from "../protocol/testing/samples.ts";
import { measurePicture } from "./measure-picture.ts";
import { createPrograms, type Programs } from "./run-ffmpeg.ts";
import { type Film, sampleFrames, samplingOf } from "./sample-picture.ts";
import { keyPictures, pictureSize, stretchPictures } from "./shot-pictures.ts";
import { ffmpeg } from "./testing/clips.ts";
import type { Work } from "./work.ts";

const FRAMES = 50;
/** Larger than what is decoded whole: places are looked at then, several in one graph. */
const LARGE_BYTES = 100 * 1024 * 1024;

let folder: string;
let programs: Programs;
let film: Film;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "reelight-sampling-"));
  const path = (name: string) => execFileSync("which", [name], { encoding: "utf8" }).trim();
  programs = createPrograms({ ffmpeg: path("ffmpeg"), ffprobe: path("ffprobe") });
  const source = join(folder, "transparent.mov");
  // White that nobody sees.
  await ffmpeg([
    ...["-v", "error", "-f", "lavfi", "-i"],
    `color=white@0:s=320x180:r=25:d=${FRAMES / 25},format=argb`,
    ...["-c:v", "qtrle", "-g", "5", source],
  ]);
  const colour = { ...SAMPLE_PLAN.video.colour, matrix: "bt709" };
  const size = { width: 320, height: 180, frames: FRAMES, gopFrames: 5, codec: "qtrle" };
  film = {
    options: ["-protocol_whitelist", "file"],
    source,
    bytes: (await stat(source)).size,
    video: { ...SAMPLE_PLAN.video, ...size, colour, matte: "#00ff00" },
    keyframeSeconds: 0.2,
  };
});
afterAll(() => rm(folder, { recursive: true }));

function work(): Work {
  const [filters, encoders, decoders] = [new Set<string>(), new Set<string>(), new Set<string>()];
  return {
    programs,
    features: { filters, encoders, decoders },
    folder,
    signal: new AbortController().signal,
    progress: () => {},
    log: (line: string) => {
      throw new Error(line);
    },
  };
}

/** Luma of a pure green of 100 % (ITU-R BT.709-6). */
const GREEN = (173 - 16) / 219;

it.each([
  ["whole", {}],
  ["exact", { bytes: LARGE_BYTES }],
])("a transparent film is measured upon its matte, %s", async (how, changed) => {
  const sampled = { ...film, ...changed };
  expect(samplingOf(sampled)).toBe(how);
  const { percentiles, saturation } = measurePicture(await sampleFrames(sampled, work(), how));
  for (const luma of Object.values(percentiles)) expect(luma).toBeCloseTo(GREEN, 2);
  expect(saturation).toBeGreaterThan(0.5);
});

it("its shots are looked for upon its matte", async () => {
  const keys = await keyPictures(film, work());
  const stretch = await stretchPictures(film, { first: 20, frames: 3 }, work());
  expect(keys.length).toBeGreaterThan(0);
  expect(stretch).toHaveLength(3);
  const { width, height } = pictureSize(film.video);
  for (const { bytes } of [...keys, ...stretch]) {
    const [y, u, v] = [0, width * height, (width * height * 5) / 4].map((at) => bytes[at]);
    expect([y, u, v]).toEqual([173, 42, 26]);
  }
});
