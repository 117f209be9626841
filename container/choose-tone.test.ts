import { describe, expect, it } from "vitest";
import type { PictureMeasures, Tone } from "../protocol/enhancement.ts";
import { NEUTRAL_TONE } from "../protocol/tone.ts";
import { chooseTone } from "./choose-tone.ts";
import { measures } from "./testing/measures.ts";

const toneOf = (changed: Parameters<typeof measures>[0]) => chooseTone({}, measures(changed)).tone;
const notesOf = (changed: Parameters<typeof measures>[0]) =>
  chooseTone({}, measures(changed)).notes.join(" ");
const shown = ({ gain, lift, gamma }: Tone, luma: number) =>
  Math.min(1, Math.max(0, luma * gain + lift)) ** (1 / gamma);

describe("tone from measures", () => {
  it("opens a picture whose white is dark, past the line but not beyond what is ordinary", () => {
    const dark = { p10: 0.1, p50: 0.3, p90: 0.4, p99: 0.59, p99_9: 0.6 };
    const tone = toneOf(dark);
    expect(shown(tone, 0.6)).toBeGreaterThan(0.75);
    expect(shown(tone, 0.6)).toBeLessThanOrEqual(0.9);
    expect(shown(tone, 0.01)).toBeCloseTo(0.01, 2);
    expect(notesOf(dark)).toContain("The brightest parts reach only 60 %");
  });

  it("strengthens colour with contrast, unless it is rich already", () => {
    const dark = { p50: 0.3, p90: 0.4, p99: 0.59, p99_9: 0.6 };
    const tone = toneOf(dark);
    expect(tone.saturation).toBe(tone.gain);
    expect(toneOf({ ...dark, saturation: 0.4 }).saturation).toBe(1);
    expect(toneOf({ ...dark, saturation: 0 }).saturation).toBe(1);
  });

  it("never multiplies by more than 1.6, nor bends by more than 1.25", () => {
    const tone = toneOf({ p10: 0.03, p50: 0.08, p90: 0.15, p99: 0.22, p99_9: 0.25 });
    expect(tone.gain).toBe(1.6);
    expect(tone.gamma).toBe(1.25);
  });

  it("lifts dark middle tones to the line, if all around them is dark", () => {
    const { gain, gamma } = toneOf({ p50: 0.2, p90: 0.45 });
    expect(gain).toBe(1);
    expect(0.2 ** (1 / gamma)).toBeCloseTo(0.22, 3);
    expect(toneOf({ p50: 0.2, p90: 0.78 })).toEqual(NEUTRAL_TONE);
  });

  it("takes a dark picture with bright lights for intended", () => {
    const night = { p0_1: 0, p1: 0, p50: 0.06, p90: 0.2, p99: 0.7, p99_9: 0.95 };
    expect(toneOf(night)).toEqual(NEUTRAL_TONE);
    expect(notesOf(night)).toContain("taken for intended");
  });

  it("takes a bright picture that has its black for intended", () => {
    const snow = { p0_1: 0.02, p1: 0.1, p10: 0.6, p50: 0.85, p90: 0.93, p99: 0.97, p99_9: 0.99 };
    expect(toneOf(snow)).toEqual(NEUTRAL_TONE);
  });

  it("takes a veil off, without making the picture dark", () => {
    const veil = { p0_1: 0.38, p1: 0.4, p10: 0.5, p50: 0.72, p90: 0.9, p99: 1, p99_9: 1 };
    const tone = toneOf(veil);
    expect(shown(tone, 0.4)).toBeLessThan(0.26);
    expect(shown(tone, 1)).toBeGreaterThanOrEqual(0.75);
    expect(notesOf(veil)).toContain("as behind a veil");
  });

  it("does not darken a hazy picture by widening it", () => {
    // A camera clip: haze at the bottom, small lights at the top.
    const haze = { p0_1: 0.16, p1: 0.2, p10: 0.26, p50: 0.37, p90: 0.44, p99: 0.53, p99_9: 1 };
    const tone = toneOf(haze);
    expect(shown(tone, haze.p50)).toBeGreaterThan(haze.p50 - 0.03);
    expect(shown(tone, haze.p99) - shown(tone, haze.p1)).toBeGreaterThan(haze.p99 - haze.p1);
  });

  it("predicts no new clipping for any picture it stretches", () => {
    let stretched = 0;
    for (let low = 0; low <= 0.6; low += 0.05) {
      for (let high = low + 0.1; high <= 1; high += 0.05) {
        const at = (part: number) => low + (high - low) * part;
        const inside = { p1: at(0.02), p10: at(0.1), p50: at(0.5), p90: at(0.9), p99: at(0.98) };
        const { gain, lift } = toneOf({ p0_1: low, ...inside, p99_9: high });
        expect(low * gain + lift).toBeGreaterThanOrEqual(Math.min(low, 0) - 1e-4);
        expect(high * gain + lift).toBeLessThanOrEqual(Math.max(high, 0.98) + 1e-3);
        if (gain !== 1 || lift !== 0) stretched++;
      }
    }
    expect(stretched).toBeGreaterThan(50);
  });

  it("leaves alone what is black, or of one tone", () => {
    const black = { p0_1: 0, p1: 0, p10: 0, p50: 0.01, p90: 0.02, p99: 0.03, p99_9: 0.04 };
    expect(toneOf(black)).toEqual(NEUTRAL_TONE);
    const card = { p0_1: 0.42, p1: 0.67, p10: 0.69, p50: 0.72, p90: 0.75, p99: 0.77, p99_9: 0.84 };
    expect(toneOf(card)).toMatchObject({ gain: 1, lift: 0 });
  });

  it("strengthens pale colours by 15 % at most, and leaves black and white alone", () => {
    expect(toneOf({ saturation: 0.032 }).saturation).toBeCloseTo(1.0938, 3);
    expect(toneOf({ saturation: 0.02 }).saturation).toBe(1.15);
    expect(toneOf({ saturation: 0.005 }).saturation).toBe(1);
  });
});

