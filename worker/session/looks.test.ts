import { describe, expect, it } from "vitest";
import type { Facts } from "../../protocol/facts.ts";
import type { Packets, StreamPackets } from "../../protocol/packets.ts";
import { FACTS, PACKETS, packetsOf } from "../testing/metadata-samples.ts";
import { LOOKS_MAX, layLooks } from "./looks.ts";

/** The looks of a film whose picture has these packets. */
function looksOf(
  { width = 1920, height = 1080, seconds = 0, rate = 30 },
  fields: Partial<StreamPackets> = {},
  duration: number | null = null,
) {
  const read = { ...packetsOf(0, seconds, rate), ...fields };
  const facts: Facts = {
    ...FACTS,
    container: { ...FACTS.container, duration },
    streams: FACTS.streams.map((stream) =>
      stream.kind === "video"
        ? { ...stream, width, height, frames: read.packets, duration: null }
        : stream,
    ),
  };
  const packets: Packets = { ...PACKETS, streams: [read] };
  const looks = layLooks(facts, packets);
  const [first] = looks;
  for (const [nth, { start, end, spriteStep }] of looks.entries()) {
    expect(end).toBe(looks[nth + 1]?.start ?? null);
    expect(start).toBe(nth * (first?.end ?? 0));
    expect(spriteStep).toBe(first?.spriteStep);
  }
  return { count: looks.length, step: first?.end, spriteStep: first?.spriteStep };
}

describe("looks", () => {
  it("last a minute at 1080p30 and below, and less the more pixels go by, down to 10 s", () => {
    expect(looksOf({ seconds: 600 })).toEqual({ count: 10, step: 60, spriteStep: 2 });
    expect(looksOf({ width: 640, height: 360, seconds: 600 })).toMatchObject({ count: 10 });
    expect(looksOf({ rate: 60, seconds: 600 })).toMatchObject({ count: 20, step: 30 });
    const large = { width: 7680, height: 4320, rate: 60, seconds: 600 };
    expect(looksOf(large)).toMatchObject({ count: 60, step: 10 });
  });

  it("are one for a short clip, whose end is open", () => {
    for (const seconds of [0.04, 5, 60]) {
      expect(looksOf({ seconds })).toEqual({ count: 1, step: null, spriteStep: 1 });
    }
    expect(looksOf({ seconds: 61 })).toMatchObject({ count: 2, step: 31 });
  });

  it("stay few in the longest film, and so do the small pictures", () => {
    const seconds = 4 * 3600;
    expect(looksOf({ seconds })).toEqual({ count: 240, step: 60, spriteStep: 36 });
    const large = looksOf({ width: 3840, height: 2160, rate: 60, seconds });
    expect(large).toEqual({ count: LOOKS_MAX, step: 36, spriteStep: 36 });
  });

  it("are laid by what was measured, not by what the index claims", () => {
    expect(looksOf({ seconds: 5 }, {}, 144_000)).toMatchObject({ count: 1 });
    expect(looksOf({ seconds: 600 }, {}, 1)).toMatchObject({ count: 10 });
  });

  it("are laid by the frames' pace where one time lies hours away", () => {
    expect(looksOf({ seconds: 120 }, { end: 144_000 })).toMatchObject({ count: 2, step: 60 });
    expect(looksOf({ seconds: 120 }, { end: 1e15 })).toMatchObject({ count: 2, step: 60 });
    const nowhere = { end: 1e15, pace: null };
    expect(looksOf({ seconds: 120 }, nowhere)).toMatchObject({ count: 1, step: null });
  });

  it("are one where times mean nothing or begin again", () => {
    const untimed = { start: null, end: null, pace: null };
    expect(looksOf({ seconds: 600 }, untimed)).toMatchObject({ count: 1, step: null });
    expect(looksOf({ seconds: 600 }, { setBack: true })).toMatchObject({ count: 1, step: null });
  });

  const grouped = (minSeconds: number, meanSeconds: number, maxSeconds: number) => {
    const frames = { minFrames: 1, meanFrames: 1, maxFrames: 1, open: 0, keyframeShare: null };
    const group = { keyframes: 1, startsWithKeyframe: true, ...frames };
    return { groups: { ...group, minSeconds, meanSeconds, maxSeconds } };
  };

  it("are longer where key frames lie far apart: each decodes from the one before it", () => {
    expect(looksOf({ seconds: 600 }, grouped(2, 2, 2))).toMatchObject({ step: 60 });
    expect(looksOf({ seconds: 600 }, grouped(200, 200, 200))).toMatchObject({
      count: 3,
      step: 200,
    });
    expect(looksOf({ seconds: 600 }, grouped(600, 600, 600))).toMatchObject({ count: 1 });
    const small = { width: 640, height: 360, seconds: 600 };
    expect(looksOf(small, grouped(600, 600, 600))).toMatchObject({ count: 1 });
  });

  it("are hardly longer where one group is long among many short ones", () => {
    expect(looksOf({ seconds: 3600 }, grouped(2, 2.05, 100))).toMatchObject({
      count: 60,
      step: 60,
    });
  });

  it("are no longer than what one may decode", () => {
    const seconds = 4 * 3600;
    expect(looksOf({ seconds }, grouped(seconds, seconds, seconds))).toMatchObject({ step: 1800 });
    const large = { width: 3840, height: 2160, seconds };
    expect(looksOf(large, grouped(seconds, seconds, seconds)).step).toBeLessThanOrEqual(1080);
  });

  it("are none without a picture", () => {
    const streams = FACTS.streams.filter(({ kind }) => kind === "audio");
    expect(layLooks({ ...FACTS, streams }, PACKETS)).toEqual([]);
  });
});
