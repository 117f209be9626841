// What stands in the settings form, as typed and chosen, and how it becomes settings. The
// protocol's parser is the judge of every value; here is only which text goes to which field.

import { OUTPUT_FPS_MAX } from "../../protocol/limits.ts";
import { PRESETS, type PresetName } from "../../protocol/presets.ts";
import {
  canonicalSettings,
  parseSettings,
  type Settings,
  type SettingsResult,
} from "../../protocol/settings.ts";
import { words } from "../language/words.ts";

export const SLIDERS = ["brightness", "contrast", "saturation", "gamma", "temperature"] as const;
export type SliderName = (typeof SLIDERS)[number];
export const STEPS = ["denoise", "sharpen", "deband"] as const;
export type StepName = (typeof STEPS)[number];

export type SettingsDraft = {
  /** What the form was filled from, whatever was changed since; `""` if from none. */
  preset: PresetName | "";
  mode: Settings["mode"];
  /** As typed, so that a half-written number stays as it is. */
  values: Record<SliderName, string>;
  /** Share of the automatic change, 0…1, as typed. */
  strength: string;
  /** `""` is what the mode does by itself, else `off`, `auto` or a number. */
  steps: Record<StepName, string>;
  /** `""` or 1…10. */
  stabilize: string;
  /** One of `FRAME_RATES`, or `own`. */
  frameRate: string;
  ownFrameRate: string;
  fpsMethod: string;
  /** `""` copies sound that plays everywhere; `copy` and `aac` insist. */
  audio: string;
  /** `""`, `off`, `auto` or LUFS. */
  loudness: string;
  /** `""`, `crf:18`, `ssim:0.98`, or `size` with `megabytes` as typed. */
  quality: string;
  megabytes: string;
  /** `""` keeps HDR beside SDR, else `tonemap` or `preserve`. */
  hdr: string;
  /** `""` keeps what names neither place nor device; `location` keeps the place; `nothing` no tag. */
  tags: string;
  /** `""` or a colour as `#rrggbb`. */
  matte: string;
};

/** In the order in which they are offered. */
export const MODES: readonly Settings["mode"][] = ["auto", "manual", "seed", "off"];

/** Frame rates that are offered by name; any other is typed. */
export const FRAME_RATES = ["source", "24", "25", "30", "50", "60"] as const;

export const NEUTRAL = {
  brightness: "0",
  contrast: "1",
  saturation: "1",
  gamma: "1",
  temperature: "6500",
} as const;

export const DEFAULT_DRAFT: SettingsDraft = {
  preset: "",
  mode: "auto",
  values: NEUTRAL,
  strength: "1",
  steps: { denoise: "", sharpen: "", deband: "" },
  stabilize: "",
  frameRate: "source",
  ownFrameRate: "30000/1001",
  fpsMethod: "cfr",
  audio: "",
  loudness: "",
  quality: "",
  megabytes: "25",
  hdr: "",
  tags: "",
  matte: "",
};

export type FieldName = SliderName | "strength" | "fps" | "megabytes";

/**
 * The settings that the draft asks for, or the first sentence that says what is wrong. A preset that
 * nobody changed is asked for by its name: what it brings and cannot be made is then left out, where
 * the same numbers chosen one by one are insisted on.
 */
export function settingsOf(draft: SettingsDraft): SettingsResult {
  const settings = chosenSettings(draft);
  if (!settings.ok) {
    const [detail = settings.detail] = Object.values(draftErrors(draft));
    return { ok: false, detail };
  }
  // The preset `auto` is its mode and nothing else.
  if (draft.preset === "" || draft.preset === "auto") return settings;
  const meant = chosenSettings(draftOfPreset(draft.preset));
  const unchanged =
    meant.ok && canonicalSettings(settings.settings) === canonicalSettings(meant.settings);
  return unchanged ? parseSettings({ preset: draft.preset }) : settings;
}

function chosenSettings(draft: SettingsDraft): SettingsResult {
  if (draft.mode === "off") return parseSettings({ mode: "off" });
  const loudness = unlessOwn(draft.mode, draft.loudness);
  const fps = frameRateOf(draft);
  const quality = qualityOf(draft);
  const strength = toNumber(draft.strength);
  return parseSettings({
    mode: draft.mode,
    ...(draft.mode === "manual" && numbersOf(draft)),
    ...(draft.mode === "auto" && strength !== 1 && { strength }),
    ...(draft.mode !== "seed" && stepsOf(draft)),
    ...(draft.stabilize !== "" && { stabilize: Number(draft.stabilize) }),
    ...(fps !== "source" && { fps }),
    ...(fps !== "source" && draft.fpsMethod !== "cfr" && { fpsMethod: draft.fpsMethod }),
    ...(draft.audio !== "" && { audio: draft.audio }),
    ...(loudness !== "" && { loudness: wordOrNumber(loudness) }),
    ...(quality && { quality }),
    ...(draft.hdr !== "" && { hdr: draft.hdr }),
    ...(draft.tags === "location" && { privacy: { stripLocation: false } }),
    ...(draft.tags === "nothing" && { privacy: { stripAll: true } }),
    ...(draft.matte !== "" && { matte: draft.matte }),
  });
}

