// Settings in a few words: for the folded panel and the list of runs.

import type { Settings } from "../../protocol/settings.ts";
import { formatBytes } from "../format.ts";
import { loudnessName, PRESET_WORDS } from "./choices.ts";
import {
  NEUTRAL,
  type SettingsDraft,
  SLIDERS,
  STEPS,
  settingsOf,
  unlessOwn,
} from "./settings-draft.ts";

export const MODES: { mode: Settings["mode"]; name: string; words: string }[] = [
  { mode: "auto", name: "Automatic", words: "Measures the picture and chooses." },
  { mode: "manual", name: "Manual", words: "Your own numbers." },
  { mode: "seed", name: "Classic look", words: "A fixed look, a little brighter." },
  { mode: "off", name: "Only facts", words: "No new picture is made." },
];

/** `Automatic`, `Manual: contrast 1.2, 25 fps`, `Automatic for webcam: denoise 0.4`. */
export function settingsWords(settings: Settings): string {
  const mode = MODES.find(({ mode }) => mode === settings.mode)?.name ?? settings.mode;
  const purpose = PRESET_WORDS.find(({ preset }) => preset === settings.preset)?.name;
  // The preset `auto` is its mode and nothing else.
  const name =
    purpose === undefined || settings.preset === "auto"
      ? mode
      : `${mode} for ${purpose.toLowerCase()}`;
  const numbers = SLIDERS.flatMap((slider) => {
    const value = settings[slider];
    const changed = value !== undefined && value !== Number(NEUTRAL[slider]);
    const unit = slider === "temperature" ? " K" : "";
    return changed && settings.mode === "manual" ? [`${slider} ${value}${unit}`] : [];
  });
  const details = [...numbers, ...otherWords(settings)];
  return details.length > 0 ? `${name}: ${details.join(", ")}` : name;
}

function otherWords(settings: Settings): string[] {
  const { mode, strength, stabilize, fps, fpsMethod, audio, quality, hdr, privacy, matte } =
    settings;
  const loudness = unlessOwn(mode, settings.loudness);
  return [
    ...(strength !== undefined && strength !== 1 ? [`strength ${strength}`] : []),
    ...STEPS.flatMap((step) => {
      const value = unlessOwn(mode, settings[step]);
      return value === "" ? [] : [`${step} ${value}`];
    }),
    ...(stabilize ? [`steadied ${stabilize}`] : []),
    ...(fps === undefined || fps === "source" ? [] : [`${fps} fps`]),
    ...(fpsMethod === undefined || fpsMethod === "cfr" ? [] : [fpsMethod]),
    ...(audio === undefined || audio === "auto" ? [] : [AUDIO_WORDS[audio]]),
    ...(loudness === "" ? [] : [loudnessWords(loudness)]),
    ...(quality ? [qualityWords(quality)] : []),
    ...(hdr === undefined || hdr === "both" ? [] : [HDR_WORDS[hdr]]),
    ...(privacy?.stripAll ? ["no tags"] : []),
    ...(privacy?.stripLocation === false && !privacy.stripAll ? ["with the place"] : []),
    ...(matte && matte !== "#000000" ? [`on ${matte}`] : []),
  ];
}

const AUDIO_WORDS = { copy: "sound copied", aac: "sound as AAC" };
const HDR_WORDS = { tonemap: "SDR only", preserve: "insists on HDR" };

function loudnessWords(loudness: string): string {
  return loudness === "off" || loudness === "auto"
    ? `loudness ${loudness}`
    : loudnessName(loudness);
}

function qualityWords(quality: NonNullable<Settings["quality"]>): string {
  if ("crf" in quality) return `CRF ${quality.crf}`;
  if ("ssim" in quality) return `SSIM ${quality.ssim}`;
  return `at most ${formatBytes(quality.maxBytes)}`;
}

export function draftWords(draft: SettingsDraft): string {
  const result = settingsOf(draft);
  return result.ok ? settingsWords(result.settings) : "Needs a look";
}
