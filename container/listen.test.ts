import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SoundContentSchema } from "../protocol/content.ts";
import { listen } from "./listen.ts";
import { base } from "./testing/chain.ts";
import { ffmpeg, realClip } from "./testing/clips.ts";
import { type Gateway, startGateway } from "./testing/gateway.ts";
import { startWork, type TestWork } from "./testing/work.ts";

let gateway: Gateway;
let work: TestWork;

beforeAll(async () => {
  [gateway, work] = await Promise.all([startGateway(), startWork()]);
});
afterAll(() => Promise.all([gateway.close(), work.remove()]));

async function sourceOf(path: string) {
  const source = await gateway.source(path);
  return path.endsWith(".webm") ? { ...source, demuxer: "matroska" as const } : source;
}

async function heard(path: string, streamIndex: number) {
  const job = { ...base(await sourceOf(path)), kind: "listen" as const, streamIndex };
  const { sound } = await listen(job, work);
  return sound && SoundContentSchema.parse(sound);
}

/** A film with this sound as its stream 1. */
async function film(name: string, graph: string, codec = "pcm_s16le", ...options: string[]) {
  const path = join(work.folder, name);
  await ffmpeg([
    ...["-v", "error", "-f", "lavfi", "-i", "color=s=16x16:r=5:d=1", ...options],
    ...["-f", "lavfi", "-i", graph, "-c:v", "libx264", "-preset", "ultrafast", "-c:a", codec, path],
  ]);
  return path;
}

/** What ffmpeg's own filters say of stream `index` when nothing else listens. */
async function alone(path: string, index: number, filters: string): Promise<string> {
  const { stderr } = await ffmpeg([
    ...["-nostats", "-copyts", "-i", path, "-map", `0:${index}`, "-af", filters, "-f", "null", "-"],
  ]);
  return stderr;
}
const lastNumber = (text: string, pattern: RegExp) =>
  Number([...text.matchAll(pattern)].at(-1)?.[1]);

