// What an enhancement did and what it changed, in words and numbers. Pure.

import type { PictureMeasures, Recipe, Report } from "../../protocol/enhancement.ts";
import { formatBytes, formatNumber, formatPercent } from "../format.ts";
import { words } from "../language/words.ts";

/** A line of the before-and-after table. */
export type Change = { name: string; before: string; after: string };

/** The picture's measures, then the sound's; what is not known of a silent film is left out. */
export function changes({ before, after, sound }: Pick<Report, "before" | "after" | "sound">) {
  const { measures } = words().report;
  const line = (name: string, figure: (measured: PictureMeasures) => string): Change => ({
    name,
    before: figure(before),
    after: figure(after),
  });
  const share = (value: number, decimals = 1) => formatPercent(value, decimals);
  return [
    line(measures.darkest, ({ percentiles }) => share(percentiles.p1)),
    line(measures.middle, ({ percentiles }) => share(percentiles.p50)),
    line(measures.brightest, ({ percentiles }) => share(percentiles.p99)),
    line(measures.range, ({ percentiles }) => share(percentiles.p99 - percentiles.p1)),
    line(measures.brightness, ({ mean }) => share(mean)),
    line(measures.shadows, ({ clippedShadows }) => share(clippedShadows, 2)),
    line(measures.highlights, ({ clippedHighlights }) => share(clippedHighlights, 2)),
    line(measures.saturation, ({ saturation }) => share(saturation)),
    line(measures.cast, ({ cast }) => castWords(cast)),
    line(measures.noise, ({ noise }) => share(noise, 2)),
    line(measures.sharpness, ({ sharpness }) => share(sharpness)),
    line(measures.blocks, ({ blockiness }) => share(Math.max(0, blockiness))),
    ...(sound ? soundChanges(sound) : []),
  ];
}

function soundChanges({ before, after }: NonNullable<Report["sound"]>): Change[] {
  const { measures, silent } = words().report;
  const level = (value: number | null, unit: string) =>
    value === null ? silent : `${formatNumber(value, 1).replace("-", "−")}\u00a0${unit}`;
  return [
    {
      name: measures.loudness,
      before: level(before.loudness, "LUFS"),
      after: level(after.loudness, "LUFS"),
    },
    {
      name: measures.peak,
      before: level(before.truePeak, "dBTP"),
      after: level(after.truePeak, "dBTP"),
    },
  ];
}

/** A cast that nobody sees, as a share of the strongest there can be. */
const CAST_UNSEEN = 0.01;

/** `none`, `2.1 % blue`, `3 % red, 1.5 % yellow`. */
function castWords({ blue, red }: PictureMeasures["cast"]): string {
  const { cast } = words().report;
  const parts = [
    { value: red, more: cast.red, less: cast.cyan },
    { value: blue, more: cast.blue, less: cast.yellow },
  ].flatMap(({ value, more, less }) => {
    if (Math.abs(value) < CAST_UNSEEN) return [];
    const share = formatPercent(Math.abs(value), 1);
    return [value > 0 ? more(share) : less(share)];
  });
  return parts.length > 0 ? parts.join(", ") : cast.none;
}

/** `Applied: gain × 1.2, gamma 1.35.`: the numbers that were applied, neutral ones left out. */
export function recipeWords(recipe: Recipe): string {
  const { lift, loudness, shots } = recipe;
  const said = words().report.recipe;
  const three = (value: number) => formatNumber(value, 3);
  const unless = (neutral: number, value: number, tell: (figure: string) => string) =>
    value === neutral ? [] : [tell(three(value))];
  const parts = [
    ...unless(1, recipe.gain, said.gain),
    ...(lift === 0 ? [] : [said.lift(`${lift > 0 ? "+" : "−"}${three(Math.abs(lift))}`)]),
    ...unless(1, recipe.gamma, said.gamma),
    ...unless(1, recipe.saturation, said.saturation),
    ...unless(1, recipe.red, said.red),
    ...unless(1, recipe.blue, said.blue),
    ...unless(0, recipe.denoise, said.denoise),
    ...unless(0, recipe.deblock, said.deblock),
    ...unless(0, recipe.sharpen, said.sharpen),
    ...unless(0, recipe.deband, said.deband),
    ...unless(0, recipe.stabilize, said.stabilize),
    ...(loudness ? [said.loudness(`${signed(loudness.gain)}\u00a0dB`)] : []),
    ...(shots.length > 0 ? [said.shots(shots.length)] : []),
  ];
  return parts.length > 0 ? said.applied(parts) : said.nothing;
}

function signed(value: number): string {
  return `${value < 0 ? "−" : "+"}${formatNumber(Math.abs(value), 1)}`;
}

/** `0.9917 on average, 0.986 at least, on 36 frames`: how faithful the encode is. */
export function fidelityWords({ mean, lowest, frames }: Report["fidelity"]): string {
  return words().report.fidelity(formatNumber(mean, 4), formatNumber(lowest, 4), frames);
}

/** `CRF 18`, `CRF 21.5, found for an SSIM of 0.98`. */
export function qualityWords({ crf, search }: Report["quality"]): string {
  const { foundForSsim, foundForSize } = words().report;
  const factor = `CRF ${formatNumber(crf, 1)}`;
  if (search === null) return factor;
  return search.asked === "ssim"
    ? foundForSsim(factor, formatNumber(search.target, 4))
    : foundForSize(factor, formatBytes(search.target));
}

/** `4.1 MB before, 5.2 MB after (27 % larger)`. */
export function sizeWords(before: number | null, after: number): string {
  if (!before) return formatBytes(after);
  const { same, larger, smaller, compared } = words().report.size;
  const change = after / before - 1;
  const share = formatPercent(Math.abs(change));
  const difference = Math.abs(change) < 0.01 ? same : change > 0 ? larger(share) : smaller(share);
  return compared(formatBytes(before), formatBytes(after), difference);
}
