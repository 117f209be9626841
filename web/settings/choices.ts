// What the form offers by name for each setting that is chosen and not typed.

import type { PresetName } from "../../protocol/presets.ts";
import type { SettingsDraft, StepName } from "./settings-draft.ts";

export type Choice = { value: string; name: string };

export const PRESET_WORDS: { preset: PresetName; name: string }[] = [
  { preset: "auto", name: "Automatic" },
  { preset: "low-light", name: "Low light" },
  { preset: "webcam", name: "Webcam" },
  { preset: "old-footage", name: "Old footage" },
  { preset: "screen-recording", name: "Screen recording" },
  { preset: "vivid", name: "Vivid" },
];

export const STEP_WORDS: Record<StepName, string> = {
  denoise: "Remove noise",
  sharpen: "Sharpen",
  deband: "Smooth banding",
};

/** What a mode does by itself comes first. */
export function stepChoices(mode: SettingsDraft["mode"]): Choice[] {
  const automatic = mode === "auto";
  return [
    { value: "", name: automatic ? "Automatic" : "Off" },
    automatic ? { value: "off", name: "Off" } : { value: "auto", name: "Automatic" },
    { value: "0.3", name: "Light" },
    { value: "0.6", name: "Medium" },
    { value: "1", name: "Strong" },
  ];
}

/** A strength that is not offered by name. */
export const strengthName = (value: string) => `Strength ${value}`;

export const STABILIZE_CHOICES: Choice[] = [
  { value: "", name: "Off" },
  { value: "3", name: "Light" },
  { value: "5", name: "Medium" },
  { value: "10", name: "Strong" },
];

export const METHOD_CHOICES: Choice[] = [
  { value: "cfr", name: "Repeat or drop pictures" },
  { value: "blend", name: "Blend pictures" },
  { value: "motion", name: "Follow the motion (slow)" },
];

export const AUDIO_CHOICES: Choice[] = [
  { value: "", name: "Copy where it plays everywhere" },
  { value: "aac", name: "Encode as AAC" },
  { value: "copy", name: "Copy only" },
];

export function loudnessChoices(mode: SettingsDraft["mode"]): Choice[] {
  const automatic = mode === "auto";
  return [
    { value: "", name: automatic ? "Mend if needed" : "Leave as it is" },
    automatic
      ? { value: "off", name: "Leave as it is" }
      : { value: "auto", name: "Mend if needed" },
    { value: "-14", name: "−14 LUFS, streaming" },
    { value: "-16", name: "−16 LUFS, web" },
    { value: "-23", name: "−23 LUFS, broadcast" },
  ];
}

/** `−20 LUFS`. */
export const loudnessName = (value: string) => `${value.replace("-", "−")} LUFS`;

export const QUALITY_CHOICES: Choice[] = [
  { value: "", name: "Standard" },
  { value: "crf:14", name: "Finer, larger file" },
  { value: "crf:23", name: "Smaller file" },
  { value: "size", name: "No larger than…" },
];

/** `CRF 18`, `SSIM 0.98`. */
export const qualityName = (value: string) => value.replace(":", " ").toUpperCase();

export const HDR_CHOICES: Choice[] = [
  { value: "", name: "Keep HDR beside SDR" },
  { value: "tonemap", name: "SDR only" },
];

/** `preserve`, which refuses where `""` does without. */
export const hdrName = () => "Insist on HDR";

export const TAG_CHOICES: Choice[] = [
  { value: "", name: "Without place and device" },
  { value: "location", name: "With the place" },
  { value: "nothing", name: "Nothing at all" },
];

export const MATTE_CHOICES: Choice[] = [
  { value: "", name: "Black" },
  { value: "#ffffff", name: "White" },
  { value: "#00b140", name: "Green" },
];
