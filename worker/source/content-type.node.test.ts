import { expect, test } from "vitest";
import type { Demuxer } from "../../protocol/job.ts";
import { sampleDocument } from "../metadata/testing/sample-document.ts";
import { mediaTypeOf } from "./content-type.ts";

/** Facts of a film, or of sound alone, in a file of this brand. */
function factsOf(brand: string | null, kinds: readonly string[]) {
  const { facts } = sampleDocument(({ facts }) => {
    Object.assign(facts.structure ?? {}, { brand });
    facts.streams = facts.streams.filter(({ kind }) => kinds.includes(kind));
  });
  return facts;
}

test.each<[Demuxer, string | null, string[], string]>([
  ["matroska", "webm", ["video", "audio"], "video/webm"],
  ["matroska", "matroska", ["video", "audio"], "video/matroska"],
  ["matroska", null, ["video", "audio"], "video/matroska"],
  ["matroska", "webm", ["audio"], "audio/webm"],
  ["matroska", "matroska", ["audio"], "audio/matroska"],
  ["mov", "qt  ", ["video"], "video/quicktime"],
  ["mov", "isom", ["video"], "video/mp4"],
  ["mpeg", null, ["video"], "video/mpeg"],
])("a file of %s, brand %j, with %j is %4$s", (demuxer, brand, kinds, type) => {
  expect(mediaTypeOf(demuxer, factsOf(brand, kinds))).toBe(type);
});

test("without facts the container alone is known", () => {
  expect(mediaTypeOf("matroska", null)).toBe("video/matroska");
});