/** What is wrong with each field that is in use, by its name; empty if all is well. */
export function draftErrors(draft: SettingsDraft): Partial<Record<FieldName, string>> {
  const errors: Partial<Record<FieldName, string>> = {};
  const refuse = (name: FieldName) => {
    errors[name] = words().settings.wrong[name](OUTPUT_FPS_MAX);
  };
  const judge = (name: FieldName, settings: object) => {
    if (!parseSettings({ mode: "manual", ...settings }).ok) refuse(name);
  };
  if (draft.mode === "off") return errors;
  if (draft.mode === "manual") {
    const numbers = numbersOf(draft);
    for (const name of SLIDERS) judge(name, { [name]: numbers[name] });
  }
  if (draft.mode === "auto") {
    judge("strength", { mode: "auto", strength: toNumber(draft.strength) });
  }
  judge("fps", { fps: frameRateOf(draft) });
  if (draft.quality === "size" && !(toNumber(draft.megabytes) > 0)) {
    refuse("megabytes");
  }
  return errors;
}

/** The draft of a preset, ready to be changed. */
export function draftOfPreset(name: PresetName): SettingsDraft {
  return draftOf({ ...PRESETS[name], preset: name });
}

/** The draft that gives these settings, to begin another run from an earlier one. */
export function draftOf(settings: Settings): SettingsDraft {
  const values: Record<SliderName, string> = { ...NEUTRAL };
  for (const name of SLIDERS) {
    const value = settings[name];
    if (value !== undefined) values[name] = String(value);
  }
  const steps = { ...DEFAULT_DRAFT.steps };
  for (const name of STEPS) steps[name] = unlessOwn(settings.mode, settings[name]);
  const fps = String(settings.fps ?? "source");
  const offered = FRAME_RATES.some((rate) => rate === fps);
  const { stripAll, stripLocation } = settings.privacy ?? {};
  return {
    preset: settings.preset ?? "",
    mode: settings.mode,
    values,
    strength: String(settings.strength ?? 1),
    steps,
    stabilize: settings.stabilize ? String(settings.stabilize) : "",
    frameRate: offered ? fps : "own",
    ownFrameRate: offered ? DEFAULT_DRAFT.ownFrameRate : fps,
    fpsMethod: settings.fpsMethod ?? "cfr",
    audio: settings.audio === undefined || settings.audio === "auto" ? "" : settings.audio,
    loudness: unlessOwn(settings.mode, settings.loudness),
    ...draftOfQuality(settings.quality),
    hdr: settings.hdr === undefined || settings.hdr === "both" ? "" : settings.hdr,
    tags: stripAll ? "nothing" : stripLocation === false ? "location" : "",
    matte: settings.matte ?? "",
  };
}

/** A step's strength or a loudness as text; `""` where it says what the mode does by itself. */
export function unlessOwn(mode: Settings["mode"], value: string | number | undefined): string {
  const own = mode === "auto" ? "auto" : "off";
  return value === undefined || value === own ? "" : String(value);
}

function draftOfQuality(
  quality: Settings["quality"],
): Pick<SettingsDraft, "quality" | "megabytes"> {
  const { megabytes } = DEFAULT_DRAFT;
  if (!quality) return { quality: "", megabytes };
  if ("crf" in quality) return { quality: `crf:${quality.crf}`, megabytes };
  if ("ssim" in quality) return { quality: `ssim:${quality.ssim}`, megabytes };
  return { quality: "size", megabytes: String(quality.maxBytes / 1_000_000) };
}

function qualityOf({ quality, megabytes }: SettingsDraft): Settings["quality"] | null {
  if (quality === "") return null;
  if (quality === "size") return { maxBytes: Math.round(toNumber(megabytes) * 1_000_000) };
  const value = Number(quality.slice(quality.indexOf(":") + 1));
  return quality.startsWith("ssim:") ? { ssim: value } : { crf: value };
}

function stepsOf({ mode, steps }: SettingsDraft): Partial<Record<StepName, string | number>> {
  return Object.fromEntries(
    STEPS.filter((name) => unlessOwn(mode, steps[name]) !== "").map((name) => [
      name,
      wordOrNumber(steps[name]),
    ]),
  );
}

function wordOrNumber(text: string): string | number {
  return text === "off" || text === "auto" ? text : Number(text);
}

function frameRateOf({ frameRate, ownFrameRate }: SettingsDraft): string {
  return frameRate === "own" ? ownFrameRate.trim().replace(",", ".") : frameRate;
}

function numbersOf({ values }: SettingsDraft): Partial<Record<SliderName, number>> {
  return Object.fromEntries(
    SLIDERS.filter((name) => name !== "temperature" || values[name] !== NEUTRAL[name]).map(
      (name) => [name, toNumber(values[name])],
    ),
  );
}

/** NaN, which the parser refuses, for what is no number. A decimal comma is one too. */
function toNumber(text: string): number {
  const trimmed = text.trim().replace(",", ".");
  return trimmed === "" ? Number.NaN : Number(trimmed);
}
