import { expect, it } from "vitest";
import { matteCodes, matteFilters } from "./matte-filters.ts";

it.each([
  ["#000000", "bt709", "tv", { y: 16, u: 128, v: 128 }],
  ["#ffffff", "bt709", "tv", { y: 235, u: 128, v: 128 }],
  ["#ffffff", "smpte170m", "pc", { y: 255, u: 128, v: 128 }],
  // 100 % colour bars (ITU-R BT.709-6 and BT.601-7 in 8 bit).
  ["#00ff00", "bt709", "tv", { y: 173, u: 42, v: 26 }],
  ["#ff0000", "bt709", "tv", { y: 63, u: 102, v: 240 }],
  ["#0000ff", "smpte170m", "tv", { y: 41, u: 240, v: 110 }],
] as const)("a matte of %s in %s, %s", (matte, matrix, sourceRange, codes) => {
  expect(matteCodes(matte, { matrix, sourceRange })).toEqual(codes);
});

it("an opaque picture is laid upon nothing", () => {
  const colour = {
    ...{ primaries: "bt709", transfer: "bt709", matrix: "bt709" },
    ...{ sourceRange: "tv" as const, guessed: false },
  };
  expect(matteFilters({ colour })).toEqual([]);
});
