import { describe, expect, it } from "vitest";
import { SERIES_MAX } from "../../protocol/packets.ts";
import { packetRate } from "./packet-rate.ts";

/** Packets of `bytes` every `step` seconds from `start` until `end`. */
function fed(start: number, end: number, step: number, bytes: (at: number) => number) {
  const rate = packetRate();
  for (let nth = 0; start + nth * step < end - 1e-9; nth++) {
    const at = start + nth * step;
    rate.add(Math.round(at * 1e6), bytes(at));
  }
  return rate.finish(Math.round(end * 1e6));
}

describe("bytes over time", () => {
  it("knows the fullest and the emptiest whole second, and the mean of each", () => {
    const { max, min, series } = fed(10, 13.8, 0.2, (at) => (at >= 11 && at < 12 ? 400 : 100));
    expect({ max, min }).toEqual({ max: 16_000, min: 4_000 });
    expect(series).toEqual({ start: 10, step: 1, values: [4_000, 16_000, 4_000, 4_000] });
  });

  it("joins a last piece below half a step to the one before", () => {
    const { series } = fed(0, 2.2, 0.2, () => 100);
    expect(series?.values).toEqual([4_000, 4_000]);
  });

  it("says nothing of extremes below two whole seconds", () => {
    expect(fed(0, 1.9, 0.1, () => 100)).toMatchObject({ max: null, min: null });
    expect(packetRate().finish(0)).toEqual({ max: null, min: null, series: null });
  });

  it("counts a second in which nothing comes", () => {
    const rate = packetRate();
    for (const at of [0, 0.5, 2.5, 3]) rate.add(at * 1e6, 100);
    expect(rate.finish(3.5e6)).toMatchObject({ min: 0, max: 1_600 });
  });

  it("doubles its steps where a film is long, and loses no byte", () => {
    const { series } = fed(0, 5_000, 0.5, (at) => (at < 2_500 ? 100 : 300));
    expect(series?.step).toBe(16);
    expect(series?.values).toHaveLength(313);
    expect(series?.values[0]).toBe(1_600);
    expect(series?.values.at(-1)).toBe(4_800);
    const { values } = fed(0, 600, 1, () => 100).series ?? { values: [] };
    expect(values).toHaveLength(SERIES_MAX);
  });

  it("stays as it is where times are absurd", () => {
    const rate = packetRate();
    for (const at of [0, 1e9, 1e15, -1e12, 5]) rate.add(at * 1e6, 100);
    const { series } = rate.finish(1e21);
    expect(series?.values.length).toBeLessThanOrEqual(SERIES_MAX);
    expect(series?.values.every(Number.isFinite)).toBe(true);
  });
});
