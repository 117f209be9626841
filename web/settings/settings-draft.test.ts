import { expect, test } from "vitest";
import { PRESET_NAMES } from "../../protocol/presets.ts";
import { parseSettings, type Settings } from "../../protocol/settings.ts";
import { words } from "../language/words.ts";
import {
  audioChoices,
  type Choice,
  loudnessChoices,
  stabilizeChoices,
  stepChoices,
} from "./choices.ts";
import {
  DEFAULT_DRAFT,
  draftErrors,
  draftOf,
  draftOfPreset,
  NEUTRAL,
  type SettingsDraft,
  settingsOf,
} from "./settings-draft.ts";

const manual = (values: Partial<SettingsDraft["values"]>): SettingsDraft => ({
  ...DEFAULT_DRAFT,
  mode: "manual",
  values: { ...NEUTRAL, ...values },
});

test("the form as it opens asks for automatic enhancement and nothing else", () => {
  expect(settingsOf(DEFAULT_DRAFT)).toEqual({ ok: true, settings: { mode: "auto" } });
});

test("numbers count in manual mode only, with a point or a comma", () => {
  const draft = manual({ gamma: "1,5", brightness: " -0.2 " });
  expect(settingsOf(draft)).toEqual({
    ok: true,
    settings: { mode: "manual", brightness: -0.2, contrast: 1, saturation: 1, gamma: 1.5 },
  });
  expect(settingsOf({ ...draft, mode: "auto" })).toEqual({ ok: true, settings: { mode: "auto" } });
});

test.each([
  ["contrast", "4", "Contrast must be a number from 0 to 3."],
  ["brightness", "", "Brightness must be a number from -1 to 1."],
  ["gamma", "0", "Gamma must be a number from 0.1 to 10."],
  ["saturation", "much", "Saturation must be a number from 0 to 3."],
  ["temperature", "900", "Temperature must be a number from 1000 to 40000."],
] as const)("%s of “%s” is refused where it stands", (name, text, sentence) => {
  const draft = manual({ [name]: text });
  expect(draftErrors(draft)).toEqual({ [name]: sentence });
  expect(settingsOf(draft).ok).toBe(false);
  expect(draftErrors({ ...draft, mode: "auto" })).toEqual({});
});

test.each([
  ["30000/1001", true],
  ["29,97", true],
  ["12.5", true],
  ["0", false],
  ["121", false],
  ["30/0", false],
  ["fast", false],
])("an own frame rate of %s is %s", (ownFrameRate, good) => {
  const draft: SettingsDraft = { ...DEFAULT_DRAFT, frameRate: "own", ownFrameRate };
  expect(settingsOf(draft).ok).toBe(good);
  expect("fps" in draftErrors(draft)).toBe(!good);
});

test("only facts asks for nothing, whatever else stands in the form", () => {
  const draft: SettingsDraft = { ...manual({ gamma: "x" }), mode: "off", frameRate: "own" };
  expect(settingsOf(draft)).toEqual({ ok: true, settings: { mode: "off" } });
  expect(draftErrors(draft)).toEqual({});
});

test("another run begins with the settings of the one before", () => {
  const settings = { mode: "manual", gamma: 1.4, fps: "30000/1001" } as const;
  const draft = draftOf(settings);
  expect(draft).toMatchObject({ frameRate: "own", ownFrameRate: "30000/1001" });
  expect(settingsOf(draft)).toMatchObject({ ok: true, settings });
  expect(draftOf({ mode: "seed", fps: 25 }).frameRate).toBe("25");
});

const NAMED = PRESET_NAMES.filter((name) => name !== "auto");

test.each(NAMED)("the preset %s is asked for by its name until it is changed", (preset) => {
  const draft = draftOfPreset(preset);
  const meant = parseSettings({ preset });
  expect(settingsOf(draft)).toEqual(meant);
  const changed = settingsOf({ ...draft, matte: "#ffffff" });
  expect(changed).toMatchObject({ ok: true, settings: { mode: draft.mode, matte: "#ffffff" } });
  expect(changed).not.toHaveProperty("settings.preset");
  // Back as it was, and what only another mode looks at.
  expect(settingsOf({ ...draft, ownFrameRate: "12", megabytes: "3" })).toEqual(meant);
  if (meant.ok) expect(settingsOf(draftOf(meant.settings))).toEqual(meant);
});

test("the preset auto is the form as it opens", () => {
  expect(settingsOf(draftOfPreset("auto"))).toEqual(settingsOf(DEFAULT_DRAFT));
});

test("numbers of a preset that came without its name stay without it", () => {
  const { preset: _, ...numbers } = draftOfPreset("vivid");
  expect(settingsOf({ ...numbers, preset: "" })).not.toHaveProperty("settings.preset");
});

test("what the mode does by itself is not asked for in another mode either", () => {
  const steps = { denoise: "off", sharpen: "auto", deband: "0.5" };
  const draft: SettingsDraft = { ...DEFAULT_DRAFT, steps, loudness: "off" };
  expect(settingsOf(draft)).toEqual({
    ok: true,
    settings: { mode: "auto", denoise: "off", deband: 0.5, loudness: "off" },
  });
  const asManual = settingsOf({ ...draft, mode: "manual" });
  expect(asManual).toMatchObject({ settings: { mode: "manual", sharpen: "auto", deband: 0.5 } });
  expect(asManual).not.toHaveProperty("settings.denoise");
  expect(asManual).not.toHaveProperty("settings.loudness");
});

test.each(PRESET_NAMES)(
  "every value that the preset %s puts into the form has a name",
  (preset) => {
    const { mode, loudness, steps, stabilize, audio } = draftOfPreset(preset);
    const { lufs, strength } = words().settings.choices;
    const named = (choices: Choice[], value: string, name: (value: string) => string) => {
      const offered = choices.find((choice) => choice.value === value)?.name;
      return offered ?? name(value);
    };
    expect(named(loudnessChoices(mode), loudness, lufs)).toMatch(/^Mend|^Leave|^−\d+ LUFS/);
    for (const step of Object.values(steps)) {
      expect(named(stepChoices(mode), step, strength)).toMatch(/^[A-Z][a-z]+( 0\.\d)?$/);
    }
    expect(named(stabilizeChoices(), stabilize, strength)).toMatch(/^[A-Z]/);
    expect(named(audioChoices(), audio, String)).toMatch(/^Copy/);
  },
);

test.each<Settings>([
  { mode: "auto", strength: 0.4, denoise: 0.45, sharpen: "off", quality: { ssim: 0.98 } },
  { mode: "auto", quality: { maxBytes: 2_500_000 }, privacy: { stripLocation: false } },
  { mode: "seed", stabilize: 4, loudness: -20, hdr: "tonemap", matte: "#123456" },
  { mode: "auto", audio: "aac", hdr: "preserve", loudness: "off" },
  { mode: "seed", audio: "copy", loudness: "auto" },
  { mode: "auto", fps: "60", fpsMethod: "blend", privacy: { stripAll: true }, deband: 1 },
])("settings from elsewhere survive the form: %j", (settings) => {
  expect(settingsOf(draftOf(settings))).toEqual({ ok: true, settings });
});

test("a largest size that is no number is refused where it stands, and so is the draft", () => {
  const draft: SettingsDraft = { ...DEFAULT_DRAFT, quality: "size", megabytes: "big" };
  const { megabytes } = draftErrors(draft);
  expect(megabytes).toMatch(/^The largest size/);
  expect(settingsOf(draft)).toEqual({ ok: false, detail: megabytes });
});
