import { describe, expect, it } from "vitest";
import { PRESET_NAMES, PRESETS } from "./presets.ts";
import { canonicalSettings, parseSettings } from "./settings.ts";

describe.each(PRESET_NAMES)("preset %s", (preset) => {
  it("unfolds into settings that stand on their own", () => {
    const settings = PRESETS[preset];
    expect(parseSettings(settings)).toEqual({ ok: true, settings });
    expect(parseSettings({ preset })).toEqual({ ok: true, settings: { ...settings, preset } });
  });

  it("yields to what is given beside it", () => {
    const beside = { preset, mode: "manual", denoise: 0.11, loudness: -23, gamma: 1.3 };
    expect(parseSettings(beside)).toEqual({
      ok: true,
      settings: { ...PRESETS[preset], ...beside },
    });
  });

  it("is manual with a tone beside it, and keeps the rest", () => {
    const { mode: _, ...rest } = PRESETS[preset];
    expect(parseSettings({ preset, gamma: 1.3 })).toEqual({
      ok: true,
      settings: { ...rest, preset, mode: "manual", gamma: 1.3 },
    });
  });

  it("does not hide what is wrong beside it", () => {
    const answer = parseSettings({ preset, denoise: 7 });
    expect(answer).toMatchObject({ ok: false, detail: expect.stringContaining("denoise must be") });
  });
});

describe("presets", () => {
  it("ask for different things", () => {
    const texts = PRESET_NAMES.map((name) => canonicalSettings(PRESETS[name]));
    expect(new Set(texts).size).toBe(PRESET_NAMES.length);
  });

  it.each(["none", "Vivid", "", 7, null, ["vivid"]])("have no such name: %j", (preset) => {
    const answer = parseSettings({ preset });
    const names = '"auto", "low-light", "webcam", "old-footage", "screen-recording", "vivid"';
    expect(answer).toEqual({ ok: false, detail: `preset must be one of ${names}.` });
  });
});
