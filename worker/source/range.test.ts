// Ranges over any chunking read what slicing the whole file reads.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Chunk } from "../session/contract.ts";
import { chunkRanges, parseRange } from "./range.ts";

/** A file cut at random places: its bytes, its chunks and the objects they name. */
const cutFile = fc
  .array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { minLength: 1, maxLength: 12 })
  .map((pieces) => {
    const objects = new Map<string, Uint8Array>();
    const chunks: Chunk[] = [];
    let offset = 0;
    for (const [index, piece] of pieces.entries()) {
      objects.set(`k${index}`, piece);
      chunks.push({ key: `k${index}`, offset, bytes: piece.length });
      offset += piece.length;
    }
    return { whole: pieces.flatMap((piece) => [...piece]), chunks, objects };
  });

function read(objects: Map<string, Uint8Array>, chunks: Chunk[], first: number, last: number) {
  return chunkRanges(chunks, first, last).flatMap(({ key, offset, length }) => [
    ...(objects.get(key) ?? new Uint8Array()).slice(offset, offset + length),
  ]);
}

describe("chunkRanges", () => {
  it("reads any range of any chunking as slicing the whole does", () => {
    fc.assert(
      fc.property(cutFile, fc.nat(), fc.nat(), ({ whole, chunks, objects }, a, b) => {
        const first = a % whole.length;
        const last = first + (b % (whole.length - first));
        expect(read(objects, chunks, first, last)).toEqual(whole.slice(first, last + 1));
      }),
      { numRuns: 1000 },
    );
  });

  it("reads the same when only the chunks of the range are given", () => {
    fc.assert(
      fc.property(cutFile, fc.nat(), ({ whole, chunks, objects }, a) => {
        const first = a % whole.length;
        const needed = chunks.filter((chunk) => chunk.offset + chunk.bytes > first);
        expect(read(objects, needed, first, whole.length - 1)).toEqual(whole.slice(first));
      }),
    );
  });

  it("names no object for an empty file and asks no object for zero bytes", () => {
    expect(chunkRanges([], 0, 0)).toEqual([]);
    const chunks = [
      { key: "a", offset: 0, bytes: 5 },
      { key: "b", offset: 5, bytes: 5 },
    ];
    expect(chunkRanges(chunks, 5, 5)).toEqual([{ key: "b", offset: 0, length: 1 }]);
  });
});

describe("parseRange", () => {
  const cases: [string | null, number, ReturnType<typeof parseRange>][] = [
    [null, 100, null],
    ["bytes=0-", 100, { first: 0, last: 99 }],
    ["bytes=0-0", 100, { first: 0, last: 0 }],
    ["bytes=10-19", 100, { first: 10, last: 19 }],
    ["BYTES=10-19", 100, { first: 10, last: 19 }],
    ["bytes=10-1000", 100, { first: 10, last: 99 }],
    ["bytes=99-", 100, { first: 99, last: 99 }],
    ["bytes=100-", 100, "unsatisfiable"],
    ["bytes=100-200", 100, "unsatisfiable"],
    ["bytes=-1", 100, { first: 99, last: 99 }],
    ["bytes=-500", 100, { first: 0, last: 99 }],
    ["bytes=-0", 100, "unsatisfiable"],
    ["bytes=0-", 0, "unsatisfiable"],
    ["bytes=-5", 0, "unsatisfiable"],
    ["bytes=99999999999999999999999-", 100, "unsatisfiable"],
    ["bytes=5-99999999999999999999999", 100, { first: 5, last: 99 }],
    ["bytes=20-10", 100, null],
    ["bytes=-", 100, null],
    ["bytes=", 100, null],
    ["bytes=a-b", 100, null],
    ["bytes=1.5-3", 100, null],
    ["bytes=--5", 100, null],
    ["items=0-5", 100, null],
    ["bytes=0-1,5-9", 100, null],
  ];
  it.each(cases)("%s of %i bytes", (header, bytes, expected) => {
    expect(parseRange(header, bytes)).toEqual(expected);
  });

  it("never leaves the file", () => {
    fc.assert(
      fc.property(fc.nat(), fc.option(fc.nat()), fc.option(fc.nat()), (bytes, first, last) => {
        const range = parseRange(`bytes=${first ?? ""}-${last ?? ""}`, bytes);
        if (range === null || range === "unsatisfiable") return;
        expect(range.first).toBeGreaterThanOrEqual(0);
        expect(range.first).toBeLessThanOrEqual(range.last);
        expect(range.last).toBeLessThan(bytes);
      }),
    );
  });
});
