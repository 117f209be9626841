// What looks find in single films: fields, bars, how a picture stands, and damage.

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ffmpeg, ffprobe, realClip } from "../testing/clips.ts";
import { type Bench, generated, knownClip, openBench, pictureOf, see } from "./testing/see.ts";

const MINUTE = 60_000;

let folder: string;
let bench: Bench;
let known: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "reelight-films-"));
  bench = await openBench();
  known = await knownClip(folder);
}, MINUTE);
afterAll(async () => {
  await bench.gateway.close();
  await rm(folder, { recursive: true });
});

describe("the scan", () => {
  const moving = "testsrc2=s=320x240:r=50:d=3,crop=320:224:0:'8+8*sin(t*9)'";

  it(
    "is interlaced where fields are apart in time, and progressive where they are not",
    async () => {
      const fields = `${moving},interlace=scan=tff:lowpass=0`;
      const options = ["-flags", "+ildct+ilme", "-x264opts", "tff=1", "-crf", "18"];
      const interlaced = pictureOf(
        await see(bench, await generated(folder, "i.mp4", [fields], options)),
      );
      expect(interlaced.scan.verdict).toBe("interlaced");
      expect(interlaced.scan.topFirst).toBeGreaterThan(50);
      expect(interlaced.scan.bottomFirst).toBe(0);
      // Drawn lines deceive idet; that their fields do not move against each other tells it.
      const whole = `${moving},fps=25`;
      const progressive = pictureOf(await see(bench, await generated(folder, "p.mp4", [whole])));
      expect(progressive.scan.verdict).toBe("progressive");
    },
    MINUTE,
  );

  it(
    "is telecine where film was laid into fields by 3:2 pulldown",
    async () => {
      const film = "testsrc2=s=320x240:r=24000/1001:d=4,crop=320:224:0:'8+8*sin(t*9)',telecine";
      const picture = pictureOf(
        await see(bench, await generated(folder, "t.mp4", [film], ["-crf", "18"])),
      );
      expect(picture.scan.verdict).toBe("telecine");
    },
    MINUTE,
  );

  it(
    "is unknown where nothing moves",
    async () => {
      const still = await generated(folder, "still.mp4", ["smptebars=s=320x240:r=25:d=1"]);
      expect(pictureOf(await see(bench, still)).scan.verdict).toBe("unknown");
    },
    MINUTE,
  );
});

describe("bars", () => {
  it(
    "are found to the pixel, also where a scene is dark",
    async () => {
      const bars = "pad=640:360:0:42:black";
      const clip = await generated(folder, "bars.mp4", [
        `testsrc2=s=640x277:r=25:d=1,format=yuv444p,${bars}`,
        "color=black:s=640x360:r=25:d=1",
        `testsrc2=s=640x277:r=25:d=1,format=yuv444p,eq=brightness=-0.5,${bars}`,
      ]);
      expect(pictureOf(await see(bench, clip)).letterbox).toEqual({
        ...{ x: 0, y: 42, width: 640, height: 277 },
      });
    },
    MINUTE,
  );

  it(
    "are none where one frame fills them",
    async () => {
      const clip = await generated(folder, "once.mp4", [
        "testsrc2=s=320x140:r=25:d=1,pad=320:180:0:20:black",
        "testsrc2=s=320x180:r=25:d=0.04",
        "testsrc2=s=320x140:r=25:d=1,pad=320:180:0:20:black",
      ]);
      expect(pictureOf(await see(bench, clip)).letterbox).toBeNull();
    },
    MINUTE,
  );
});

describe("odd sides", () => {
  it("leave no frame out, of the smallest pictures either", async () => {
    for (const size of ["161x121", "33x57", "16x16", "8x300"]) {
      const path = join(folder, `${size}.mkv`);
      await ffmpeg([
        ...["-v", "error", "-f", "lavfi", "-i", `testsrc2=s=${size}:r=25:d=0.4`],
        ...["-pix_fmt", "yuv420p", "-c:v", "ffv1", path],
      ]);
      const seen = await see(bench, path);
      expect(pictureOf(seen).frames, size).toBe(10);
      expect(seen.sprite?.count, size).toBe(1);
    }
  });
});

describe("small pictures", () => {
  it(
    "are upright where the file says how to turn them",
    async () => {
      const flat = await generated(folder, "flat.mp4", [
        "color=red:s=320x90:r=25:d=1[a];color=blue:s=320x90:r=25:d=1[b];[a][b]vstack",
      ]);
      const turned = join(folder, "turned.mp4");
      await ffmpeg([
        ...["-v", "error", "-i", flat, "-c", "copy", "-metadata:s:v", "rotate=90", turned],
      ]);
      const probed = await ffprobe(turned, "-show_streams");
      expect(JSON.stringify(probed)).toContain("displaymatrix");
      const seen = await see(bench, turned);
      expect(seen.sprite).toMatchObject({ width: 90, height: 160 });
      // ffmpeg itself turns the picture before any filter.
      const path = join(folder, "upright.raw");
      const tile = join(bench.gateway.folder, seen.folders.looks[0] ?? "", "tiles.bin");
      await ffmpeg([
        ...["-v", "error", "-i", turned, "-frames:v", "1", "-vf", "scale=90:160:flags=area"],
        ...["-pix_fmt", "rgb24", "-f", "rawvideo", path],
      ]);
      const [own, theirs] = [await readFile(tile), await readFile(path)];
      expect(differenceOf(own.subarray(0, theirs.length), theirs)).toBeLessThan(4);
    },
    MINUTE,
  );

  it(
    "are in ordinary brightness where the film is beyond it",
    async (test) => {
      const clip = realClip("hlg10.mp4");
      if (clip === null) return test.skip();
      const seen = await see(bench, clip);
      const { luma } = pictureOf(seen);
      expect(luma.toneMapped?.p50).toBeGreaterThan(0);
      expect(luma.toneMapped?.p50).not.toBeCloseTo(luma.p50, 2);
      const { tile } = seen.looks[0]?.film ?? { tile: { width: 0, height: 0 } };
      const own = await readFile(
        join(bench.gateway.folder, seen.folders.looks[0] ?? "", "tiles.bin"),
      );
      const mapped = [
        `scale=${tile.width}:${tile.height}:flags=area,zscale=t=linear:npl=100,format=gbrpf32le`,
        "zscale=p=709,tonemap=hable:desat=0,zscale=t=709:m=709:r=limited,format=yuv420p10le",
      ].join(",");
      const plain = `scale=${tile.width}:${tile.height}:flags=area`;
      const first = async (name: string, filters: string) => {
        const path = join(folder, name);
        await ffmpeg([
          ...["-v", "error", "-i", clip, "-frames:v", "1", "-vf", filters],
          ...["-pix_fmt", "rgb24", "-f", "rawvideo", path],
        ]);
        const bytes = await readFile(path);
        return differenceOf(own.subarray(0, bytes.length), bytes);
      };
      expect(await first("mapped.raw", mapped)).toBeLessThan(6);
      expect(await first("plain.raw", plain)).toBeGreaterThan(12);
    },
    MINUTE,
  );
});

