import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mostTelling, poster } from "./poster.ts";
import { base } from "./testing/chain.ts";
import { ffmpeg, ffprobe, realClip } from "./testing/clips.ts";
import { type Gateway, startGateway } from "./testing/gateway.ts";
import { startWork, type TestWork } from "./testing/work.ts";

let gateway: Gateway;

beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

/** The poster of a film, and the mean and deviation of its luma, 0…255. */
async function posterOf(path: string) {
  const work: TestWork = await startWork();
  const job = base(await gateway.source(path));
  const output = { url: `${gateway.url}/out/${job.id}` };
  const result = await poster({ ...job, kind: "poster", output }, work);
  await work.remove();
  if (!result.file) return { ...result, jpeg: null, mean: 0, deviation: 0 };
  const jpeg = join(gateway.folder, "out", job.id, result.file.name);
  expect((await readFile(jpeg)).length).toBe(result.file.bytes);
  const { streams } = await ffprobe(jpeg, "-show_streams");
  expect(streams[0]).toMatchObject({
    ...{ codec_name: "mjpeg", width: result.width, height: result.height },
  });
  const { stderr } = await ffmpeg(["-i", jpeg, "-vf", "format=gray,showinfo", "-f", "null", "-"]);
  const [, mean, deviation] = /mean:\[(\d+)[^\]]*\] stdev:\[([\d.]+)/.exec(stderr) ?? [];
  return { ...result, jpeg, mean: Number(mean), deviation: Number(deviation) };
}

/** Colours of single points of a picture, 0…255. */
async function pixels(path: string, ...places: [x: number, y: number][]) {
  const out = `${path}.rgb`;
  await ffmpeg(["-v", "error", "-i", path, "-f", "rawvideo", "-pix_fmt", "rgb24", out]);
  const { streams } = await ffprobe(path, "-show_streams");
  const bytes = await readFile(out);
  return places.map(([x, y]) => [...bytes.subarray((y * streams[0].width + x) * 3).subarray(0, 3)]);
}

async function film(name: string, graph: string, ...options: string[]) {
  const work = join(gateway.folder, name);
  await ffmpeg([
    ...["-v", "error", "-f", "lavfi", "-i", graph, "-c:v", "libx264", "-preset", "ultrafast"],
    ...[...options, work],
  ]);
  return work;
}

describe("a poster", () => {
  it("is of a film that begins black no black one, with key frames later on or without", async () => {
    const graph = "testsrc2=s=1280x720:r=25:d=6,fade=in:20:25";
    const some = await posterOf(await film("black.mp4", graph, "-g", "25"));
    const none = await posterOf(await film("one.mp4", graph, "-g", "999", "-sc_threshold", "0"));
    for (const { at, mean, deviation, width, height } of [some, none]) {
      expect(at).toBeGreaterThan(1);
      expect(mean).toBeGreaterThan(60);
      expect(deviation).toBeGreaterThan(40);
      expect([width, height]).toEqual([960, 540]);
    }
    // The first key frame that is not in the fade lies at 2 s.
    expect(some.at % 1).toBeCloseTo(0, 3);
    expect(some.at).toBeGreaterThanOrEqual(2);
  }, 30_000);

  it("tells its time on the file's own clock", async () => {
    const options = ["-g", "25", "-output_ts_offset", "40"];
    const { at } = await posterOf(await film("late.ts", "testsrc2=s=320x180:r=25:d=4", ...options));
    expect(at).toBeGreaterThanOrEqual(40);
    expect(at).toBeLessThan(46);
  }, 30_000);

  it("is upright, in square pixels, and never enlarged", async () => {
    const upright = "color=blue:s=320x180:r=5:d=2,drawbox=x=0:y=0:w=160:h=90:c=red:t=fill";
    const flat = await film("flat.mp4", upright);
    const turned = join(gateway.folder, "turned.mp4");
    await ffmpeg(["-v", "error", "-i", flat, "-c", "copy", "-metadata:s:v", "rotate=270", turned]);
    const { jpeg, width, height } = await posterOf(turned);
    expect([width, height]).toEqual([180, 320]);
    const { stderr } = await ffmpeg(["-i", turned, "-frames:v", "1", "-y", `${turned}.png`]);
    expect(stderr).toContain("png");
    const corners: [number, number][] = [
      [20, 20],
      [160, 20],
      [20, 300],
      [160, 300],
    ];
    const [shown, expected] = [
      await pixels(jpeg ?? "", ...corners),
      await pixels(`${turned}.png`, ...corners),
    ];
    for (const [at, colour] of shown.entries()) {
      const isRed = ([red = 0, , blue = 0]: number[]) => red > blue;
      expect(isRed(colour)).toBe(isRed(expected[at] ?? []));
    }
    expect(shown.filter(([red = 0]) => red > 128)).toHaveLength(1);
    const wide = await posterOf(await film("wide.mp4", "testsrc2=s=320x240:r=5:d=1,setsar=2"));
    expect([wide.width, wide.height]).toEqual([640, 240]);
  }, 30_000);

  it.each([
    ["hdr10-av1.mp4", 60, 200],
    ["hlg10.mp4", 60, 200],
    ["alpha.webm", 20, 200],
    ["rotate-bbb.mp4", 25, 200],
    ["no-initial-keyframe.ts", 25, 230],
  ])(
    "of %s has an ordinary brightness",
    async (name, least, most) => {
      const path = realClip(name);
      if (!path) return;
      const { mean, deviation, width, height, file } = await posterOf(path);
      expect(mean).toBeGreaterThan(least);
      expect(mean).toBeLessThan(most);
      expect(deviation).toBeGreaterThan(6);
      expect(Math.max(width, height)).toBeLessThanOrEqual(960);
      expect(file?.bytes).toBeLessThan(400_000);
    },
    30_000,
  );

  it("does not believe a duration, and is null where nothing can be decoded", async () => {
    const path = await film("whole.mkv", "testsrc2=s=320x180:r=25:d=2");
    const bytes = await readFile(path);
    // Duration (EBML id 4489, 8 bytes, a double) of 40 hours, in milliseconds.
    const at = bytes.indexOf(Buffer.from([0x44, 0x89, 0x88]));
    bytes.writeDoubleBE(144_000_000, at + 3);
    const lying = join(gateway.folder, "lying.mkv");
    await writeFile(lying, bytes);
    expect((await posterOf(lying)).deviation).toBeGreaterThan(40);

    const movie = await readFile(await film("lost.mp4", "testsrc2=s=320x180:r=25:d=2"));
    movie.fill(0xff, movie.indexOf("mdat") + 4, movie.indexOf("moov") - 4);
    const lost = join(gateway.folder, "lost2.mp4");
    await writeFile(lost, movie);
    expect(await posterOf(lost)).toMatchObject({ file: null });
  }, 30_000);
});

describe("the most telling frame", () => {
  const frame = (mean: number, deviation: number, bytes: number) => ({
    ...{ time: 0, mean, deviation, bytes },
  });

  it("is neither black, nor white, nor blurred, where there is another one", () => {
    const good = frame(116, 42, 50_000);
    const others = [frame(0, 0, 3_000), frame(254, 1, 3_000), frame(110, 45, 12_000)];
    expect(mostTelling([...others, good, frame(60, 30, 45_000)])).toBe(good);
  });

  it("is the best of what there is", () => {
    expect(mostTelling([])).toBeNull();
    const grey = frame(20, 3, 4_000);
    expect(mostTelling([frame(0, 0, 3_000), grey])).toBe(grey);
  });
});