describe("white balance", () => {
  const balance = (cast: PictureMeasures["cast"], changed = {}) => {
    const { red, blue } = toneOf({ cast, ...changed });
    return [red, blue];
  };

  it("takes most of an amber or blue cast off", () => {
    const [red = 1, blue = 1] = balance({ blue: -0.12, red: 0.09 });
    // Grey's own gains are 1 + cast / 2 / 0.635 for red and / 0.539 for blue.
    const [left, right] = [(1 + 0.09 / 2 / 0.635) * red - 1, (1 - 0.12 / 2 / 0.539) * blue - 1];
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(0.09 / 2 / 0.635 / 2);
    expect(right).toBeLessThan(0);
    expect(right).toBeGreaterThan((-0.12 / 2 / 0.539) * 0.5);
    const [cooler = 1, warmer = 1] = balance({ blue: 0.15, red: -0.12 });
    expect(cooler).toBeGreaterThan(1);
    expect(warmer).toBeLessThan(1);
  });

  it("moves no channel by more than 15 %", () => {
    expect(balance({ blue: -0.4, red: 0.35 })).toEqual([0.85, 1.15]);
  });

  it.each([
    ["too weak to be a fault", { blue: -0.08, red: 0.06 }, {}],
    ["no colour of light", { blue: -0.06, red: 0.19 }, {}],
    ["green", { blue: -0.15, red: -0.12 }, {}],
    ["behind a veil", { blue: -0.15, red: 0.12 }, { p1: 0.22, p0_1: 0.18 }],
    ["black and white", { blue: -0.15, red: 0.12 }, { saturation: 0.01 }],
  ])("is left alone where the cast is %s", (_, cast, changed) => {
    expect(balance(cast, changed)).toEqual([1, 1]);
  });
});
