import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findFfmpegPair } from "./ffmpeg-pair.mjs";
import { ownFileOptions } from "./input-arguments.ts";
import { hear, measureSound, placesToHear } from "./measure-sound.ts";
import { createPrograms, type Programs } from "./run-ffmpeg.ts";
import { ffmpeg } from "./testing/clips.ts";

const pair = findFfmpegPair(process.env, () => {});
if (!pair) throw new Error("these tests need ffmpeg and ffprobe");

let programs: Programs;
let folder: string;
const heard: string[] = [];
const work = () => ({
  programs,
  signal: new AbortController().signal,
  log: (line: string) => heard.push(line),
});

beforeAll(async () => {
  programs = createPrograms(pair);
  folder = await mkdtemp(join(tmpdir(), "reelight-ears-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, graph: string, codec = "aac") {
  const source = join(folder, name);
  await ffmpeg(["-v", "error", "-f", "lavfi", "-i", graph, "-c:a", codec, source]);
  return { options: ownFileOptions(), source, bytes: (await stat(source)).size };
}

describe("listening", () => {
  it("tells what EBU Tech 3341 says of its first signal", async () => {
    // 1 kHz at −23 dBFS on both channels, 20 s, is −23 LUFS ± 0.1; so loud a sine peaks at that.
    const tone = "aevalsrc='0.0708*sin(2000*PI*t)|0.0708*sin(2000*PI*t)':s=48000:d=20";
    const measures = await measureSound(await file("tone.mov", tone, "pcm_s16le"), 0, 20, work());
    expect(Math.abs((measures.loudness ?? 0) + 23)).toBeLessThanOrEqual(0.11);
    expect(Math.abs((measures.truePeak ?? 0) + 23)).toBeLessThanOrEqual(0.11);
    expect(measures.range).toBeLessThan(0.2);
    expect(measures.seconds).toBeCloseTo(20, 1);
  });

  it.each([
    ["2.0 and 5.1", ["stereo", "5.1"]],
    ["5.1 and 2.0", ["5.1", "stereo"]],
  ])("hears all of a track that changes its channels: %s", async (name, layouts) => {
    // 1 kHz at −10.5 dBFS on left and right, and 12 dB below that with three more behind it: both
    // count for loudness, and the loud one has the peak wherever it stands.
    const tone = (level: number) => `${level}*sin(2000*PI*t)`;
    const parts = layouts.map(async (layout, at) => {
      const [level, channels] = layout === "stereo" ? [0.3, 2] : [0.075, 6];
      const exprs = Array.from({ length: channels }, (_, nth) => (nth === 3 ? "0" : tone(level)));
      const path = join(folder, `${name} ${at}.ts`);
      const graph = `aevalsrc='${exprs.join("|")}':c=${layout}:s=48000:d=6`;
      const offset = ["-output_ts_offset", String(6 * at)];
      await ffmpeg(["-v", "error", "-f", "lavfi", "-i", graph, "-c:a", "ac3", ...offset, path]);
      return readFile(path);
    });
    const source = join(folder, `${name}.ts`);
    await writeFile(source, Buffer.concat(await Promise.all(parts)));
    const bytes = (await stat(source)).size;
    const { measures } = await hear({ options: ["-f", "mpegts"], source, bytes }, 0, 12, work());
    // The parts alone are at −10.5 and −18 LUFS: (10^-1.05 + 10^-1.8) / 2 is −12.8.
    expect(measures.loudness).toBeCloseTo(-12.8, 0);
    expect(measures.truePeak).toBeCloseTo(-10.5, 0);
    expect(measures.range).toBeCloseTo(7.4, 0);
    expect(measures.seconds).toBeCloseTo(12, 0);
  });

  it("hears nothing in silence, and nothing broken", async () => {
    const found = await hear(await file("silence.mp4", "anullsrc=d=3"), 0, 3, work());
    expect(found.measures).toMatchObject({ loudness: null, range: null, truePeak: null });
    expect(found).toMatchObject({ decodable: true, damaged: false });
  });

  it("hears runs of a long track as it hears all of it", async () => {
    const swell = "anoisesrc=r=16000:d=400:seed=3,volume='0.02+0.3*pow(sin(t/9),2)':eval=frame";
    const track = await file("long.mp4", swell);
    const runs = await measureSound(track, 0, 400, work());
    const whole = await measureSound(track, 0, 100, work());
    expect(runs.seconds).toBeCloseTo(120, 0);
    expect(whole.seconds).toBeCloseTo(400, 0);
    expect(Math.abs((runs.loudness ?? 0) - (whole.loudness ?? 0))).toBeLessThan(0.5);
  }, 30_000);

  it("finds sound that lies between the runs of a long film", async () => {
    const source = join(folder, "between.mp4");
    const inputs = ["color=s=16x16:r=1:d=200", "sine=d=3"];
    await ffmpeg([
      ...["-v", "error", ...inputs.flatMap((graph) => ["-f", "lavfi", "-i", graph])],
      ...["-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", source],
    ]);
    const file = { options: ownFileOptions(), source, bytes: (await stat(source)).size };
    const found = await hear(file, 1, 200, work());
    expect(found).toMatchObject({ decodable: true, damaged: false });
    expect(found.measures.seconds).toBeCloseTo(3, 0);
    expect(found.measures.loudness).not.toBeNull();
  });

  it("says so where it cannot, and does not fail", async () => {
    const track = await file("no-such-track.mp4", "anullsrc=d=1");
    const found = await hear(track, 7, 1, work());
    expect(found).toMatchObject({ decodable: false, measures: { loudness: null, seconds: 0 } });
    expect(heard.at(-1)).toMatch(/^track 7 was not heard/);
  });

  it("spreads the runs over the film, and never past its end", () => {
    expect(placesToHear(1, 180)).toEqual([[]]);
    expect(placesToHear(1e9, 100)).toEqual([[]]);
    for (const [bytes, duration] of [
      [1e9, 150],
      [1, 7200],
    ] as const) {
      const starts = placesToHear(bytes, duration).map((place) => Number(place[1]));
      expect(starts).toHaveLength(12);
      expect(Math.min(...starts)).toBeGreaterThan(0);
      expect(Math.max(...starts) + 10).toBeLessThanOrEqual(duration);
    }
  });
});
