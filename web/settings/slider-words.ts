// A slider's value as a person would say it: for screen readers. Pure.

import { formatPercent } from "../format.ts";
import { words } from "../language/words.ts";
import { NEUTRAL } from "./settings-draft.ts";
import type { CurveName } from "./slider-curve.ts";

/** `0.2, brighter`, `6500 kelvin, unchanged`, `50 %`; what is no number as it was typed. */
export function sliderWords(name: CurveName, text: string): string {
  const { spoken } = words().settings;
  const value = Number(text.replace(",", "."));
  if (text.trim() === "" || !Number.isFinite(value)) return text || spoken.empty;
  if (name === "strength") return formatPercent(value);
  const { less, more } = spoken.senses[name];
  const neutral = Number(NEUTRAL[name]);
  const sense = value === neutral ? spoken.unchanged : value < neutral ? less : more;
  return name === "temperature" ? spoken.kelvin(text, sense) : spoken.value(text, sense);
}
