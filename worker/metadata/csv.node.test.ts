// The table of the document: every value, readable by programs and harmless in a spreadsheet.

import { describe, expect, it } from "vitest";
import { csvOf } from "./csv.ts";
import { type Draft, sampleDocument } from "./testing/sample-document.ts";

/** Rows of the table, read as RFC 4180 says. */
function rows(change?: (draft: Draft) => void): string[][] {
  const text = csvOf({ ...sampleDocument(change), findings: [] });
  const cell = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/gy;
  const read: string[][] = [[]];
  for (const [, value = "", end] of text.matchAll(cell)) {
    read.at(-1)?.push(value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value);
    if (end === "\r\n") read.push([]);
  }
  // All of it was read.
  expect([...text.matchAll(cell)].map(([match]) => match).join("")).toBe(text);
  expect(read.pop()).toEqual([]);
  return read;
}

const row = (path: string, change?: (draft: Draft) => void) =>
  rows(change).find(([at]) => at === path);

describe("the table", () => {
  it("has a header, and four cells in every row", () => {
    const table = rows();
    expect(table[0]).toEqual(["path", "value", "unit", "source"]);
    expect(new Set(table.map(({ length }) => length))).toEqual(new Set([4]));
  });

  it.each([
    ["/file/name", "holiday.mp4", "", "name"],
    ["/facts/container/duration", "10", "s", "container"],
    ["/facts/container/tags/title", "Holiday", "", "tag"],
    ["/facts/streams/0/frameRate", "25/1", "fps", "container"],
    ["/facts/streams/0/width", "1280", "px", "bitstream"],
    ["/facts/streams/0/rotation", "0", "°", "container"],
    ["/facts/streams/1/language", "eng", "", "container"],
    ["/packets/streams/0/bitrate/mean", "1000000", "bit/s", "measured"],
    ["/packets/streams/0/bitrate/series/start", "0", "s", "measured"],
    ["/content/sound/0/loudness", "-16.2", "LUFS", "measured"],
    ["/content/sound/0/series/values/3", "-16", "LUFS", "measured"],
    ["/content/picture/letterbox", "", "", "measured"],
  ])("%s", (path, ...cells) => {
    expect(row(path)).toEqual([path, ...cells]);
  });

  it("keeps what is not simple in one cell", () => {
    const name = 'a "b", c\r\nd';
    expect(row("/file/name", ({ file }) => (file.name = name))?.[1]).toBe(name);
    const tagged = rows(({ facts }) => (facts.container.tags = { "a/b~c": "x" }));
    expect(tagged.map(([path]) => path)).toContain("/facts/container/tags/a~1b~0c");
  });

  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "\n@x"])(
    "makes text of the formula %j",
    (formula) => {
      expect(row("/file/name", ({ file }) => (file.name = formula))?.[1]).toBe(`'${formula}`);
    },
  );

  it("leaves numbers as they are", () => {
    expect(row("/content/sound/0/truePeak")?.[1]).toBe("-1.5");
  });
});
