import { expect, test } from "vitest";
import { recipeWords, sizeWords } from "./report-words.ts";

const plain = (text: string) => text.replaceAll("\u00a0", " ");

test("names the numbers that were applied and leaves out the neutral ones", () => {
  const recipe = { gain: 1.12, lift: -0.012, gamma: 1, saturation: 1.08, notes: [] };
  expect(recipeWords(recipe)).toBe("Applied: gain × 1.12, lift −0.012, saturation × 1.08.");
  expect(recipeWords({ gain: 1, lift: 0, gamma: 1, saturation: 1, notes: [] })).toBe(
    "The picture is left as it is.",
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
