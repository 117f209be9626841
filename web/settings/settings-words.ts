// Settings in a few words: for the folded panel and the list of runs.

import type { Settings } from "../../protocol/settings.ts";
import { NEUTRAL, type SettingsDraft, SLIDERS, settingsOf } from "./settings-draft.ts";

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
    return changed && settings.mode === "manual" ? [`${slider} ${value}`] : [];
  });
  const rate =
    settings.fps === undefined || settings.fps === "source" ? [] : [`${settings.fps} fps`];
  const details = [...numbers, ...rate];
  return details.length > 0 ? `${name}: ${details.join(", ")}` : name;
}

export function draftWords(draft: SettingsDraft): string {
  const result = settingsOf(draft);
  return result.ok ? settingsWords(result.settings) : "Needs a look";
}
