// Settings in a few words: for the folded panel and the list of runs.

import type { Settings } from "../../protocol/settings.ts";
import { formatBytes } from "../format.ts";
import { NEUTRAL, type SettingsDraft, SLIDERS, STEPS, settingsOf } from "./settings-draft.ts";

export const MODES: { mode: Settings["mode"]; name: string; words: string }[] = [
  { mode: "auto", name: "Automatic", words: "Measures the picture and chooses." },
  { mode: "manual", name: "Manual", words: "Your own numbers." },
  { mode: "seed", name: "Classic look", words: "A fixed look, a little brighter." },
  { mode: "off", name: "Only facts", words: "No new picture is made." },
];

/** `Automatic`, `Manual: contrast 1.2, 25 fps`. */
export function settingsWords(settings: Settings): string {
  const name = MODES.find(({ mode }) => mode === settings.mode)?.name ?? settings.mode;
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
  const { strength, stabilize, fps, fpsMethod, loudness, quality, hdr, matte } = settings;
  const own = settings.mode === "auto" ? "auto" : "off";
  return [
    ...(strength !== undefined && strength !== 1 ? [`strength ${strength}`] : []),
    ...STEPS.flatMap((step) => {
      const value = settings[step];
      return value === undefined || value === own ? [] : [`${step} ${value}`];
    }),
    ...(stabilize ? [`steadied ${stabilize}`] : []),
    ...(fps === undefined || fps === "source" ? [] : [`${fps} fps`]),
    ...(fpsMethod === undefined || fpsMethod === "cfr" ? [] : [fpsMethod]),
    ...(typeof loudness === "number" ? [`${loudness} LUFS`.replace("-", "−")] : []),
    ...(quality ? [qualityWords(quality)] : []),
    ...(hdr === "tonemap" ? ["SDR only"] : []),
    ...(matte ? [`on ${matte}`] : []),
  ];
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
