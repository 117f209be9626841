// What `inspect` says of packets, against a whole reading by ffprobe that is held in arrays.

import { truncate } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Conflict } from "../../protocol/facts.ts";
import type { ResultOf } from "../../protocol/job.ts";
import { PacketsSchema, type StreamPackets } from "../../protocol/packets.ts";
import { claimLength } from "../corpus/break-file.ts";
import { inspect } from "../inspect.ts";
import { base } from "../testing/chain.ts";
import { ffmpeg, ffprobe, realClip } from "../testing/clips.ts";
import { type Gateway, startGateway } from "../testing/gateway.ts";
import { startWork, type TestWork } from "../testing/work.ts";
import { readPackets } from "./read-packets.ts";

let gateway: Gateway;
let work: TestWork;

beforeAll(async () => {
  [gateway, work] = await Promise.all([startGateway(), startWork()]);
});
afterAll(() => Promise.all([gateway.close(), work.remove()]));

async function inspected(path: string): Promise<ResultOf<"inspect">> {
  const result = await inspect({ ...base(await gateway.source(path)), kind: "inspect" }, work);
  PacketsSchema.parse(result.packets);
  return result;
}

/** A film of `seconds` at 25 fps, and a tone. */
async function film(name: string, seconds: number, ...options: string[]): Promise<string> {
  const path = join(work.folder, name);
  const picture = ["-f", "lavfi", "-i", `testsrc2=s=64x36:r=25:d=${seconds}`];
  const sound = ["-f", "lavfi", "-i", `sine=r=48000:d=${seconds}`];
  await ffmpeg(["-v", "error", ...picture, ...sound, "-c:v", "libx264", ...options, path]);
  return path;
}

type Listed = {
  stream_index: number;
  pts_time?: string;
  dts_time?: string;
  duration_time?: string;
  size: string;
  pos?: string;
  flags: string;
};

