import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { SERIES_MAX } from "../../protocol/packets.ts";
import { packetClock } from "./packet-clock.ts";
import { parsePacketLine } from "./read-packets.ts";

const tick = 1 / 90_000;

function statistics(
  times: number[],
  options: { tick?: number; key?: number; decoding?: number[] } = {},
) {
  const clock = packetClock(options.tick ?? tick);
  for (const [at, pts] of times.entries()) {
    const key = at % (options.key ?? 50) === 0;
    const dts = options.decoding?.[at] ?? null;
    clock.add({ pts, dts, duration: null, bytes: 100, position: at * 100, key });
  }
  return clock.finish();
}

const even = (n: number, fps: number, base = tick) =>
  Array.from({ length: n }, (_, at) => Math.round(at / fps / base) * base);

const steady25 = even(25, 25);

describe("packet clock", () => {
  it("calls evenly spaced pictures constant, in decode order too", () => {
    const times = even(300, 30000 / 1001);
    // I B B P order: each later picture is stored before the two it follows.
    for (let at = 1; at + 2 < times.length; at += 3) {
      times.splice(at, 3, times[at + 2] ?? 0, times[at] ?? 0, times[at + 1] ?? 0);
    }
    const read = statistics(times);
    expect(read.variable).toBe(false);
    expect(1 / (read.meanDistance ?? 0)).toBeCloseTo(29.97, 2);
    expect(read.first).toBe(0);
    expect(read.end).toBeCloseTo(300 / 29.97, 2);
  });

  it.each([
    ["milliseconds (Matroska)", 1 / 1000, 60],
    ["600ths (QuickTime)", 1 / 600, 29.97],
    ["whole frames (AVI)", 1 / 25, 25],
  ])("does not take the rounding of %s for variable", (_, base, fps) => {
    expect(statistics(even(200, fps, base), { tick: base }).variable).toBe(false);
  });

  it.each([
    ["a dropped picture", [0, 1, 2, 3, 5, 6, 7, 8].map((n) => n / 25), 1 / 90_000],
    ["a dropped picture where a tick is a frame", [0, 1, 2, 4, 5, 6].map((n) => n / 25), 1 / 25],
    ["two rates", [0, 0.04, 0.08, 0.12, 0.16, 0.2, 0.22, 0.24, 0.26], 1 / 1000],
  ])("calls %s variable", (_, times, base) => {
    expect(statistics(times, { tick: base }).variable).toBe(true);
  });

  it.each([
    ["of a length that no index of sense tells", steady25, 140_000, 0.04],
    ["that is held for a while", steady25, 9, 9],
    ["that is held as long as another one was", [...steady25, 30, 30.04], 25, 25],
    ["of slides", [0, 20, 40], 150, 150],
    ["alone", [0], 140_000, 140_000],
  ])("ends behind a last picture %s", (_, times, claims, believed) => {
    const clock = packetClock(tick);
    for (const [at, pts] of times.entries()) {
      const duration = at === times.length - 1 ? claims : 0.04;
      clock.add({ pts, dts: pts, duration, bytes: 100, position: null, key: true });
    }
    const last = times.at(-1) ?? 0;
    const read = clock.finish();
    expect(read.end).toBeCloseTo(last + believed, 6);
    expect(read.claimedEnd).toBeCloseTo(last + claims, 6);
  });

  it("says nothing of fewer than three pictures", () => {
    expect(statistics([0, 0.04]).variable).toBeNull();
    expect(statistics([]).first).toBeNull();
  });

  const steady = even(100, 25);
  const laterBy = (seconds: number) => steady.map((time) => time + seconds);
  it.each([
    ["a clock that begins again", [...steady, ...steady]],
    ["a short piece behind a long one", [...steady, ...steady.slice(0, 8)]],
    ["a clock set back by two seconds", [...laterBy(9), ...laterBy(11)]],
  ])("finds %s", (_, decoding) => {
    expect(statistics(decoding, { decoding }).setBack).toBe(true);
  });

  it.each([
    ["time that runs on", steady],
    ["a gap", [...steady, ...laterBy(3600)]],
    ["a packet far ahead, and back", steady.map((time, at) => (at === 50 ? 9000 : time))],
    ["four packets far behind", steady.map((time, at) => (at > 49 && at < 54 ? 0 : time))],
    ["ten times the same time", [...steady, ...Array.from({ length: 10 }, () => 3.96)]],
    ["a third of a second again", [...laterBy(9), ...laterBy(12.6)]],
    ["a picture in ten seconds", steady.map((time) => time * 250)],
  ])("does not take %s for it", (_, decoding) => {
    expect(statistics(decoding, { decoding }).setBack).toBe(false);
  });

  it("measures key frames and where the first packet lies", () => {
    const read = statistics(even(250, 25), { key: 50 });
    expect(read.keyframes).toBe(5);
    expect(read.keyframeInterval).toEqual({ minSeconds: 2, meanSeconds: 2, maxSeconds: 2 });
    expect(read).toMatchObject({ packets: 250, bytes: 25_000, position: 0 });
  });

  it("counts times that go back, lie before zero, or are missing", () => {
    const clock = packetClock(tick);
    const packet = { duration: 0.04, bytes: 10, position: null, key: true };
    const times = [
      [-0.04, -0.08],
      [0, -0.04],
      [0.04, 0],
      [0.08, -0.02],
      [0.12, 0.02],
      [null, null],
    ] as const;
    for (const [pts, dts] of times) clock.add({ ...packet, pts, dts });
    expect(clock.finish()).toMatchObject({ nonMonotonic: 1, negative: 1, untimed: 1, packets: 6 });
  });

  it("keeps the places of the longest distances, and counts all", () => {
    // 60 gaps among pictures at 25 fps, each longer than the one before.
    const times = [0, 0.04, 0.08, 0.12];
    for (let nth = 0; nth < 60; nth++) {
      const at = (times.at(-1) ?? 0) + 0.1 + nth / 100;
      times.push(at, at + 0.04, at + 0.08);
    }
    const { distances } = statistics(times);
    expect(distances.gapCount).toBe(60);
    expect(distances.gaps).toHaveLength(50);
    expect(distances.gaps[0]?.seconds).toBeCloseTo(0.2, 5);
    expect(distances.gaps.at(-1)).toEqual({
      at: expect.closeTo(times.at(-4) ?? 0, 5),
      seconds: expect.closeTo(0.69, 5),
    });
  });

  it("counts pictures of the same time", () => {
    expect(statistics([0, 0.04, 0.04, 0.08, 0.12, 0.12, 0.12, 0.16, 0.2]).distances).toMatchObject({
      ...{ duplicates: 3, min: 0, max: 0.04, gapCount: 0 },
    });
  });

  it("leaves out what an edit list takes out, but knows that the stream began with it", () => {
    const clock = packetClock(tick);
    const packet = { duration: 0.04, bytes: 10, position: null };
    clock.add({ ...packet, pts: -0.04, dts: -0.04, key: true, discarded: true });
    clock.add({ ...packet, pts: 0, dts: 0, key: false });
    expect(clock.finish()).toMatchObject({
      ...{ packets: 1, bytes: 10, first: 0, keyframes: 0, startsWithKeyframe: true },
      discarded: { packets: 1, bytes: 10 },
    });
  });

  it("takes a guessed time for no sign of an open group", () => {
    const groups = (guessed: boolean) => {
      const clock = packetClock(tick);
      const packet = { duration: 0.04, bytes: 10, position: null };
      clock.add({ ...packet, pts: 0.08, dts: 0, key: true });
      clock.add({ ...packet, pts: 0.04, dts: 0.04, key: false, guessed });
      return clock.finish().groups;
    };
    expect(groups(false).open).toBe(1);
    expect(groups(true).open).toBe(0);
  });

  it("holds no more after a day than after an hour", { timeout: 60_000 }, () => {
    setFlagsFromString("--expose_gc");
    const collect: () => void = runInNewContext("gc");
    const heap = () => {
      collect();
      return process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
    };
    const DAY = 24 * 3600 * 60;
    // A day of pictures at 60 fps whose distances are never alike for long: the worst there is.
    const clock = packetClock(1e-6);
    let afterAnHour = 0;
    let pts = 0;
    for (let at = 0; at < DAY; at++) {
      pts += 1 / 60 + (((at * 7919) % 100_003) - 50_000) / 1e7;
      clock.add({ pts, dts: pts, duration: null, bytes: 500, position: null, key: at % 60 === 0 });
      if (at === 3600 * 60) afterAnHour = heap();
    }
    expect(heap() - afterAnHour).toBeLessThan(1_000_000);
    const read = clock.finish();
    expect(read.packets).toBe(DAY);
    expect(read.variable).toBe(true);
    expect(read.rate.series?.values.length).toBeLessThanOrEqual(SERIES_MAX);
    expect(read.rate.series?.step).toBe(256);
    expect(read.distances.median).toBeCloseTo(1 / 60, 3);
  });

  it("reads ffprobe's lines, and passes over blanks", () => {
    const packet = (line: string) => parsePacketLine(line)?.packet;
    expect(parsePacketLine("1,0.021000,0.021000,0.021333,162,48,K_")).toEqual({
      stream: 1,
      packet: {
        ...{ pts: 0.021, dts: 0.021, duration: 0.021333, bytes: 162, position: 48 },
        ...{ key: true, guessed: false, discarded: false },
      },
    });
    expect(packet("0,0.000000,N/A,N/A,1084,N/A,__,")).toMatchObject({
      ...{ duration: null, position: null, key: false },
    });
    expect(packet("0,N/A,0.040000,0.040000,900,48,__")).toMatchObject({ pts: 0.04, guessed: true });
    expect(packet("0,-0.042000,-0.042000,0.041667,900,48,KD")).toMatchObject({ discarded: true });
    expect(parsePacketLine("")).toBeNull();
    expect(parsePacketLine(",")).toBeNull();
  });
});
