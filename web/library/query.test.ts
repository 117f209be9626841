import { describe, expect, it } from "vitest";
import type { Entry } from "./entries.ts";
import { arrange, EVERYTHING, type Query, readQuery, writeQuery } from "./query.ts";

function entry(name: string, change: Partial<Entry> = {}): Entry {
  const rest = { bytes: null, duration: null, state: "ready", seen: null, upload: null } as const;
  return { key: name, name, ...rest, ...change };
}

/** Newest first, as the session gives them. */
const ENTRIES = [
  entry("Clip 10.mp4", { bytes: 300, duration: 5 }),
  entry("café at night.mov", { bytes: 900, state: "failed" }),
  entry("already seen.mkv", { duration: 60, state: "processing" }),
  entry("clip 2.mp4", { bytes: 100, duration: 7, state: "uploading" }),
];

const names = (query: Partial<Query>) =>
  arrange(ENTRIES, { ...EVERYTHING, ...query }).map(({ name }) => name);

describe("searching", () => {
  it("finds parts of names, whatever their case and accents", () => {
    expect(names({ words: "CLIP" })).toEqual(["Clip 10.mp4", "clip 2.mp4"]);
    expect(names({ words: "cafe" })).toEqual(["café at night.mov"]);
  });

  it("wants every word", () => {
    expect(names({ words: "clip 2" })).toEqual(["clip 2.mp4"]);
    expect(names({ words: " night  café " })).toEqual(["café at night.mov"]);
    expect(names({ words: "clip night" })).toEqual([]);
  });

  it("finds states by the beginnings of their words", () => {
    expect(names({ words: "fail" })).toEqual(["café at night.mov"]);
    expect(names({ words: "working" })).toEqual(["already seen.mkv"]);
    expect(names({ words: "clip uploading" })).toEqual(["clip 2.mp4"]);
  });

  it("takes a few letters for a name only", () => {
    expect(names({ words: "rea" })).toEqual(["already seen.mkv"]);
    expect(names({ words: "ready" })).toEqual(["Clip 10.mp4", "already seen.mkv"]);
  });
});

describe("sorting", () => {
  it("leaves them as they come, newest first", () => {
    expect(names({})).toEqual(ENTRIES.map(({ name }) => name));
  });

  it("counts in names as people do", () => {
    expect(names({ sort: "name", words: "clip" })).toEqual(["clip 2.mp4", "Clip 10.mp4"]);
  });

  it("puts the largest and the longest first, and the unknown last", () => {
    expect(names({ sort: "size" })[0]).toBe("café at night.mov");
    expect(names({ sort: "size" }).at(-1)).toBe("already seen.mkv");
    expect(names({ sort: "length" })).toEqual([
      "already seen.mkv",
      "clip 2.mp4",
      "Clip 10.mp4",
      "café at night.mov",
    ]);
  });

  it("puts first what wants a person", () => {
    expect(names({ sort: "state" })).toEqual([
      "café at night.mov",
      "clip 2.mp4",
      "already seen.mkv",
      "Clip 10.mp4",
    ]);
  });
});

describe("the address", () => {
  it("says nothing where all is as usual", () => {
    expect(writeQuery({ words: "  ", sort: "newest" })).toBe("");
    expect(readQuery("")).toEqual(EVERYTHING);
  });

  it("brings back what was written", () => {
    const query: Query = { words: "a&b = ü", sort: "length" };
    expect(readQuery(writeQuery(query))).toEqual(query);
  });

  it("passes over an order that there is not", () => {
    expect(readQuery("?sort=toString&q=x")).toEqual({ words: "x", sort: "newest" });
  });
});
