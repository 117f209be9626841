import { describe, expect, it } from "vitest";
import { sampleMeter } from "./sound-samples.ts";

const RATE = 8_000;

/** Feeds `channels` waves for so many seconds, in blocks that end anywhere. */
function measured(seconds: number, ...channels: ((t: number) => number)[]) {
  const meter = sampleMeter(channels.length, RATE);
  const frames = Math.round(seconds * RATE);
  const values = new Float32Array(frames * channels.length);
  for (let at = 0; at < values.length; at++) {
    const wave = channels[at % channels.length];
    values[at] = wave?.(Math.floor(at / channels.length) / RATE) ?? 0;
  }
  const bytes = new Uint8Array(values.buffer);
  for (let at = 0; at < bytes.length; at += 4_093) meter.read(bytes.subarray(at, at + 4_093));
  return { ...meter.measures(), seconds: meter.seconds() };
}
const sine =
  (level: number, hz = 440) =>
  (t: number) =>
    level * Math.sin(2 * Math.PI * hz * t);
const cut = (wave: (t: number) => number) => (t: number) => Math.max(-1, Math.min(1, wave(t)));
const silent = () => 0;

describe("samples of a sound", () => {
  it("have the levels of a sine", () => {
    const found = measured(2, sine(0.5));
    expect(found.samples).toBe(2 * RATE);
    expect(found.seconds).toBe(2);
    // A sine at half of full scale: −6.02 dBFS at its peak, 3.01 dB less on average.
    expect(found.samplePeak).toBeCloseTo(-6.02, 2);
    expect(found.rms).toBeCloseTo(-9.03, 2);
    expect(found.dcOffset).toBeCloseTo(0, 6);
    expect(found).toMatchObject({ clippedSamples: 0, deadChannels: [], dualMono: null });
    expect(found.phase).toBeNull();
  });

  it("show the offset of the channel that is furthest off", () => {
    expect(measured(1, (t) => sine(0.1)(t) + 0.05, sine(0.1)).dcOffset).toBeCloseTo(0.05, 5);
    expect(measured(1, sine(0.1), (t) => sine(0.1)(t) - 0.25).dcOffset).toBeCloseTo(-0.25, 5);
  });

  it("are clipped where a wave stays at full scale, not where it touches it", () => {
    const wave = cut(sine(2, 100));
    const count = Array.from({ length: RATE }, (_, at) => Math.abs(wave(at / RATE))).filter(
      (size) => size === 1,
    ).length;
    expect(count).toBeGreaterThan(1_000);
    expect(measured(1, wave).clippedSamples).toBe(count);
    expect(measured(1, wave, silent).clippedSamples).toBe(count);
    expect(measured(1, sine(1, 400)).clippedSamples).toBe(0);
    // Two at a time are none.
    expect(measured(1, (t) => (Math.round(t * RATE) % 10 < 2 ? 1 : 0)).clippedSamples).toBe(0);
    expect(measured(1, (t) => (Math.round(t * RATE) % 10 < 3 ? -1 : 0)).clippedSamples).toBe(2400);
  });

  it("tell dead channels, equal ones, and how the two go together", () => {
    const equal = measured(1, sine(0.3), sine(0.3));
    expect(equal).toMatchObject({ dualMono: true, deadChannels: [] });
    expect(equal.phase).toBeCloseTo(1, 6);
    const against = measured(1, sine(0.3), sine(-0.3));
    expect(against.dualMono).toBe(false);
    expect(against.phase).toBeCloseTo(-1, 6);
    const apart = measured(1, sine(0.3, 400), sine(0.3, 700));
    expect(apart.dualMono).toBe(false);
    expect(apart.phase).toBeCloseTo(0, 3);
    expect(measured(1, sine(0.3), silent)).toMatchObject({
      ...{ deadChannels: [1], dualMono: null, phase: null },
    });
    expect(measured(1, silent, sine(0.3), silent)).toMatchObject({
      ...{ deadChannels: [0, 2], dualMono: null, phase: null },
    });
  });

  it("are silence where they are no numbers", () => {
    const found = measured(1, (t) =>
      t < 0.5 ? Number.NaN : t < 0.6 ? Number.POSITIVE_INFINITY : 0.5,
    );
    expect(found.samplePeak).toBeCloseTo(-6.02, 2);
    expect(found.dcOffset).toBeCloseTo(0.2, 3);
    expect(measured(0.1, silent)).toMatchObject({ samplePeak: null, rms: null });
  });

  it("give an outline of at most 600 points, whose steps get coarser", () => {
    const beat = (t: number) => (Math.floor(t) % 10 === 0 ? sine(0.8)(t) : sine(0.1)(t));
    const short = measured(10, beat).outline;
    expect(short.step).toBe(0.05);
    expect(short.values).toHaveLength(200);
    expect(short.values[19]).toBeGreaterThan(0.79);
    expect(short.values[20]).toBeLessThan(0.11);
    const long = measured(100, beat).outline;
    expect(long.step).toBe(0.2);
    expect(long.values).toHaveLength(500);
    expect(long.values[54]).toBeGreaterThan(0.79);
    expect(long.values[55]).toBeLessThan(0.11);
  });
});
