import { describe, expect, it } from "vitest";
import { failure } from "../../protocol/failure.ts";
import type { TimelineSpan } from "../../protocol/timeline.ts";
import { waterfallOf } from "./waterfall.ts";

const BEGIN = Date.parse("2026-11-22T10:00:00.000Z");
const time = (seconds: number) => new Date(BEGIN + seconds * 1000).toISOString();

type Times = [due: number, began: number | null, ended: number | null];

function span(kind: string, [due, began, ended]: Times, more: Partial<TimelineSpan> = {}) {
  const enhancing = ["analyse", "encode", "audio", "assemble"].includes(kind);
  return {
    kind,
    track: kind === "upload" ? "upload" : enhancing ? "enhancement" : "metadata",
    enhancement: enhancing ? "enh_1" : null,
    rendition: kind === "encode" ? "sdr" : null,
    index: 0,
    attempt: 1,
    dueAt: time(due),
    startedAt: began === null ? null : time(began),
    endedAt: ended === null ? null : time(ended),
    outcome: ended === null ? (began === null ? "waiting" : "running") : "done",
    failure: null,
    ...more,
  } satisfies TimelineSpan;
}

const draw = (spans: TimelineSpan[], now: number, runs = ["enh_1"]) =>
  waterfallOf({ video: "vid_1", at: time(now), spans }, BEGIN + now * 1000, runs);

const upload = span("upload", [0, 0, 4]);
const plain = (words: string | undefined) => words?.replaceAll("\u00a0", " ");

describe("a waterfall", () => {
  const lost = { outcome: "lost" as const, failure: failure("transcoder_unavailable") };
  const spans = [
    upload,
    span("probe", [4, 4.5, 5]),
    span("analyse", [4, 5, 6]),
    span("encode", [6, 6, 8], lost),
    span("encode", [6, 7, null], { index: 1 }),
    span("encode", [9, null, null], { attempt: 2 }),
  ];
  const { groups } = draw(spans, 10);

  it("has a row for each step, in groups, with all its attempts", () => {
    const names = groups.map(({ name, rows }) => [name, ...rows.map((row) => row.name)]);
    expect(names).toEqual([
      ["Upload", "Upload"],
      ["Metadata", "Index"],
      ["Enhancement", "Measuring", "Segment 1", "Segment 2"],
    ]);
    const results = groups.flatMap(({ rows }) => rows.map(({ result }) => plain(result)));
    const [sent, probed, measured, ...encoded] = results;
    expect([sent, probed, measured]).toEqual(["4 s", "0.5 s", "1 s"]);
    expect(encoded).toEqual(["Waiting, attempt 2", "At work"]);
  });

  it("draws waiting and work where they were, and what is open until now", () => {
    const [first, second] = groups[2]?.rows.slice(1) ?? [];
    expect(first?.bars).toMatchObject([
      { from: 0.6, to: 0.8, work: [{ from: 0.6, to: 0.8 }], outcome: "lost" },
      { from: 0.9, to: 1, work: [], outcome: "waiting" },
    ]);
    expect(second?.bars).toMatchObject([{ from: 0.6, to: 1, work: [{ from: 0.7, to: 1 }] }]);
  });

  it("says exact times and the reason", () => {
    const [first] = groups[2]?.rows[1]?.bars ?? [];
    expect(plain(first?.words)).toMatch(
      /^Segment 1, attempt 1: waited 0 s from \d\d:00:06\.000, worked 2 s until \d\d:00:08\.000\. Lost: The video engine could not be reached\.$/,
    );
  });

  it("gives every bar a key of its own", () => {
    const keys = groups.flatMap(({ rows }) => rows.flatMap(({ bars }) => bars.map((b) => b.key)));
    expect(new Set(keys).size).toBe(keys.length);
  });
});

it("draws nothing of an attempt that is due after a pause which lasts", () => {
  const { groups } = draw([upload, span("probe", [6, null, null], { attempt: 2 })], 5);
  expect(groups[1]?.rows[0]?.bars).toMatchObject([{ from: 1, to: 1 }]);
});

it("tells runs apart where there are several, and renditions", () => {
  const spans = [
    upload,
    span("encode", [4, 5, 6]),
    span("encode", [4, 5, 6], { rendition: "hdr" }),
    span("encode", [8, 8, 9], { enhancement: "enh_2" }),
  ];
  const { groups } = draw(spans, 9, ["enh_1", "enh_2"]);
  expect(groups.map(({ name, rows }) => [name, ...rows.map((row) => row.name)])).toEqual([
    ["Upload", "Upload"],
    ["Enhancement, run 1", "Segment 1", "Segment 1 (HDR)"],
    ["Enhancement, run 2", "Segment 1"],
  ]);
});

describe("a film of 2,400 segments", () => {
  const encodes = Array.from({ length: 2_400 }, (_, index) =>
    index < 200
      ? span("encode", [4, 4 + index, 5 + index], { index })
      : span("encode", [4, null, null], { index }),
  );
  const bad = { outcome: "failed" as const, failure: failure("out_of_resources") };
  const retried = [
    span("encode", [4, 10, 11], { index: 7, ...bad }),
    span("encode", [11, 12, 13], { index: 7, attempt: 2 }),
  ];
  const spans = [upload, ...encodes.filter(({ index }) => index !== 7), ...retried];
  const rows = draw(spans, 210).groups[1]?.rows ?? [];

  it("is put together in twenty rows", () => {
    expect(rows).toHaveLength(20);
    expect(rows[0]?.name).toBe("Segments 1 to 120");
    expect(rows.at(-1)?.name).toBe("Segments 2281 to 2400");
    expect(rows.map(({ result }) => result).slice(0, 3)).toEqual([
      "120 of 120 done",
      "80 of 120 done",
      "0 of 120 done",
    ]);
  });

  it("still shows every attempt that did not go well", () => {
    const [together, failed, ...rest] = rows[0]?.bars ?? [];
    expect(rest).toEqual([]);
    expect(together?.outcome).toBe("done");
    expect(together?.words).toMatch(/^120 of 120 done, .*\. 1 attempt did not go well\.$/);
    expect(failed).toMatchObject({ outcome: "failed" });
    expect(failed?.words).toContain("Segment 8, attempt 1");
    expect(rows[1]?.bars[0]?.outcome).toBe("waiting");
  });
});

it("keeps forty rows as they are", () => {
  const spans = Array.from({ length: 40 }, (_, index) => span("look", [4, 5, 6], { index }));
  expect(draw([upload, ...spans], 7).groups[1]?.rows).toHaveLength(40);
});
