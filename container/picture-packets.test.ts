// Packets of generated and real films, read as `analyse` reads them.

import { readFile, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { claimLastPicture, claimLength } from "./corpus/break-file.ts";
import { longerInterval, readFilm } from "./picture-packets.ts";
import { seekBackOf } from "./plan-video.ts";
import { ffmpeg, realClip } from "./testing/clips.ts";
import { type Gateway, startGateway } from "./testing/gateway.ts";
import { startWork, type TestWork } from "./testing/work.ts";

let gateway: Gateway;
let work: TestWork;
let joined: string;

beforeAll(async () => {
  [gateway, work] = await Promise.all([startGateway(), startWork()]);
  const parts = await Promise.all(["red", "blue"].map((colour) => transport(colour)));
  joined = join(work.folder, "joined.ts");
  await writeFile(joined, Buffer.concat(await Promise.all(parts.map((path) => readFile(path)))));
});
afterAll(() => Promise.all([gateway.close(), work.remove()]));

async function transport(colour: string, ...muxer: string[]): Promise<string> {
  const path = join(work.folder, `${colour}.ts`);
  const source = `color=${colour}:s=160x90:r=10:d=2`;
  const codec = ["-c:v", "libx264", "-preset", "ultrafast", "-bf", "3"];
  await ffmpeg(["-v", "error", "-f", "lavfi", "-i", source, ...codec, ...muxer, path]);
  return path;
}

async function packetsOf(path: string) {
  const source = await gateway.source(path);
  return (await readFilm(source, work)).packets;
}

describe("the picture's packets", () => {
  it("refuses recordings that were joined byte by byte, instead of half of them", async () => {
    await expect(packetsOf(joined)).rejects.toMatchObject({
      code: "unsupported_format",
      message: expect.stringContaining("joined"),
    });
  });

  it("takes a clock that runs over its 33 bits", async () => {
    // One second before the end of 2^33 ticks of 1/90000 s.
    const late = ["-output_ts_offset", "95442.7", "-muxdelay", "0", "-mpegts_copyts", "1"];
    const { first, end, packets } = await packetsOf(await transport("green", ...late));
    expect((end ?? 0) - (first ?? 0)).toBeCloseTo(2, 1);
    expect(packets).toBe(20);
  });

  it("do not believe in 40 hours, be it of the whole or of the last picture", async () => {
    const [whole, last] = [join(work.folder, "whole.mp4"), join(work.folder, "last.mp4")];
    const source = ["-f", "lavfi", "-i", "testsrc2=s=64x36:r=25:d=1", "-c:v", "libx264"];
    await ffmpeg(["-v", "error", ...source, whole]);
    await claimLength(whole, 144_000);
    // The last picture but one is missing, so that the last one has a duration of its own.
    const gap = ["-vf", "select='not(eq(n,23))'", "-fps_mode", "vfr", "-bf", "0"];
    await ffmpeg(["-v", "error", ...source, ...gap, last]);
    await claimLastPicture(last, 144_000);
    for (const path of [whole, last]) {
      const { first, end } = await packetsOf(path);
      expect((end ?? 0) - (first ?? 0)).toBeCloseTo(1, 1);
    }
    // The index stands before its media, which lacks its last part now.
    const front = join(work.folder, "front.mp4");
    await ffmpeg(["-v", "error", ...source, "-qp", "0", "-movflags", "+faststart", front]);
    await claimLength(front, 144_000);
    await truncate(front, Math.round((await stat(front)).size * 0.7));
    await expect(packetsOf(front)).rejects.toMatchObject({ code: "truncated" });
  });

  it.each(["vfr-cursed.mp4", "no-initial-keyframe.ts", "cam-sony-a7m3.mts", "no-duration.webm"])(
    "takes %s",
    async (name) => {
      const path = realClip(name);
      if (path) expect((await packetsOf(path)).setBack).toBe(false);
    },
  );
});

describe("the packets of a file too large to be read whole", () => {
  const large = async (path: string) => {
    const source = { ...(await gateway.source(path)), bytes: 2 ** 28 };
    return (await readFilm(source, work)).packets;
  };
  /** A key frame every second, and in the last half minute every ten. */
  const slowEnd = ["-g", "999", "-force_key_frames", "expr:if(lt(t,70),1,not(mod(t,10)))"];
  let path: string;
  beforeAll(async () => {
    path = join(work.folder, "large.ts");
    const source = ["-f", "lavfi", "-i", "testsrc2=s=64x36:r=1:d=100"];
    const codec = ["-c:v", "libx264", "-preset", "ultrafast", ...slowEnd];
    await ffmpeg(["-v", "error", ...source, ...codec, path]);
  });

  it("tell of its end too how far key frames are apart", async () => {
    const { keyframeInterval, partial } = await large(path);
    expect(partial).toBe(true);
    expect(keyframeInterval).toMatchObject({
      minSeconds: expect.closeTo(1, 3),
      maxSeconds: expect.closeTo(10, 3),
    });
  });
});

describe("where reading of an MPEG stream begins", () => {
  const interval = (seconds: number) => ({
    ...{ minSeconds: seconds, meanSeconds: seconds, maxSeconds: seconds },
  });

  it("heeds the key frames of both ends of a large file", () => {
    expect(longerInterval(interval(1), interval(12))?.maxSeconds).toBe(12);
    expect(longerInterval(interval(12), interval(1))?.maxSeconds).toBe(12);
    expect(longerInterval(interval(1), null)?.maxSeconds).toBe(20);
    expect(longerInterval(null, null)).toBeNull();
  });

  it("leaves room for a usual distance where not all of it was read", async () => {
    const read = {
      ...(await packetsOf(join(work.folder, "red.ts"))),
      keyframeInterval: interval(1),
    };
    const often = { ...read, medianDistance: 0.04 };
    expect(seekBackOf("mpegts", often)).toBe(3);
    expect(seekBackOf("mpegts", { ...often, partial: true })).toBe(11);
    expect(seekBackOf("mov", { ...often, partial: true })).toBeUndefined();
  });
});
