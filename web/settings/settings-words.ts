// Settings in a few words: for the folded panel and the list of runs.

import type { Settings } from "../../protocol/settings.ts";
import { formatBytes } from "../format.ts";
import { words } from "../language/words.ts";
import { qualityName } from "./choices.ts";
import {
  NEUTRAL,
  type SettingsDraft,
  SLIDERS,
  STEPS,
  settingsOf,
  unlessOwn,
} from "./settings-draft.ts";

/** `Automatic`, `Manual: contrast 1.2, 25 fps`, `Automatic for webcam: denoise 0.4`. */
export function settingsWords(settings: Settings): string {
  const { modes, presets, summary } = words().settings;
  const { preset } = settings;
  const mode = modes[settings.mode].name;
  // The preset `auto` is its mode and nothing else.
  const name =
    preset === undefined || preset === "auto" ? mode : summary.purpose(mode, presets[preset]);
  const numbers = SLIDERS.flatMap((slider) => {
    const value = settings[slider];
    const changed = value !== undefined && value !== Number(NEUTRAL[slider]);
    return changed && settings.mode === "manual" ? [summary.number(slider, value)] : [];
  });
  const details = [...numbers, ...otherWords(settings)];
  return details.length > 0 ? summary.whole(name, details) : name;
}

function otherWords(settings: Settings): string[] {
  const { mode, strength, stabilize, fps, fpsMethod, audio, quality, hdr, privacy, matte } =
    settings;
  const { summary } = words().settings;
  const loudness = unlessOwn(mode, settings.loudness);
  return [
    ...(strength !== undefined && strength !== 1 ? [summary.strength(strength)] : []),
    ...STEPS.flatMap((step) => {
      const value = unlessOwn(mode, settings[step]);
      return value === "" ? [] : [summary.step(step, value)];
    }),
    ...(stabilize ? [summary.stabilize(stabilize)] : []),
    ...(fps === undefined || fps === "source" ? [] : [summary.frameRate(String(fps))]),
    ...(fpsMethod === undefined || fpsMethod === "cfr" ? [] : [summary.methods[fpsMethod]]),
    ...(audio === undefined || audio === "auto" ? [] : [summary.audio[audio]]),
    ...(loudness === "" ? [] : [loudnessWords(loudness)]),
    ...(quality ? [qualityWords(quality)] : []),
    ...(hdr === undefined || hdr === "both" ? [] : [summary.hdr[hdr]]),
    ...(privacy?.stripAll ? [summary.noTags] : []),
    ...(privacy?.stripLocation === false && !privacy.stripAll ? [summary.withPlace] : []),
    ...(matte && matte !== "#000000" ? [summary.matte(matte)] : []),
  ];
}

function loudnessWords(loudness: string): string {
  const { summary, choices } = words().settings;
  return loudness === "off" || loudness === "auto"
    ? summary.loudness[loudness]
    : choices.lufs(loudness);
}

function qualityWords(quality: NonNullable<Settings["quality"]>): string {
  if ("crf" in quality) return qualityName(`crf:${quality.crf}`);
  if ("ssim" in quality) return qualityName(`ssim:${quality.ssim}`);
  return words().settings.summary.atMost(formatBytes(quality.maxBytes));
}

export function draftWords(draft: SettingsDraft): string {
  const result = settingsOf(draft);
  return result.ok ? settingsWords(result.settings) : words().settings.summary.needsLook;
}
