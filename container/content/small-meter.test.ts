import { describe, expect, it } from "vitest";
import { smallMeter } from "./small-meter.ts";

const FORM = { width: 16, height: 16, curve: "BT.1886" } as const;
const FRAME_BYTES = (16 * 16 * 3) / 2;
/** Frames of one grey each, 100 ms apart; those from 200 ms on count. */
const GREYS = [20, 40, 60, 100, 180];
const TIMES = GREYS.map((_, at) => at * 100_000);
const PIXELS = Uint8Array.from({ length: GREYS.length * FRAME_BYTES }, (_, at) => {
  return GREYS[Math.floor(at / FRAME_BYTES)] ?? 0;
});

/** Feeds blocks of so many bytes; times are told when `toldAt` says so of a byte's place. */
function measured(blockBytes: number, toldAt: (byte: number) => number) {
  const times: number[] = [];
  const meter = smallMeter(FORM, times, (time) => time >= 200_000);
  for (let from = 0; from < PIXELS.length; from += blockBytes) {
    times.push(...TIMES.slice(times.length, toldAt(from)));
    meter.read(PIXELS.subarray(from, from + blockBytes));
  }
  times.push(...TIMES.slice(times.length, toldAt(Infinity)));
  return meter.finish();
}

describe("small frames", () => {
  it("are the same whether their times or their pixels come first", () => {
    const early = measured(PIXELS.length, () => GREYS.length);
    expect(early.frames.at).toEqual([2, 3, 4]);
    // The first that counts is compared with the one before it, which does not.
    expect(early.frames.lumaChange).toEqual([20, 40, 80].map((change) => change * 256));
    expect(measured(100, () => GREYS.length)).toEqual(early);
    expect(measured(100, (byte) => (byte === Infinity ? GREYS.length : 0))).toEqual(early);
    expect(measured(100, (byte) => (byte > 900 ? GREYS.length : 1))).toEqual(early);
  });

  it("are left out where no time came", () => {
    expect(measured(PIXELS.length, () => 4).frames.at).toEqual([2, 3]);
  });
});
