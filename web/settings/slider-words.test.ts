import { expect, test } from "vitest";
import { sliderWords } from "./slider-words.ts";

test.each([
  ["brightness", "0", "0, unchanged"],
  ["brightness", "-0.2", "−0.2, darker"],
  ["contrast", "1,3", "1,3, stronger"],
  ["saturation", "0", "0, paler"],
  ["gamma", "1.4", "1.4, brighter in the middle tones"],
  ["temperature", "3200", "3200 kelvin, warmer"],
  ["temperature", "6500", "6500 kelvin, unchanged"],
  ["strength", "0.5", "50 %"],
  ["gamma", "", "empty"],
  ["gamma", "much", "much"],
] as const)("%s of “%s” reads “%s”", (name, text, words) => {
  expect(sliderWords(name, text).replace("\u00a0", " ")).toBe(words);
});
