// Looks and their summary, on clips whose cuts, black and still stretches are known, judged by
// ffmpeg's own detectors, by one look over the whole film, and by eyes that read its pixels.

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PictureContentSchema } from "../../protocol/content.ts";
import { ffmpeg, realClip } from "../testing/clips.ts";
import {
  type Bench,
  generated,
  knownClip,
  openBench,
  pictureOf,
  type Seen,
  see,
} from "./testing/see.ts";

const MINUTE = 60_000;

let folder: string;
let bench: Bench;
let known: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "reelight-content-"));
  bench = await openBench();
  known = await knownClip(folder);
}, MINUTE);
afterAll(async () => {
  await bench.gateway.close();
  await rm(folder, { recursive: true });
});

/** What ffmpeg's filters say of the frames that a look measures. */
async function detected(clip: string, filters: string): Promise<string> {
  const small = "scale=160:120:flags=neighbor,format=yuv420p";
  const { stderr } = await ffmpeg(["-i", clip, "-vf", `${small},${filters}`, "-f", "null", "-"]);
  return stderr;
}

const content = ({ picture, sprite }: Seen) => ({ picture, sprite });

describe("one look over a film", () => {
  let seen: Seen;
  beforeAll(async () => {
    seen = await see(bench, known);
  }, MINUTE);

  it("finds the cuts that scdet finds, with its scores", async () => {
    const said = await detected(known, "scdet=threshold=10");
    const found = [...said.matchAll(/lavfi\.scd\.score: ([\d.]+), lavfi\.scd\.time: ([\d.]+)/g)];
    const expected = found.map(([, score, at]) => ({ at: Number(at), score: Number(score) }));
    const { scenes, sceneCount } = pictureOf(seen);
    expect(expected.length).toBeGreaterThanOrEqual(3);
    expect(scenes).toEqual(expected);
    expect(sceneCount).toBe(expected.length + 1);
  });

  it("finds black as blackdetect and a still as freezedetect", async () => {
    const said = await detected(known, "blackdetect=d=0.1:pix_th=0.1,freezedetect=d=2:n=-60dB");
    const number = (name: string) => Number(new RegExp(`${name}: ?([\\d.]+)`).exec(said)?.[1]);
    const { black, frozen } = pictureOf(seen);
    expect(black).toEqual([{ start: number("black_start"), end: number("black_end") }]);
    expect(frozen).toEqual([{ start: number("freeze_start"), end: number("freeze_end") }]);
    expect(black).toEqual([{ start: 2, end: 3 }]);
  });

  it("says what the schema promises, of every frame", () => {
    const picture = pictureOf(seen);
    expect(PictureContentSchema.parse(picture)).toEqual(picture);
    expect(picture.frames).toBe(200);
    expect(picture.lost).toEqual([]);
    expect(picture.luma.series.values).toHaveLength(8);
    expect(picture.luma.series.values[2]).toBe(0);
    expect(sum(picture.luma.histogram)).toBeCloseTo(1, 9);
    expect(sum(picture.chroma.histogramRed)).toBeCloseTo(1, 9);
    // One second of eight is black, all of it at the lower end.
    expect(picture.luma.clippedShadows).toBeGreaterThan(1 / 8);
    expect(picture.luma.toneMapped).toBeNull();
    expect(picture.letterbox).toBeNull();
    expect(picture.hashes.values).toHaveLength(16);
  });

  it("measures SI and TI as ffmpeg's siti does", async () => {
    const path = join(folder, "siti.txt");
    const { width, height } = { width: 160, height: 120 };
    const small = `scale=${width}:${height}:flags=neighbor,format=yuv420p`;
    await ffmpeg([
      ...["-v", "error", "-i", known],
      ...["-vf", `${small},siti,metadata=print:file=${path}`, "-f", "null", "-"],
    ]);
    const text = await readFile(path, "utf8");
    const values = (name: string) =>
      [...text.matchAll(new RegExp(`siti\\.${name}=([\\d.]+)`, "g"))].map(([, value]) =>
        Number(value),
      );
    const [si, ti] = [values("si"), values("ti")];
    expect(si).toHaveLength(200);
    for (const [at, value] of si.entries()) {
      expect(seen.looks[0]?.si[at]).toBeCloseTo(value, 0);
    }
    for (const [at, value] of ti.entries()) {
      if (at > 0) expect(seen.looks[0]?.ti[at]).toBeCloseTo(value, 0);
    }
  });

  it("draws a sprite whose every place shows its moment", async () => {
    const { sprite } = seen;
    expect(sprite).toMatchObject({ width: 160, height: 120, columns: 10, rows: 2, count: 16 });
    const at = (name: string) => join(bench.gateway.folder, seen.folders.summary, name);
    const vtt = await readFile(at("sprite.vtt"), "utf8");
    const head = "WEBVTT\n\n00:00:00.000 --> 00:00:00.500\nsheet-0.jpg#xywh=0,0,160,120\n";
    expect(vtt.slice(0, head.length)).toBe(head);
    const cues = [
      ...vtt.matchAll(/([\d:.]+) --> ([\d:.]+)\nsheet-0\.jpg#xywh=(\d+),(\d+),160,120/g),
    ];
    expect(cues).toHaveLength(16);
    expect(cues.at(-1)?.[2]).toBe("00:00:08.000");
    // The place of second 2.5 is black, its neighbours at 1.5 and 3.5 are not.
    const lumaAt = async (cue: number) => {
      const [, , , x, y] = cues[cue] ?? [];
      const one = `crop=160:120:${x}:${y},scale=1:1:flags=area,format=gray`;
      const path = join(folder, "one.raw");
      await ffmpeg(["-v", "error", "-i", at("sheet-0.jpg"), "-vf", one, "-f", "rawvideo", path]);
      return (await readFile(path))[0] ?? 0;
    };
    expect(await lumaAt(5)).toBeLessThan(5);
    expect(await lumaAt(3)).toBeGreaterThan(60);
    expect(await lumaAt(7)).toBeGreaterThan(60);
  });

  it(
    "is what three looks together are, to the last digit",
    async () => {
      // A cut between frames, one on a frame and on a scene's first one.
      const parts = await see(bench, known, [1.37, 3]);
      expect(parts.looks.map(({ times }) => times.length)).toEqual([35, 40, 125]);
      expect(content(parts)).toMatchObject({ picture: pictureOf(seen) });
      expect(pictureOf(parts)).toEqual(pictureOf(seen));
      expect(await sheetBytes(parts)).toEqual(await sheetBytes(seen));
    },
    MINUTE,
  );
});

async function sheetBytes(seen: Seen): Promise<Buffer> {
  return readFile(join(bench.gateway.folder, seen.folders.summary, "sheet-0.jpg"));
}

describe("looks at films that are hard to seek in", () => {
  it(
    "agree with one look where there is no index and groups are long",
    async () => {
      const path = await generated(
        folder,
        "long-groups.ts",
        ["testsrc2=s=320x180:r=25:d=12", "mandelbrot=s=320x180:r=25,trim=duration=2"],
        ["-g", "250", "-bf", "3", "-b_strategy", "0", "-preset", "veryfast"],
      );
      const [whole, parts] = [await see(bench, path, [], 1), await see(bench, path, [8.5, 11], 1)];
      expect(parts.looks.map(({ times }) => times.length)).toEqual([213, 62, 75]);
      expect(pictureOf(parts)).toEqual(pictureOf(whole));
    },
    MINUTE,
  );

  it(
    "agree with one look where a group is longer than any pre-roll, without an index",
    async () => {
      const path = join(folder, "one-group.ts");
      await ffmpeg([
        ...["-v", "error", "-f", "lavfi", "-i", "testsrc2=s=160x96:r=5:d=100,format=yuv420p"],
        ...["-c:v", "libx264", "-preset", "ultrafast", "-g", "9999", "-sc_threshold", "0", path],
      ]);
      const [whole, parts] = [await see(bench, path, [], 5), await see(bench, path, [94], 5)];
      expect(parts.looks.map(({ times, damaged }) => [times.length, damaged])).toEqual([
        [470, []],
        [30, []],
      ]);
      expect(pictureOf(parts)).toEqual(pictureOf(whole));
    },
    MINUTE,
  );

  it("write no more to the disk than their stretch needs", async () => {
    const path = await generated(
      folder,
      "one-group.mp4",
      ["testsrc2=s=160x96:r=25:d=12"],
      ["-g", "9999", "-sc_threshold", "0"],
    );
    const seen = await see(bench, path, [11], 1);
    const [, last] = seen.files;
    // A second, and half a one before it, of two fields of 96 × 64; no other file is as large.
    expect(last?.["fields.raw"]).toBeLessThanOrEqual(38 * 2 * 96 * 64);
    expect(Object.values(last ?? {}).reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(1e6);
    expect(seen.looks[1]?.times).toHaveLength(25);
  });

  it(
    "agree with one look where the pace varies and a frame stands for seconds",
    async () => {
      const path = join(folder, "slides.mp4");
      await ffmpeg([
        ...["-v", "error", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=2"],
        ...["-vf", "setpts='(N+if(gt(N,24),100,0)+if(gt(N,36),37.5,0))/25/TB'", "-fps_mode", "vfr"],
        ...["-c:v", "libx264", "-preset", "ultrafast", "-g", "12", path],
      ]);
      const [whole, parts] = [await see(bench, path), await see(bench, path, [2, 5.31])];
      expect(parts.looks.map(({ times }) => times.length)).toEqual([25, 8, 17]);
      expect(pictureOf(parts)).toEqual(pictureOf(whole));
      // What stands still for four seconds is shown so long, and hashed as often.
      expect(pictureOf(whole).hashes.values).toHaveLength(15);
    },
    MINUTE,
  );

  it(
    "agree with one look on a real film",
    async (test) => {
      const clip = realClip("bbb-480p-30s.mp4");
      if (clip === null) return test.skip();
      const [whole, parts] = [await see(bench, clip, [], 2), await see(bench, clip, [9.1, 20], 2)];
      expect(pictureOf(parts)).toEqual(pictureOf(whole));
      expect(pictureOf(whole).scenes.length).toBeGreaterThanOrEqual(3);
    },
    MINUTE,
  );
});

describe("a look whose time runs out", () => {
  it(
    "keeps what it has measured and tells the rest as not seen for want of time",
    async () => {
      const list = join(folder, "long.txt");
      await writeFile(list, `file '${known}'\n`.repeat(40));
      const path = join(folder, "long.mp4");
      const copied = ["-f", "concat", "-safe", "0", "-i", list, "-c", "copy", path];
      await ffmpeg(["-v", "error", ...copied]);
      const seen = await see(bench, path, [], 10, () => {}, 1_250);
      const [{ times, damaged, unseen } = { times: [], damaged: [], unseen: [] }] = seen.looks;
      expect(times.length).toBeGreaterThan(0);
      expect(times.length).toBeLessThan(8_000);
      const next = (times.at(-1) ?? 0) + 40_000;
      expect([damaged, unseen]).toEqual([[], [next, 320_000_000 - 40_000]]);
      expect(pictureOf(seen).lost).toEqual([
        { start: next / 1e6, end: 320, reason: "out_of_time" },
      ]);
    },
    MINUTE,
  );

  it("before its first frame is no film without a picture", async () => {
    await expect(see(bench, known, [], 0.5, () => {}, 1)).rejects.toMatchObject({
      code: "timeout",
    });
  });
});

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
