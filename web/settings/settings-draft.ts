// What stands in the settings form, as typed, and how it becomes settings. The protocol's parser
// is the judge of every value; here is only which text goes to which field.

import { parseSettings, type Settings, type SettingsResult } from "../../protocol/settings.ts";

export const SLIDERS = ["brightness", "contrast", "saturation", "gamma"] as const;
export type SliderName = (typeof SLIDERS)[number];

export type SettingsDraft = {
  mode: Settings["mode"];
  /** As typed, so that a half-written number stays as it is. */
  values: Record<SliderName, string>;
  /** One of `FRAME_RATES`, or `own`. */
  frameRate: string;
  ownFrameRate: string;
};

/** Frame rates that are offered by name; any other is typed. */
export const FRAME_RATES = ["source", "24", "25", "30", "50", "60"] as const;

export const NEUTRAL = { brightness: "0", contrast: "1", saturation: "1", gamma: "1" } as const;

export const DEFAULT_DRAFT: SettingsDraft = {
  mode: "auto",
  values: NEUTRAL,
  frameRate: "source",
  ownFrameRate: "30000/1001",
};

/** The settings that the draft asks for, or the first sentence that says what is wrong. */
export function settingsOf(draft: SettingsDraft): SettingsResult {
  if (draft.mode === "off") return parseSettings({ mode: "off" });
  const fps = frameRateOf(draft);
  return parseSettings({
    mode: draft.mode,
    ...(draft.mode === "manual" && numbersOf(draft)),
    ...(fps !== "source" && { fps }),
  });
}

/** What is wrong with each field that is in use, by its name; empty if all is well. */
export function draftErrors(draft: SettingsDraft): Partial<Record<SliderName | "fps", string>> {
  const errors: Partial<Record<SliderName | "fps", string>> = {};
  if (draft.mode === "off") return errors;
  const numbers = draft.mode === "manual" ? numbersOf(draft) : {};
  for (const name of SLIDERS) {
    if (!(name in numbers)) continue;
    const result = parseSettings({ mode: "manual", [name]: numbers[name] });
    if (!result.ok) errors[name] = sentence(result.detail);
  }
  const rate = parseSettings({ mode: draft.mode, fps: frameRateOf(draft) });
  if (!rate.ok) errors.fps = sentence(rate.detail.replace(/^fps/, "frame rate"));
  return errors;
}

/** The draft that gives these settings, to begin another run from an earlier one. */
export function draftOf(settings: Settings): SettingsDraft {
  const values: Record<SliderName, string> = { ...NEUTRAL };
  for (const name of SLIDERS) {
    const value = settings[name];
    if (value !== undefined) values[name] = String(value);
  }
  const fps = String(settings.fps ?? "source");
  const offered = FRAME_RATES.some((rate) => rate === fps);
  return {
    mode: settings.mode,
    values,
    frameRate: offered ? fps : "own",
    ownFrameRate: offered ? DEFAULT_DRAFT.ownFrameRate : fps,
  };
}

function frameRateOf({ frameRate, ownFrameRate }: SettingsDraft): string {
  return frameRate === "own" ? ownFrameRate.trim().replace(",", ".") : frameRate;
}

function numbersOf({ values }: SettingsDraft): Partial<Record<SliderName, number>> {
  return Object.fromEntries(SLIDERS.map((name) => [name, toNumber(values[name])]));
}

/** NaN, which the parser refuses, for what is no number. A decimal comma is one too. */
function toNumber(text: string): number {
  const trimmed = text.trim().replace(",", ".");
  return trimmed === "" ? Number.NaN : Number(trimmed);
}

function sentence(detail: string): string {
  return detail.charAt(0).toUpperCase() + detail.slice(1);
}