describe("the sprite's cues", () => {
  it(
    "are on the clock that players show, where the picture comes behind the sound",
    async () => {
      const path = join(folder, "late.mp4");
      await ffmpeg([
        ...["-v", "error", "-f", "lavfi", "-i", "sine=d=3"],
        ...["-itsoffset", "1", "-f", "lavfi", "-i", "testsrc2=s=64x64:r=25:d=2"],
        ...["-fps_mode", "passthrough", "-c:v", "libx264", "-preset", "ultrafast"],
        ...["-c:a", "aac", path],
      ]);
      const { folders, sprite } = await see(bench, path, [], 1);
      expect(sprite?.count).toBe(2);
      const vtt = await readFile(join(bench.gateway.folder, folders.summary, "sprite.vtt"), "utf8");
      expect(vtt.match(/.* --> .*/g)).toEqual([
        "00:00:00.000 --> 00:00:02.000",
        "00:00:02.000 --> 00:00:03.000",
      ]);
    },
    MINUTE,
  );
});

describe("damage", () => {
  it(
    "of a film whose first pictures lean on nothing is told as lost",
    async (test) => {
      const clip = realClip("no-initial-keyframe.ts");
      if (clip === null) return test.skip();
      const [whole, parts] = [await see(bench, clip), await see(bench, clip, [0.3, 0.6])];
      expect(pictureOf(whole).frames).toBeGreaterThan(0);
      expect(pictureOf(whole).lost.length).toBeGreaterThan(0);
      expect(pictureOf(parts)).toEqual(pictureOf(whole));
    },
    MINUTE,
  );

  it(
    "of single pictures ends no look",
    async (test) => {
      const clip = realClip("bad-invalid-nalu.mp4");
      if (clip === null) return test.skip();
      const picture = pictureOf(await see(bench, clip));
      expect(picture.frames).toBeGreaterThan(10);
    },
    MINUTE,
  );

  it(
    "of all pictures is a result without a picture",
    async () => {
      const { bytes, path } = await withZeroedMedia();
      expect(bytes).toBeGreaterThan(1_000);
      const seen = await see(bench, path);
      expect({ picture: seen.picture, sprite: seen.sprite }).toEqual({
        picture: null,
        sprite: null,
      });
    },
    MINUTE,
  );

  it(
    "is not what packets without a time of presentation are",
    async () => {
      const path = join(folder, "untimed.mpg");
      await ffmpeg([
        ...["-v", "error", "-f", "lavfi", "-i", "testsrc2=s=64x64:r=25:d=2"],
        ...["-c:v", "mpeg2video", "-bf", "2", path],
      ]);
      const { packets } = await ffprobe(path, "-show_packets");
      expect(JSON.stringify(packets.at(-1))).not.toContain('"pts"');
      expect(pictureOf(await see(bench, path))).toMatchObject({ frames: 50, lost: [] });
    },
    MINUTE,
  );

  it(
    "in the middle is a lost range between frames that are there",
    async () => {
      const path = join(folder, "gap.mkv");
      // Every packet of the second group is emptied, its times stay.
      await ffmpeg([
        ...["-v", "error", "-i", known, "-c", "copy"],
        ...["-bsf:v", "noise=amount='if(between(n\\,40\\,79)\\,1\\,0)'", path],
      ]);
      const { lost, frames } = pictureOf(await see(bench, path));
      expect(frames).toBeLessThan(200);
      expect(lost.length).toBeGreaterThan(0);
      for (const { start, end, reason } of lost) {
        expect(reason).toBe("damaged");
        expect(start).toBeGreaterThanOrEqual(1.5);
        expect(end).toBeLessThanOrEqual(3.7);
      }
    },
    MINUTE,
  );
});

/** A film of which the index alone is whole. */
async function withZeroedMedia(): Promise<{ path: string; bytes: number }> {
  const file = await readFile(known);
  const at = file.indexOf("mdat");
  const bytes = file.readUInt32BE(at - 4) - 8;
  file.fill(0, at + 4, at + 4 + bytes);
  const path = join(folder, "zeroed.mp4");
  await writeFile(path, file);
  return { path, bytes };
}

/** Mean absolute difference of bytes. */
function differenceOf(a: Uint8Array, b: Uint8Array): number {
  let total = 0;
  for (let at = 0; at < b.length; at++) total += Math.abs((a[at] ?? 0) - (b[at] ?? 0));
  return total / b.length;
}