async function listPackets(path: string): Promise<Listed[]> {
  const read = await ffprobe(path, "-show_packets");
  return read.packets;
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
const timesOf = (list: Listed[]) =>
  list.map(({ pts_time, dts_time }) => Number(pts_time ?? dts_time));

/** The numbers of one stream, counted the plain way. */
function reference(all: Listed[], index: number) {
  const list = all.filter((packet) => packet.stream_index === index && packet.flags[1] !== "D");
  const pts = timesOf(list);
  const order = [...pts].sort((a, b) => a - b);
  const distances = order.slice(1).map((time, at) => time - (order[at] ?? 0));
  const sizes = list.map(({ size }) => Number(size));
  const start = order[0] ?? Number.NaN;
  const lastAt = pts.lastIndexOf(Math.max(...pts));
  const last = Number(list[lastAt]?.duration_time ?? Number.NaN);
  const middle = [...distances].sort((a, b) => a - b)[Math.ceil(distances.length / 2) - 1];
  // A millisecond is the length of no packet here: its neighbours' distance stands for it.
  const end = (pts[lastAt] ?? 0) + (last <= 0.002 ? (middle ?? Number.NaN) : last);
  const keys = list.flatMap(({ flags }, at) => (flags[0] === "K" ? [at] : []));
  const groups = keys.map((key, at) => {
    const members = pts.slice(key + 1, keys[at + 1] ?? list.length);
    const next = keys[at + 1];
    const seconds = (next === undefined ? end : (pts[next] ?? 0)) - (pts[key] ?? 0);
    return { frames: members.length + 1, seconds, open: members.some((t) => t < (pts[key] ?? 0)) };
  });
  const perSecond = new Map<number, number>();
  for (const [at, time] of pts.entries()) {
    const second = Math.floor(time - start + 1e-9);
    perSecond.set(second, (perSecond.get(second) ?? 0) + (sizes[at] ?? 0) * 8);
  }
  return { list, sizes, order, distances, start, end, keys, groups, perSecond };
}

function expectAgreement(found: StreamPackets, all: Listed[], perPicture = 1) {
  const plain = reference(all, found.index);
  expect(found.packets).toBe(plain.list.length);
  expect(found.bytes).toBe(sum(plain.sizes));
  expect(found.start).toBeCloseTo(plain.start, 6);
  // Where the last packet tells no duration, its neighbours' distance stands for it.
  if (Number.isFinite(plain.end)) expect(found.end).toBeCloseTo(plain.end, 5);
  if (found.pace) {
    const sorted = [...plain.distances].sort((a, b) => a - b);
    expect(found.pace.min).toBeCloseTo(sorted[0] ?? Number.NaN, 5);
    expect(found.pace.max).toBeCloseTo(sorted.at(-1) ?? Number.NaN, 5);
    const middle = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
    expect(Math.abs((found.pace.median ?? 0) - middle)).toBeLessThan(2e-6);
    expect(found.pace.mean).toBeCloseTo(sum(sorted) / sorted.length, 6);
    const gaps = sorted.filter((distance) => distance > 1.5 * middle);
    expect(found.pace.gapCount).toBe(gaps.length);
    expect(found.pace.duplicates).toBe(sorted.filter((distance) => distance < 1e-7).length);
  }
  if (found.groups) {
    const whole = plain.groups.length > 1 ? plain.groups.slice(0, -1) : plain.groups;
    const seconds = whole.map((group) => group.seconds);
    expect(found.groups).toMatchObject({
      keyframes: plain.keys.length,
      open: plain.groups.filter(({ open }) => open).length,
      startsWithKeyframe: plain.list[0]?.flags[0] === "K",
      meanFrames: sum(whole.map(({ frames }) => frames)) / whole.length / perPicture,
      maxFrames: Math.max(...plain.groups.map(({ frames }) => frames)) / perPicture,
      minFrames: Math.min(...whole.map(({ frames }) => frames)) / perPicture,
      minSeconds: expect.closeTo(Math.min(...seconds), 4),
      meanSeconds: expect.closeTo(sum(seconds) / seconds.length, 4),
    });
  }
  const { series, max, min } = found.bitrate;
  if (!series) return;
  const length = (found.end ?? 0) - plain.start;
  const steps = series.values.map((_, at) =>
    at === series.values.length - 1 ? length - at * series.step : series.step,
  );
  const bits = sum(series.values.map((value, at) => (value ?? 0) * (steps[at] ?? 0)));
  expect(bits / 8 / found.bytes).toBeCloseTo(1, 3);
  if (max === null || min === null) return;
  const complete = Array.from({ length: Math.floor(length + 0.002) }, (_, second) => second);
  const rates = complete.map((second) => plain.perSecond.get(second) ?? 0);
  expect([max, min]).toEqual([Math.max(...rates), Math.min(...rates)]);
}

describe("packets of real clips are what a whole reading by ffprobe shows", () => {
  it.each([
    "bbb-480p-30s.mp4",
    "flower.mp4",
    "rotate-bbb.mp4",
    "vfr-cursed.mp4",
    "no-initial-keyframe.ts",
    "flower.webm",
    "no-duration.webm",
    "ass-subs.mkv",
    "phone-gps.mov",
    "cam-sony-a7m3.mts",
  ])("%s", async (name) => {
    const path = realClip(name);
    if (!path) return;
    const [{ facts, packets }, all] = await Promise.all([inspected(path), listPackets(path)]);
    // Each packet of this camera is a field.
    const perPicture = name === "cam-sony-a7m3.mts" ? 2 : 1;
    expect(packets.streams.map(({ index }) => index)).toEqual(
      facts.streams.map(({ index }) => index),
    );
    for (const stream of packets.streams) expectAgreement(stream, all, perPicture);
    const share = sum(all.map(({ size }) => Number(size))) / facts.container.bytes;
    expect(packets.overhead).toBeCloseTo(1 - share, 9);
    expect(packets.truncated).toBe(false);
    const paths = facts.conflicts.map((conflict) => conflict.path);
    expect(paths.filter((path) => /duration|frames$/.test(path))).toEqual([]);
    for (const { index, pace, groups } of packets.streams) {
      const kind = facts.streams.find((stream) => stream.index === index)?.kind;
      expect(groups !== null).toBe(kind === "video");
      if (kind !== "video" && kind !== "audio") expect(pace).toBeNull();
    }
  });

  it.each(["flower.mp4", "vfr-cursed.mp4"])("%s has the frames that decode", async (name) => {
    const path = realClip(name);
    if (!path) return;
    const [{ facts, packets }, decoded] = await Promise.all([
      inspected(path),
      ffprobe(path, "-select_streams", "v", "-show_entries", "frame=pts_time,key_frame"),
    ]);
    const frames: { pts_time: string; key_frame: number }[] = decoded.frames;
    const index = facts.streams.findIndex(({ kind }) => kind === "video");
    expect(facts.streams[index]).toMatchObject({ frames: frames.length });
    expect(packets.streams[index]).toMatchObject({
      start: Number(frames[0]?.pts_time),
      groups: { keyframes: frames.filter(({ key_frame }) => key_frame === 1).length },
    });
    const times = frames.map(({ pts_time }) => Number(pts_time));
    const longest = Math.max(...times.slice(1).map((time, at) => time - (times[at] ?? 0)));
    expect(packets.streams[index]?.pace?.max).toBeCloseTo(longest, 5);
  });
});

describe("packets of films with a quirk", () => {
  it.each([
    ["open.mp4", 1],
    ["open.mkv", 1],
    ["open.ts", 1],
    ["closed.mp4", 0],
  ])("tells open groups from closed ones: %s", async (name, open) => {
    const parameters = `open-gop=${open}:keyint=27:min-keyint=27:scenecut=0:bframes=3:b-adapt=0`;
    const path = await film(name, 4, "-x264-params", parameters);
    const [{ packets }, all] = await Promise.all([inspected(path), listPackets(path)]);
    const [picture] = packets.streams;
    if (!picture) throw new Error("no picture");
    expectAgreement(picture, all);
    expect(picture.groups?.open).toBe(open ? 3 : 0);
    expect(picture.groups?.keyframes).toBe(4);
  });

  it("lists where pictures are missing, and which come twice", async () => {
    const missing = "select='not(between(n,30,49)+between(n,60,62))'";
    const gaps = await film("gaps.mp4", 4, "-vf", missing, "-fps_mode", "vfr");
    const pace = (await inspected(gaps)).packets.streams[0]?.pace;
    expect(pace).toMatchObject({ variable: true, gapCount: 2, duplicates: 0 });
    expect(pace?.gaps).toEqual([
      { at: expect.closeTo(29 / 25, 4), seconds: expect.closeTo(21 / 25, 4) },
      { at: expect.closeTo(59 / 25, 4), seconds: expect.closeTo(4 / 25, 4) },
    ]);
    const twice = ["-bf", "0", "-bsf:v", "setts=ts='if(eq(mod(N,10),9),PREV_OUTPTS,PTS)'"];
    const doubled = await film("twice.mkv", 2, ...twice);
    const picture = (await inspected(doubled)).packets.streams[0];
    expect(picture?.pace).toMatchObject({ variable: true, duplicates: 5, gapCount: 4, min: 0 });
  });

  it("tells the pace by times of decoding where others are left out", async () => {
    // Several frames in one packet of the multiplex share its one time.
    const sparse = join(work.folder, "sparse.mpg");
    const picture = ["-f", "lavfi", "-i", "testsrc2=s=96x64:r=25:d=4"];
    const mpeg2 = ["-c:v", "mpeg2video", "-bf", "2", "-b:v", "60k"];
    await ffmpeg(["-v", "error", ...picture, ...mpeg2, sparse]);
    const untold = (await listPackets(sparse)).filter(({ pts_time }) => pts_time === undefined);
    expect(untold.length).toBeGreaterThan(5);
    const { facts, packets } = await inspected(sparse);
    const even = { variable: false, unevenShare: 0, duplicates: 0, gapCount: 0, gaps: [] };
    expect(packets.streams[0]?.pace).toMatchObject({ ...even, median: 0.04 });
    expect(facts.streams[0]).toMatchObject({ variableFrameRate: false });

    // Only one frame of some has any time.
    const untimed = join(work.folder, "untimed.mpg");
    const h264 = ["-c:v", "libx264", "-bf", "3", "-b:v", "60k", "-f", "vob"];
    await ffmpeg(["-v", "error", ...picture, ...h264, untimed]);
    const { packets: few } = await inspected(untimed);
    expect(few.streams[0]?.untimed).toBeGreaterThan(50);
    expect(few.streams[0]?.pace).toBeNull();
  });

  it("measures the rate with the last picture, where no time or a wrong length tells its end", async () => {
    const rateOf = async (path: string) => {
      const { facts } = await inspected(path);
      return facts.streams.flatMap((one) => (one.kind === "video" ? [one.measuredFrameRate] : []));
    };
    const stream = await film("left-out.mpg", 2, "-c:v", "mpeg2video", "-bf", "2", "-c:a", "mp2");
    const times = (await listPackets(stream)).filter((packet) => packet.stream_index === 0);
    expect(times.at(-1)?.pts_time).toBeUndefined();
    expect(await rateOf(stream)).toEqual([25]);

    const movie = join(work.folder, "one-tick.mp4");
    await ffmpeg([
      ...["-v", "error", "-i", await film("whole.mp4", 2), "-map", "0:v", "-c", "copy"],
      ...["-bsf:v", "setts=duration='if(eq(N,49),1,DURATION)'", movie],
    ]);
    expect(Number((await listPackets(movie)).at(-1)?.duration_time)).toBeLessThan(0.002);
    expect(await rateOf(movie)).toEqual([25]);
  });

  it("shows when the sound begins, as it is heard", async () => {
    const delays = async (path: string) => {
      const { facts } = await inspected(path);
      return facts.streams.flatMap((stream) => (stream.kind === "audio" ? [stream.delay] : []));
    };
    const late = ["-af", "asetpts=PTS+0.5/TB", "-c:a", "aac"];
    for (const name of ["late.mp4", "late.mkv", "late.ts"]) {
      expect((await delays(await film(name, 2, ...late)))[0]).toBeCloseTo(0.5, 1);
    }
    const early = ["-vf", "setpts=PTS+0.4/TB", "-c:a", "aac"];
    expect((await delays(await film("early.mp4", 2, ...early)))[0]).toBeCloseTo(-0.4, 2);
    // Where an encoder's delay lies before zero, nobody hears it.
    const clip = realClip("chaplin.mp4");
    if (clip) expect(await delays(clip)).toEqual([0]);
  });

  it.each([".mp4", ".mkv", ".avi", ".flv", ".ts"])("knows a %s that is cut short", async (end) => {
    const options = end === ".mp4" ? ["-movflags", "+faststart"] : [];
    const whole = await film(`whole${end}`, 3, "-b:v", "300k", "-c:a", "aac", ...options);
    expect((await inspected(whole)).packets).toMatchObject({ truncated: false });
    const all = await listPackets(whole);
    const cut = all
      .slice(Math.floor(all.length * 0.7))
      .find(({ size, pos }) => pos && Number(size) > 100);
    await truncate(whole, (Number(cut?.pos) + 60) | 1);
    const { packets } = await inspected(whole);
    expect(packets.truncated).toBe(true);
    expect(packets.duration).toBeLessThan(2.9);
  });

  it("does not take a source that broke off for the end of the film", async () => {
    const path = await film("broken.ts", 8, "-qp", "0", "-preset", "ultrafast");
    const breaking = await startGateway();
    const source = await breaking.source(path);
    expect(source.bytes).toBeGreaterThan(5 * 65_536);
    breaking.delayMs = 200;
    const reading = readPackets({ source, ticks: new Map([[0, 1e-5]]), timeoutMs: 30_000 }, work);
    setTimeout(() => breaking.close(), 500);
    await expect(reading).rejects.toMatchObject({ code: "internal" });
  });
});

describe("what a file claims of itself", () => {
  const valuesOf = (conflicts: Conflict[], path: string) =>
    conflicts.find((conflict) => conflict.path === path)?.values;

  it("says so of a one-second film that claims 40 hours", async () => {
    const HOURS = 40 * 3600;
    const path = await film("claims.mp4", 1);
    await claimLength(path, HOURS);
    const { bytes } = await gateway.source(path);
    const { facts, packets } = await inspected(path);
    expect(packets.duration).toBeCloseTo(1, 1);
    expect(facts.container.duration).toBe(packets.duration);
    expect(valuesOf(facts.conflicts, "/facts/container/duration")).toEqual([
      { source: "measured", reader: "packets", value: packets.duration },
      { source: "container", reader: "ffprobe", value: expect.closeTo(HOURS, 0) },
    ]);
    expect(facts.container.bitrate).toBeGreaterThan((bytes * 8) / 1.2);
    expect(packets.truncated).toBe(false);
  });

  it("finds nothing to object to in a film that keeps its word", async () => {
    for (const name of ["honest.mp4", "honest.mkv", "honest.ts"]) {
      const { facts } = await inspected(await film(name, 4, "-bf", "2", "-c:a", "aac"));
      const paths = facts.conflicts.map(({ path }) => path);
      expect(paths.filter((path) => !path.endsWith("bitrate"))).toEqual([]);
    }
  });
});
