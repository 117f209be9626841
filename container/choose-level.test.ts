import { describe, expect, it } from "vitest";
import type { Settings } from "../protocol/settings.ts";
import { chooseLevel, withLimiter } from "./choose-level.ts";

const level = (loudness: number | null, settings: Settings = { mode: "auto" }, seconds = 10) =>
  chooseLevel({ loudness, range: 5, truePeak: -3, seconds }, settings);

describe("the level of the sound", () => {
  it.each([
    [-12, 0],
    [-17.2, 0],
    [-23, 0],
    [-23.1, 7.1],
    [-31.4, 15.4],
    [-8.8, -7.2],
  ])("at %s LUFS changes by %s dB by itself", (loudness, gain) => {
    expect(level(loudness).gain).toBe(gain);
  });

  it("says what it is where it is left alone", () => {
    expect(level(-17).note).toContain("−17 LUFS");
    expect(level(-60)).toMatchObject({ gain: 0, note: expect.stringContaining("next to silent") });
    expect(level(null)).toMatchObject({ gain: 0, note: "is silent." });
    expect(level(null, { mode: "auto" }, 0.3).note).toMatch(/too short/);
    expect(level(null, { mode: "auto" }, 0).note).toMatch(/could not be listened to/);
  });

  it("follows what is asked for, within a LU", () => {
    const asked = (loudness: number) => level(loudness, { mode: "manual", loudness: -20 }).gain;
    expect([-17, -19.1, -20.9, -24].map(asked)).toEqual([-3, 0, 0, 4]);
  });

  it.each<[string, Settings, number]>([
    ["manual settings", { mode: "manual" }, 0],
    ["the fixed look", { mode: "seed" }, 0],
    ["copied sound", { mode: "auto", audio: "copy" }, 0],
    ["off", { mode: "auto", loudness: "off" }, 0],
    ["manual settings with auto", { mode: "manual", loudness: "auto" }, 14],
  ])("of %s is changed only on request", (_, settings, gain) => {
    expect(level(-30, settings).gain).toBe(gain);
  });

  it("makes up for what the limiter takes, and gives way where it takes too much", () => {
    const lifted = level(-36);
    expect(lifted.gain).toBe(20);
    expect(withLimiter(lifted, -36, -16.1)).toEqual(lifted);
    expect(withLimiter(lifted, -36, -17)).toMatchObject({
      gain: 21,
      note: expect.stringContaining("by 21 dB"),
    });
    expect(withLimiter(lifted, -36, -20)).toMatchObject({
      gain: 16,
      note: expect.stringContaining("because of its peaks"),
    });
  });
});