describe("listening to a film", () => {
  it.each([
    ["friday.mp4", 0],
    ["bbb-480p-30s.mp4", 1],
    ["failing-audio.mp4", 1],
    ["cam-sony-a7m3.mts", 1],
  ])(
    "tells of %s what ffmpeg's own filters tell",
    async (name, index) => {
      const path = realClip(name);
      if (!path) return;
      const sound = await heard(path, index);
      const loud = await alone(path, index, "ebur128=peak=true+sample:framelog=verbose");
      expect(sound?.loudness).toBeCloseTo(lastNumber(loud, /\bI: +(\S+) LUFS/g), 1);
      expect(sound?.loudnessRange).toBeCloseTo(lastNumber(loud, /\bLRA: +(\S+) LU\n/g), 1);
      expect(sound?.truePeak).toBeCloseTo(lastNumber(loud, /True peak:\n\s+Peak: +(\S+) dBFS/g), 1);
      const peak = lastNumber(loud, /Sample peak:\n\s+Peak: +(\S+) dBFS/g);
      expect(Math.abs((sound?.samplePeak ?? 0) - peak)).toBeLessThanOrEqual(0.051);
      const quiet = await alone(path, index, "silencedetect=noise=-50dB:duration=1");
      const ends = [...quiet.matchAll(/silence_(start|end): (\S+)/g)].map(([, , time]) =>
        Number(time),
      );
      expect(sound?.silence.flatMap(({ start, end }) => [start, end])).toEqual(ends);
      const levels = await alone(path, index, "astats=measure_perchannel=none");
      expect(Math.abs((sound?.rms ?? 0) - lastNumber(levels, /RMS level dB: (\S+)/g))).toBeLessThan(
        0.01,
      );
    },
    60_000,
  );

  it("finds clipping, and what a second channel adds", async () => {
    const sine = (level: number) => `${level}*sin(2*PI*220*t)`;
    const graph = (...exprs: string[]) => `aevalsrc='${exprs.join("|")}':s=48000:d=4`;
    const [clipped, equal, against, dead] = [
      await heard(await film("clipped.mov", graph(sine(3))), 1),
      await heard(await film("equal.mp4", graph(sine(0.4), sine(0.4)), "aac"), 1),
      await heard(await film("against.mov", graph(sine(0.4), sine(-0.4))), 1),
      await heard(await film("dead.mp4", graph(sine(0.4), "0"), "aac"), 1),
    ];
    // The share of a sine of three times full scale that lies beyond it.
    const share = 1 - (2 / Math.PI) * Math.asin(1 / 3);
    expect((clipped?.clippedSamples ?? 0) / (4 * 48_000)).toBeCloseTo(share, 2);
    expect(clipped).toMatchObject({ dualMono: null, phase: null, samplePeak: 0 });
    expect(equal).toMatchObject({ clippedSamples: 0, dualMono: true, phase: 1, deadChannels: [] });
    expect(against).toMatchObject({ dualMono: false, phase: -1 });
    expect(dead).toMatchObject({ dualMono: null, phase: null, deadChannels: [1] });
  }, 30_000);

  it("puts all on the file's own clock", async () => {
    const beeps = "aevalsrc='0.5*sin(2*PI*440*t)*lt(mod(t,4),2)':s=44100:d=8";
    const sound = await heard(await film("late.mkv", beeps, "pcm_s16le", "-itsoffset", "3"), 1);
    expect(sound?.seconds).toBeCloseTo(8, 2);
    expect(sound?.silence.map(({ start, end }) => [Math.round(start), Math.round(end)])).toEqual([
      ...[
        [5, 7],
        [9, 11],
      ],
    ]);
    expect(sound?.waveform.start).toBeCloseTo(3, 2);
    expect(sound?.series).toMatchObject({ step: 1, values: expect.any(Array) });
    expect(sound?.series.values).toHaveLength(8);
    const at = (seconds: number) =>
      sound?.waveform.values[Math.floor((seconds - 3) / (sound?.waveform.step ?? 1))];
    expect([at(4), at(6), at(8), at(10)]).toEqual([
      expect.closeTo(0.5, 2),
      0,
      expect.closeTo(0.5, 2),
      0,
    ]);
  }, 30_000);

  it("tells of silence what there is to tell", async () => {
    const sound = await heard(await film("silent.mp4", "anullsrc=d=2", "aac"), 1);
    expect(sound).toMatchObject({
      ...{ loudness: null, loudnessRange: null, truePeak: null, samplePeak: null, rms: null },
      ...{ deadChannels: [0, 1], clippedSamples: 0, dcOffset: 0, damaged: false },
    });
    expect(sound?.silence).toHaveLength(1);
  }, 30_000);

  it("leaves out what cannot be decoded, and is null where nothing can", async () => {
    const path = await film("whole.mp4", "sine=d=4", "aac", "-t", "4");
    const bytes = await readFile(path);
    const data = bytes.indexOf("mdat") + 4;
    const end = bytes.indexOf("moov") - 4;
    const share = (of: number) => Math.round(data + (end - data) * of);
    bytes.fill(0xff, share(0.4), share(0.6));
    const damaged = join(work.folder, "damaged.mp4");
    await writeFile(damaged, bytes);
    const sound = await heard(damaged, 1);
    expect(sound).toMatchObject({ damaged: true, loudness: expect.any(Number) });
    expect(sound?.seconds).toBeGreaterThan(1);
    bytes.fill(0xff, data, end);
    const lost = join(work.folder, "lost.mp4");
    await writeFile(lost, bytes);
    expect(await heard(lost, 1)).toBeNull();
    // A picture is no sound, and there is no stream 7.
    expect(await heard(path, 0)).toBeNull();
    expect(await heard(path, 7)).toBeNull();
  }, 30_000);
});
