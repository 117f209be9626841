import { describe, expect, it } from "vitest";
import { CHUNK_BYTES } from "../protocol/limits.ts";
import { fileRuns } from "./audio.ts";

describe("the objects of a sound track", () => {
  it("are one where all of it fits", () => {
    const fragments = [
      { offset: 100, bytes: 50 },
      { offset: 150, bytes: 50 },
    ];
    expect(fileRuns(fragments, 210)).toEqual([{ start: 0, end: 210 }]);
  });

  it("are cut between fragments, without a gap, none larger than a chunk", () => {
    const size = Math.floor(CHUNK_BYTES / 2) - 10;
    const fragments = Array.from({ length: 5 }, (_, at) => ({
      offset: 15 + at * size,
      bytes: size,
    }));
    const bytes = 15 + 5 * size;
    const runs = fileRuns(fragments, bytes);
    expect(runs.map(({ start }) => start)).toEqual([0, ...runs.slice(0, -1).map(({ end }) => end)]);
    expect(runs.at(-1)?.end).toBe(bytes);
    expect(runs).toHaveLength(3);
    for (const { start, end } of runs) expect(end - start).toBeLessThanOrEqual(CHUNK_BYTES);
    for (const { start } of runs.slice(1)) {
      expect(fragments.map(({ offset }) => offset)).toContain(start);
    }
  });

  it("hold a fragment that is larger than a chunk by itself", () => {
    const fragments = [
      { offset: 10, bytes: 2 * CHUNK_BYTES },
      { offset: 10 + 2 * CHUNK_BYTES, bytes: 5 },
    ];
    const end = 15 + 2 * CHUNK_BYTES;
    expect(fileRuns(fragments, end)).toEqual([
      { start: 0, end: 10 },
      { start: 10, end: 10 + 2 * CHUNK_BYTES },
      { start: 10 + 2 * CHUNK_BYTES, end },
    ]);
  });
});
