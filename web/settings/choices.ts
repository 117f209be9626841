// What the form offers by name for each setting that is chosen and not typed.

import { words } from "../language/words.ts";
import type { SettingsDraft } from "./settings-draft.ts";

export type Choice = { value: string; name: string };

/** What a mode does by itself comes first. */
export function stepChoices(mode: SettingsDraft["mode"]): Choice[] {
  const { automatic, off, light, medium, strong } = words().settings.choices;
  return [
    ...(mode === "auto"
      ? [
          { value: "", name: automatic },
          { value: "off", name: off },
        ]
      : [
          { value: "", name: off },
          { value: "auto", name: automatic },
        ]),
    { value: "0.3", name: light },
    { value: "0.6", name: medium },
    { value: "1", name: strong },
  ];
}

export function stabilizeChoices(): Choice[] {
  const { off, light, medium, strong } = words().settings.choices;
  return [
    { value: "", name: off },
    { value: "3", name: light },
    { value: "5", name: medium },
    { value: "10", name: strong },
  ];
}

export function methodChoices(): Choice[] {
  const { methods } = words().settings.choices;
  return [
    { value: "cfr", name: methods.cfr },
    { value: "blend", name: methods.blend },
    { value: "motion", name: methods.motion },
  ];
}

export function audioChoices(): Choice[] {
  const { audio } = words().settings.choices;
  return [
    { value: "", name: audio.auto },
    { value: "aac", name: audio.aac },
    { value: "copy", name: audio.copy },
  ];
}

/** What a mode does by itself comes first. */
export function loudnessChoices(mode: SettingsDraft["mode"]): Choice[] {
  const { auto, off, streaming, web, broadcast } = words().settings.choices.loudness;
  return [
    ...(mode === "auto"
      ? [
          { value: "", name: auto },
          { value: "off", name: off },
        ]
      : [
          { value: "", name: off },
          { value: "auto", name: auto },
        ]),
    { value: "-14", name: streaming },
    { value: "-16", name: web },
    { value: "-23", name: broadcast },
  ];
}

export function qualityChoices(): Choice[] {
  const { standard, finer, smaller, size } = words().settings.choices.quality;
  return [
    { value: "", name: standard },
    { value: "crf:14", name: finer },
    { value: "crf:23", name: smaller },
    { value: "size", name: size },
  ];
}

/** `CRF 18`, `SSIM 0.98`. */
export function qualityName(value: string): string {
  const [measure = "", number = ""] = value.split(":");
  return words().settings.choices.measure(measure.toUpperCase(), number);
}

/** `preserve`, which refuses where `""` does without, is not offered. */
export function hdrChoices(): Choice[] {
  const { both, tonemap } = words().settings.choices.hdr;
  return [
    { value: "", name: both },
    { value: "tonemap", name: tonemap },
  ];
}

export function tagChoices(): Choice[] {
  const { tags } = words().settings.choices;
  return [
    { value: "", name: tags.private },
    { value: "location", name: tags.location },
    { value: "nothing", name: tags.nothing },
  ];
}

export function matteChoices(): Choice[] {
  const { black, white, green } = words().settings.choices.mattes;
  return [
    { value: "", name: black },
    { value: "#ffffff", name: white },
    { value: "#00b140", name: green },
  ];
}
