// What an enhancement did and what it changed, in words and numbers. Pure.

import type { PictureMeasures, Recipe, Report } from "../../protocol/enhancement.ts";
import { formatBytes, formatNumber, formatPercent } from "../format.ts";

/** A line of the before-and-after table. */
export type Change = { name: string; before: string; after: string };

export function changes({ before, after }: Pick<Report, "before" | "after">): Change[] {
  const share = (read: (measures: PictureMeasures) => number, decimals = 1) => ({
    before: formatPercent(read(before), decimals),
    after: formatPercent(read(after), decimals),
  });
  return [
    { name: "Darkest parts", ...share(({ percentiles }) => percentiles.p1) },
    { name: "Middle tones", ...share(({ percentiles }) => percentiles.p50) },
    { name: "Brightest parts", ...share(({ percentiles }) => percentiles.p99) },
    { name: "Average brightness", ...share(({ mean }) => mean) },
    { name: "Colourfulness", ...share(({ saturation }) => saturation) },
    { name: "Shadows cut off", ...share(({ clippedShadows }) => clippedShadows, 2) },
    { name: "Highlights cut off", ...share(({ clippedHighlights }) => clippedHighlights, 2) },
  ];
}

/** `Applied: gain × 1.2, gamma 1.35.`: the numbers that were applied, neutral ones left out. */
export function recipeWords({ gain, lift, gamma, saturation }: Recipe): string {
  const two = (value: number) => formatNumber(value, 3);
  const parts = [
    gain === 1 ? null : `gain × ${two(gain)}`,
    lift === 0 ? null : `lift ${lift > 0 ? "+" : "−"}${two(Math.abs(lift))}`,
    gamma === 1 ? null : `gamma ${two(gamma)}`,
    saturation === 1 ? null : `saturation × ${two(saturation)}`,
  ].filter((part) => part !== null);
  return parts.length > 0 ? `Applied: ${parts.join(", ")}.` : "The picture is left as it is.";
}

/** `4.1 MB before, 5.2 MB after (27 % larger)`. */
export function sizeWords(before: number | null, after: number): string {
  if (!before) return formatBytes(after);
  const change = after / before - 1;
  const size = formatPercent(Math.abs(change));
  const words =
    Math.abs(change) < 0.01 ? "the same" : `${size} ${change > 0 ? "larger" : "smaller"}`;
  return `${formatBytes(before)} before, ${formatBytes(after)} after (${words})`;
}
