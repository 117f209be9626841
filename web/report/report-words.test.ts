import { expect, test } from "vitest";
import { NEUTRAL_RECIPE, SAMPLE_MEASURES } from "../../protocol/testing/samples.ts";
import { changes, qualityWords, recipeWords, sizeWords } from "./report-words.ts";

const plain = (text: string) => text.replaceAll("\u00a0", " ");

test("names the numbers that were applied and leaves out the neutral ones", () => {
  const recipe = { ...NEUTRAL_RECIPE, gain: 1.12, lift: -0.012, saturation: 1.08, sharpen: 0.25 };
  expect(recipeWords(recipe)).toBe(
    "Applied: gain × 1.12, lift −0.012, saturation × 1.08, sharpen 0.25.",
  );
  const loudness = { target: -16, gain: 6.25 };
  expect(plain(recipeWords({ ...NEUTRAL_RECIPE, loudness }))).toBe("Applied: loudness +6.3 dB.");
  expect(recipeWords(NEUTRAL_RECIPE)).toBe("The picture is left as it is.");
});

test("tells casts by their colours and silence by its name", () => {
  const before = { ...SAMPLE_MEASURES, cast: { blue: -0.04, red: 0.021 } };
  const silent = { loudness: null, range: null, truePeak: null, seconds: 5 };
  const sound = { before: silent, after: { ...silent, loudness: -16.04, truePeak: -1.5 } };
  const table = changes({ before, after: SAMPLE_MEASURES, sound });
  const line = (name: string) => table.find((change) => change.name === name);
  expect(plain(line("Colour cast")?.before ?? "")).toBe("2.1 % red, 4 % yellow");
  expect(line("Colour cast")?.after).toBe("none");
  expect(line("Loudness")?.before).toBe("silent");
  expect(plain(line("Loudness")?.after ?? "")).toBe("−16 LUFS");
  expect(changes({ before, after: before, sound: null }).map(({ name }) => name)).not.toContain(
    "Loudness",
  );
});

test("says how the quality was found", () => {
  expect(qualityWords({ crf: 18, maxBitrate: null, search: null })).toBe("CRF 18");
  const search = { asked: "ssim" as const, target: 0.98, expected: 0.981 };
  expect(qualityWords({ crf: 21.5, maxBitrate: null, search })).toBe(
    "CRF 21.5, found for an SSIM of 0.98",
  );
});

test.each([
  [4_139_823, 5_265_000, "4.14 MB before, 5.27 MB after (27 % larger)"],
  [2_000_000, 1_000_000, "2 MB before, 1 MB after (50 % smaller)"],
  [1_000_000, 1_004_000, "1 MB before, 1 MB after (the same)"],
  [1_000_000, 3_500_000, "1 MB before, 3.5 MB after (250 % larger)"],
])("%i to %i bytes", (before, after, words) => {
  expect(plain(sizeWords(before, after))).toBe(words);
});
