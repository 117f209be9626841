import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Plan } from "../protocol/enhancement.ts";
import { SAMPLE_PLAN } from "../protocol/testing/samples.ts";
import { findFfmpegPair } from "./ffmpeg-pair.mjs";
import { fixedBytes } from "./fixed-bytes.ts";
import { createPrograms } from "./run-ffmpeg.ts";
import { ffmpeg } from "./testing/clips.ts";
import { type Gateway, startGateway } from "./testing/gateway.ts";

const pair = findFfmpegPair(process.env, () => {});
if (!pair) throw new Error("these tests need ffmpeg and ffprobe");
const programs = createPrograms(pair);

const SECONDS = 30;
const TRACKS = [1, 2, 3];
const [sound] = SAMPLE_PLAN.audio;
if (!sound) throw new Error("a sample has sound");
const plan: Plan = {
  ...SAMPLE_PLAN,
  video: { ...SAMPLE_PLAN.video, frames: SECONDS * 25 },
  // Matroska does not tell their rates.
  audio: TRACKS.map((streamIndex) => ({ ...sound, streamIndex, method: "copy", bitrate: 1 })),
};
const probed = {
  streams: [0, ...TRACKS].map((index) => ({ index, codec_type: "", time_base: "1/1000" })),
};

let gateway: Gateway;
let folder: string;
let path: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "reelight-fixed-"));
  gateway = await startGateway();
  path = join(folder, "tracks.mkv");
  const noise = `anoisesrc=d=${SECONDS}:seed=1`;
  await ffmpeg([
    ...["-v", "error", "-f", "lavfi", "-i", `color=s=16x16:r=25:d=${SECONDS}`],
    ...["-f", "lavfi", "-i", noise, "-map", "0", ...TRACKS.flatMap(() => ["-map", "1"])],
    ...["-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", "-b:a", "96k", path],
  ]);
});
afterAll(async () => {
  await gateway.close();
  await rm(folder, { recursive: true });
});

/** The bound for a source of that many bytes, as far as anyone can tell, and what ffprobe was asked. */
async function bound(bytes: number) {
  const asked: string[] = [];
  const counted: typeof programs = {
    ...programs,
    ffprobe: (run) => {
      asked.push(run.args.join(" "));
      return programs.ffprobe(run);
    },
  };
  const { signal } = new AbortController();
  const features = { filters: new Set<string>(), encoders: new Set<string>() };
  const work = {
    ...{ programs: counted, signal, folder, progress: () => {}, log: () => {} },
    features: { ...features, decoders: new Set<string>() },
  };
  const source = { ...(await gateway.source(path)), bytes };
  return { asked, bytes: await fixedBytes(plan, probed, source, work) };
}

it("counts all tracks that are kept in one reading, of a large file at its beginning", async () => {
  const { size } = await stat(path);
  const whole = await bound(size);
  expect(whole.asked).toHaveLength(1);
  const large = await bound(10 * 1024 ** 3);
  expect(large.asked).toHaveLength(1);
  expect(large.asked[0]).toMatch(/-read_intervals %\+\d+ /);
  // Tracks of 96 kbit/s whose rates nobody tells: both bounds hold them, and not far off.
  const tracks = TRACKS.length * SECONDS * (96_000 / 8);
  expect(whole.bytes).toBeGreaterThan(tracks * 0.9);
  expect(large.bytes).toBeGreaterThan(whole.bytes);
  expect(large.bytes).toBeLessThan(whole.bytes * 1.4);
});
