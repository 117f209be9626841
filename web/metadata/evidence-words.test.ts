import { expect, test } from "vitest";
import { FactsSchema } from "../../protocol/facts.ts";
import { conflictWords, evidenceRows, pathWords, valueWords } from "./evidence-words.ts";
import { PHONE_FACTS, PHONE_PACKETS, testDocument } from "./test-document.ts";

const document = testDocument({ packets: PHONE_PACKETS });
const plain = (text: string) => text.replaceAll("\u00a0", " ");

test.each([
  ["/facts/streams/1/sampleRate", "Sound, German: sample rate"],
  ["/packets/streams/0/pace/unevenShare", "Picture: pace, uneven share"],
  ["/content/picture/luma/mean", "Picture as seen: luma, mean"],
  ["/facts/container/duration", "Container: duration"],
  ["/packets/duration", "Packets: duration"],
  ["/facts/streams/9/width", "Stream 9: width"],
  ["/facts/container/tags/a~1b~0c", "Container: tags, a/b~c"],
])("%s is called %s", (path, name) => {
  expect(pathWords(document, path)).toBe(name);
});

test.each([
  ["/facts/container/duration", 144_000, "40 h"],
  ["/packets/duration", 12.5, "12.5 s"],
  ["/packets/streams/0/pace/max", 0.0417, "41.7 ms"],
  ["/packets/streams/0/bitrate/max", 8e6, "8 Mbit/s"],
  ["/packets/streams/0/pace/unevenShare", 0.2, "20 %"],
  ["/content/sound/0/loudness", -31.5, "−31.5 LUFS"],
  ["/facts/streams/0/fieldOrder", "tt", "Interlaced, top field first"],
  ["/facts/streams/0/fieldOrder", "tb", "Interlaced, bottom field first"],
  ["/facts/streams/0/fieldOrder", "of tomorrow", "of tomorrow"],
  ["/facts/streams/0/frameRate", { num: 30_000, den: 1001 }, "29.97 fps"],
  ["/facts/streams/0/sampleAspectRatio", { num: 4, den: 3 }, "4:3"],
  ["/content/picture/black/0", { start: 0, end: 1.5 }, "0:00.00 to 0:01.50"],
  ["/content/picture/black", [], "none"],
  ["/facts/structure/indexFirst", false, "no"],
  ["/facts/streams/0/colour", { range: "pc", primaries: null }, "range pc, primaries nothing"],
])("the value of %s", (path, value, told) => {
  expect(plain(valueWords(path, value))).toBe(told);
});

test("long values and long lists are cut", () => {
  expect(valueWords("/file/name", "x".repeat(5_000))).toHaveLength(301);
  expect(valueWords("/x", Array(500).fill("a"))).toBe("a, a, a, a, a, a and 494 more");
});

test("evidence of a place does not tell it", () => {
  const evidence = [
    { path: "/facts/about/location", value: { latitude: 48.2, longitude: 16.37 } },
    { path: "/facts/container/tags/com.apple.quicktime.location.ISO6709", value: "+48.2+016/" },
    { path: "/facts/about", value: { location: "+48.2+016/", lens: null } },
    { path: "/facts/streams/0/chromaLocation", value: "left" },
  ];
  const fix = { text: "", settings: null };
  const finding = { code: "location_inside", severity: "info", fix, evidence } as const;
  const told = { ...finding, evidence, title: "", explanation: "", consequence: "" };
  expect(evidenceRows(document, told).map(({ value }) => value)).toEqual([
    "Shown only if you ask for it",
    "Shown only if you ask for it",
    "location Shown only if you ask for it, lens nothing",
    "left",
  ]);
});

test("times in evidence count from where the film begins", () => {
  const late = { ...document.facts?.container, startTime: 1.4 };
  const facts = FactsSchema.parse({ ...PHONE_FACTS, container: { ...late, format: "mpegts" } });
  const fix = { text: "", settings: null };
  const evidence = [
    { path: "/content/picture/black/0", value: { start: 1.4, end: 2.9 } },
    { path: "/packets/streams/0/pace/gaps/0", value: { at: 3.4, seconds: 2 } },
    { path: "/content/picture/scenes/0/at", value: 6.4 },
    { path: "/packets/streams/0/start", value: 1.4 },
    { path: "/content/sound/0/deadChannels/0", value: 1 },
  ];
  const finding = { code: "black_start", severity: "info", fix, evidence } as const;
  const told = evidenceRows(testDocument({ facts }), {
    ...{ ...finding, evidence, title: "", explanation: "", consequence: "" },
  });
  expect(told.map(({ value }) => plain(value))).toEqual([
    "0:00.00 to 0:01.50",
    "at 2 s, seconds 2 s",
    "5 s",
    "1.4 s",
    "2",
  ]);
});

test("a conflict is a sentence", () => {
  const row = conflictWords(document, {
    path: "/facts/container/duration",
    values: [
      { source: "container", reader: "ffprobe", value: 144_000 },
      { source: "measured", reader: "packets", value: 1 },
    ],
  });
  expect(plain(row.value)).toBe("The container says 40 h, the packets show 1 s.");
});

test("two readers of one source are told apart", () => {
  const row = conflictWords(document, {
    path: "/facts/streams/0/width",
    values: [
      { source: "container", reader: "ffprobe", value: 1920 },
      { source: "container", reader: "index", value: 1280 },
    ],
  });
  expect(plain(row.value)).toBe(
    "The container says (read by ffprobe) 1,920 px, the container says (read at once) 1,280 px.",
  );
});

test("evidence of a conflict is what one side says", () => {
  const values = [
    { source: "measured", reader: "packets", value: 1 },
    { source: "container", reader: "ffprobe", value: 144_000 },
  ];
  const path = "/facts/container/duration";
  const facts = FactsSchema.parse({ ...PHONE_FACTS, conflicts: [{ path, values }] });
  const fix = { text: "", settings: null };
  const finding = { code: "duration_wrong", severity: "warning", fix } as const;
  const told = evidenceRows(testDocument({ facts }), {
    ...{ ...finding, title: "", explanation: "", consequence: "" },
    evidence: [{ path: "/facts/conflicts/0/values/1/value", value: 144_000 }],
  });
  expect(told).toEqual([{ name: "Container: duration", value: expect.any(String) }]);
  expect(plain(told[0]?.value ?? "")).toBe("The container says 40 h");
});
