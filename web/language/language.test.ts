import { expect, it } from "vitest";
import { preferred } from "./language.ts";

it.each([
  [["en-GB", "de"], null, "en"],
  [["de-AT", "en"], null, "de"],
  [["fr", "de-CH"], null, "de"],
  [["fr", "ja"], null, "en"],
  [["en"], "de", "de"],
  [["de"], "xx", "de"],
  [[], null, "en"],
] as const)("of %j, chosen %j: %s", (wanted, chosen, language) => {
  expect(preferred(wanted, chosen)).toBe(language);
});
