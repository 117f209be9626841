// The table of the document: every value, readable by programs and harmless in a spreadsheet.

import { describe, expect, it } from "vitest";
import type { ValueSource } from "../../protocol/facts.ts";
import { csvOf } from "./csv.ts";
import { type Draft, sampleDocument, sampleSubtitle } from "./testing/sample-document.ts";

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
    ["/facts/streams/0/duration", "10", "s", "measured"],
    ["/facts/streams/0/bitrate", "1000000", "bit/s", "measured"],
    ["/facts/streams/0/startTime", "0", "s", "measured"],
    ["/facts/streams/0/frames", "250", "", "measured"],
    ["/facts/streams/1/delay", "0", "s", "measured"],
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

  it.each(["duration", "bitrate", "startTime", "frames"])(
    "says that %s is declared where its packets are not known",
    (name) => {
      const path = `/facts/streams/0/${name}`;
      const unread: ((draft: Draft) => void)[] = [
        ({ document }) => (document.packets = null),
        ({ packets }) => (packets.streams = packets.streams.slice(1)),
        ({ videoPackets }) => Object.assign(videoPackets, { packets: 0, start: null, end: null }),
      ];
      for (const change of unread) expect(row(path, change)?.[3]).toBe("container");
    },
  );

  it("leaves the times of subtitles to the container", () => {
    const times = rows(({ facts, packets, audioPackets }) => {
      facts.streams.push(sampleSubtitle());
      packets.streams.push({ ...audioPackets, index: 2 });
    });
    expect(times.find(([at]) => at === "/facts/streams/2/duration")?.[3]).toBe("container");
  });

  it.each<[string, ValueSource]>([
    ["/facts/streams/0/width", "container"],
    ["/facts/streams/0/sampleAspectRatio", "container"],
    ["/facts/streams/0/rotation", "bitstream"],
    ["/facts/container/duration", "measured"],
  ])("tells of %s in conflict the source that was believed", (path, source) => {
    const change = ({ facts }: Draft) => {
      const used = { source, reader: "ffprobe" as const, value: 1 };
      facts.conflicts = [{ path, values: [used, { ...used, source: "tag", value: 2 }] }];
    };
    expect(row(path)?.[3]).not.toBe(source);
    expect(row(path, change)?.[3]).toBe(source);
  });

  it("takes the rate of the whole file from where its length is from", () => {
    const change = ({ facts }: Draft) => {
      const reader = "packets" as const;
      const values = [{ source: "measured" as const, reader, value: 10 }];
      facts.conflicts = [{ path: "/facts/container/duration", values }];
    };
    expect(row("/facts/container/bitrate")?.[3]).toBe("container");
    expect(row("/facts/container/bitrate", change)?.[3]).toBe("measured");
  });

  it("has no address in it", () => {
    const url = "/v1/signed";
    const layout = { width: 160, height: 90, columns: 1, rows: 1, step: 1, count: 1 };
    const table = rows(({ document }) => {
      document.rawUrl = url;
      Object.assign(document.content ?? {}, {
        poster: { url, at: 1, width: 160, height: 90 },
        sprite: { ...layout, vttUrl: url, sheetUrls: [url, url] },
      });
    });
    expect(table.flat().join(" ")).not.toContain(url);
    const paths = table.map(([path]) => path ?? "");
    expect(paths.filter((path) => /url/i.test(path))).toEqual([]);
    // What is beside them stays.
    expect(paths).toContain("/content/poster/at");
    expect(paths).toContain("/content/sprite/step");
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
