import { expect, test } from "vitest";
import { moreToCome } from "./more-to-come.ts";

test.each([
  ["running", "facts", "facts", true],
  ["ready", "content", "packets", true],
  ["ready", "content", "none", true],
  ["ready", "content", "content", false],
  ["failed", "facts", "none", true],
  ["failed", "facts", "facts", false],
  ["failed", "none", "none", false],
  ["cancelled", "packets", "packets", false],
  // The document may be the newer one.
  ["ready", "packets", "content", false],
] as const)("%s at %s, the document at %s: %s", (status, stage, known, more) => {
  expect(moreToCome({ status, stage }, known)).toBe(more);
});
