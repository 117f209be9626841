// What an enhancement did and what it changed, in words and numbers. Pure.

import type { PictureMeasures, Recipe, Report } from "../../protocol/enhancement.ts";
import { formatBytes, formatNumber, formatPercent } from "../format.ts";

/** A line of the before-and-after table. */
export type Change = { name: string; before: string; after: string };

/** The picture's measures, then the sound's; what is not known of a silent film is left out. */
export function changes({ before, after, sound }: Pick<Report, "before" | "after" | "sound">) {
  const line = (name: string, words: (measures: PictureMeasures) => string): Change => ({
    name,
    before: words(before),
    after: words(after),
  });
  const share = (value: number, decimals = 1) => formatPercent(value, decimals);
  return [
    line("Darkest parts", ({ percentiles }) => share(percentiles.p1)),
    line("Middle tones", ({ percentiles }) => share(percentiles.p50)),
    line("Brightest parts", ({ percentiles }) => share(percentiles.p99)),
    line("Tonal range in use", ({ percentiles }) => share(percentiles.p99 - percentiles.p1)),
    line("Average brightness", ({ mean }) => share(mean)),
    line("Shadows cut off", ({ clippedShadows }) => share(clippedShadows, 2)),
    line("Highlights cut off", ({ clippedHighlights }) => share(clippedHighlights, 2)),
    line("Colourfulness", ({ saturation }) => share(saturation)),
    line("Colour cast", ({ cast }) => castWords(cast)),
    line("Noise", ({ noise }) => share(noise, 2)),
    line("Sharpness of edges", ({ sharpness }) => share(sharpness)),
    line("Blocks of compression", ({ blockiness }) => share(Math.max(0, blockiness))),
    ...(sound ? soundChanges(sound) : []),
  ];
}

function soundChanges({ before, after }: NonNullable<Report["sound"]>): Change[] {
  const level = (value: number | null, unit: string) =>
    value === null ? "silent" : `${formatNumber(value, 1).replace("-", "−")}\u00a0${unit}`;
  return [
    {
      name: "Loudness",
      before: level(before.loudness, "LUFS"),
      after: level(after.loudness, "LUFS"),
    },
    {
      name: "Highest peak",
      before: level(before.truePeak, "dBTP"),
      after: level(after.truePeak, "dBTP"),
    },
  ];
}

/** A cast that nobody sees, as a share of the strongest there can be. */
const CAST_UNSEEN = 0.01;

/** `none`, `2.1 % blue`, `3 % red, 1.5 % yellow`. */
function castWords({ blue, red }: PictureMeasures["cast"]): string {
  const parts = [
    { value: red, names: ["red", "cyan"] },
    { value: blue, names: ["blue", "yellow"] },
  ].flatMap(({ value, names: [more, less] }) =>
    Math.abs(value) < CAST_UNSEEN
      ? []
      : [`${formatPercent(Math.abs(value), 1)} ${value > 0 ? more : less}`],
  );
  return parts.length > 0 ? parts.join(", ") : "none";
}

/** `Applied: gain × 1.2, gamma 1.35.`: the numbers that were applied, neutral ones left out. */
export function recipeWords(recipe: Recipe): string {
  const { lift, loudness, shots } = recipe;
  const three = (value: number) => formatNumber(value, 3);
  const times = (name: string, value: number) => (value === 1 ? [] : [`${name} × ${three(value)}`]);
  const step = (name: string, value: number) => (value === 0 ? [] : [`${name} ${three(value)}`]);
  const parts = [
    ...times("gain", recipe.gain),
    ...(lift === 0 ? [] : [`lift ${lift > 0 ? "+" : "−"}${three(Math.abs(lift))}`]),
    ...(recipe.gamma === 1 ? [] : [`gamma ${three(recipe.gamma)}`]),
    ...times("saturation", recipe.saturation),
    ...times("red", recipe.red),
    ...times("blue", recipe.blue),
    ...step("denoise", recipe.denoise),
    ...step("deblock", recipe.deblock),
    ...step("sharpen", recipe.sharpen),
    ...step("deband", recipe.deband),
    ...step("steadied", recipe.stabilize),
    ...(loudness ? [`loudness ${signed(loudness.gain)}\u00a0dB`] : []),
    ...(shots.length > 0 ? [`tones of their own in ${shots.length} shots`] : []),
  ];
  return parts.length > 0 ? `Applied: ${parts.join(", ")}.` : "The picture is left as it is.";
}

function signed(value: number): string {
  return `${value < 0 ? "−" : "+"}${formatNumber(Math.abs(value), 1)}`;
}

/** `0.9917 on average, 0.986 at least, on 36 frames`: how faithful the encode is. */
export function fidelityWords({ mean, lowest, frames }: Report["fidelity"]): string {
  const four = (value: number) => formatNumber(value, 4);
  return `SSIM ${four(mean)} on average, ${four(lowest)} at least, on ${frames} sampled frames`;
}

/** `CRF 18`, `CRF 21.5, found for an SSIM of 0.98`. */
export function qualityWords({ crf, search }: Report["quality"]): string {
  const found =
    search === null
      ? ""
      : search.asked === "ssim"
        ? `, found for an SSIM of ${search.target}`
        : `, found for at most ${formatBytes(search.target)}`;
  return `CRF ${formatNumber(crf, 1)}${found}`;
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
