// The document as rows of words: a person reads a value, its unit and what to know about it, and no
// row for what is not known.

import { expect, test } from "vitest";
import { type PictureContent, RANGES_MAX } from "../../protocol/content.ts";
import { FactsSchema } from "../../protocol/facts.ts";
import type { StreamPackets } from "../../protocol/packets.ts";
import { aboutRows, fileRows, momentWords, otherRows, structureRows } from "./file-rows.ts";
import { locationUrl, locationWords } from "./location-words.ts";
import { contentWords, momentsOf } from "./moments.ts";
import { languageName, rangeName, streamTitle } from "./names.ts";
import { colourRows, lightRows, pictureRows } from "./picture-rows.ts";
import type { Row } from "./rows.ts";
import { heardRows, soundRows } from "./sound-rows.ts";
import { PICTURE_CONTENT, SOUND_CONTENT } from "./test-content.ts";
import { PHONE_FACTS, PHONE_PACKETS, testDocument } from "./test-document.ts";
import { timingRows } from "./timing-rows.ts";

const words = (rows: readonly Row[]) =>
  Object.fromEntries(
    rows.map(({ name, value, remark }) => [
      name,
      [value, remark].filter(Boolean).join(" | ").replaceAll("\u00a0", " "),
    ]),
  );

const facts = FactsSchema.parse(PHONE_FACTS);
const picture = facts.streams.find((stream) => stream.kind === "video");
const sound = facts.streams.find((stream) => stream.kind === "audio");
if (!picture || !sound) throw new Error("the fixture has a picture and a sound");

test("a picture is told in words, with what the file stores beside what is seen", () => {
  expect(words(pictureRows(picture, null))).toEqual({
    Codec: "H.264 (AVC) | High profile, level 4",
    "Codec for players": "avc1.640028",
    "Picture size": "1080 × 1920 | stored as 1920 × 1080",
    Turned: "90° clockwise",
    Precision: "8 bits | colour at 4:2:0, placed left",
    "Pixel format": "yuv420p",
    Scan: "Whole frames (progressive)",
    "Bit rate": "4 Mbit/s",
  });
  const seen = words(pictureRows(picture, PICTURE_CONTENT));
  expect(seen["Bars around it"]).toMatch(/^1,920 × 816, 0 from the left, 132 from the top/);
  expect(seen["Scan as seen"]).toBe("Whole frames");
});

test("wide pixels are explained", () => {
  const wide = { ...picture, rotation: 0, displayWidth: 3840, displayHeight: 1080 };
  const rows = words(pictureRows({ ...wide, sampleAspectRatio: { num: 2, den: 1 } }, null));
  expect(rows["Picture size"]).toBe(
    "3840 × 1080 | stored as 1920 × 1080, pixels 2 times as wide as high",
  );
});

test("colour is told in people's names, and unknown names as the file spells them", () => {
  const colour = { range: "pc", primaries: "bt2020", transfer: "arib-std-b67", matrix: "ycgco" };
  expect(words(colourRows({ ...picture, dynamicRange: "HLG", colour }))).toEqual({
    "Dynamic range": "HLG | high dynamic range, HLG curve",
    Primaries: "BT.2020 (wide gamut)",
    "Transfer curve": "HLG (ARIB STD-B67)",
    Matrix: "ycgco",
    Levels: "Full range (0 to 255)",
  });
});

test("light as measured has its units", () => {
  expect(words(lightRows(PICTURE_CONTENT))).toMatchObject({
    "Average brightness": "36 %",
    "Highlights cut off": "1.1 % | of all pixels",
    "Colour cast": "3.1 % red",
    "Motion (TI)": "9.1 | 0.4 to 48, at 640 × 360 (ITU-T P.910)",
  });
});

test("sound as declared and as heard; what is not known has no row", () => {
  expect(words(soundRows(sound))).toEqual({
    Codec: "AAC | LC",
    Channels: "Stereo",
    "Sample rate": "44.1 kHz",
  });
  expect(words(soundRows({ ...sound, delay: -0.021 })).Begins).toBe("0.021 s before the picture");
  expect(words(heardRows(SOUND_CONTENT))).toMatchObject({
    Loudness: "−23 LUFS | EBU R128, over the whole length",
    "Loudness range": "6.2 LU",
    "Highest peak": "−0.8 dBTP | between the samples",
    "Samples at full scale": "12",
  });
  const silent = { ...SOUND_CONTENT, loudness: null, deadChannels: [1] };
  expect(words(heardRows(silent))).toMatchObject({
    Loudness: "Too short or silent throughout",
    "Channels without sound": "2",
  });
});

test("timing says what is uneven and shows it", () => {
  const rows = words(timingRows(picture, PHONE_PACKETS.streams[0] ?? null));
  expect(rows).toMatchObject({
    "Frame rate": "30 fps | as declared",
    "Measured rate": "27 fps | uneven: 20 % of the frames are off the beat",
    "From frame to frame": "33.3 ms | 33.3 ms to 41.7 ms",
    Keyframes: "12",
    "Group of pictures": "1 s",
    "Bit rate": "4 Mbit/s | 1 Mbit/s to 8 Mbit/s",
  });
  expect(rows).not.toHaveProperty("Gaps");
});

test("a claimed length that was not measured stands beside the measured one", () => {
  const container = { ...facts.container, duration: 144_000 };
  const document = testDocument({ facts: { ...facts, container }, packets: PHONE_PACKETS });
  expect(words(fileRows(document))).toMatchObject({
    Format: "QuickTime",
    Length: "40 h | as the file claims",
    "Measured length": "12 s | of pictures and sound",
    Size: "6.4 MB | 6,400,000 bytes",
  });
  expect(words(fileRows(testDocument({ packets: PHONE_PACKETS }))).Length).toBe("12 s");
});

test.each([
  [{ brand: "webm" }, "Matroska / WebM", "WebM | Matroska / WebM"],
  [{ brand: "matroska" }, "Matroska / WebM", "Matroska | Matroska / WebM"],
  [{ brand: "isom" }, "QuickTime / MOV", "MP4 | QuickTime / MOV"],
  [null, "MPEG-TS", "MPEG-TS"],
])("a file of brand %j is told apart from its family", (structure, formatName, told) => {
  const container = { format: "any", formatName, bytes: 1, tags: {} };
  const parsed = FactsSchema.parse({ ...PHONE_FACTS, container, structure });
  expect(words(fileRows(testDocument({ facts: parsed }))).Format).toBe(told);
});

test.each([
  [{ num: 16, den: 9 }, "16:9"],
  [{ num: 399, den: 166 }, "2.404:1 | exactly 399:166"],
])("the shape %j is told as people know it", (displayAspectRatio, told) => {
  const upright = { ...picture, displayAspectRatio, rotation: 0 };
  expect(words(pictureRows(upright, null)).Shape).toBe(told);
  const { num, den } = displayAspectRatio;
  const stored = { ...picture, displayAspectRatio: { num: den, den: num }, rotation: 90 };
  expect(words(pictureRows(stored, null)).Shape).toBe(told);
});

test("the structure says what it leads to", () => {
  const structure = { indexFirst: false, editLists: [{ stream: 0, edits: [EMPTY, LATER] }] };
  const parsed = FactsSchema.parse({ ...PHONE_FACTS, structure }).structure;
  expect(parsed && words(structureRows(parsed))).toEqual({
    Index: "At the end: it must be fetched first",
    "Edits of stream 0": "nothing for 0.1 s, 12 s from 0.066 s on",
  });
});

test("what only some files have is told of those", () => {
  const structure = { brand: "mp42", profile: "Base Media / Version 2", xmp: true };
  const timecode = {
    ...{ kind: "data", index: 2, default: false, tags: {} },
    ...{ timecode: "01:00:00:00", timecodeRate: { num: 25, den: 1 } },
  };
  const other = { ...PHONE_FACTS, structure, streams: [timecode] };
  const parsed = FactsSchema.parse(other);
  expect(parsed.structure && words(structureRows(parsed.structure))).toEqual({
    Brand: "mp42",
    Follows: "Base Media / Version 2",
    XMP: "A packet of an editor's or a camera's own tags is inside",
  });
  const [stream] = parsed.streams;
  expect(stream?.kind === "data" && words(otherRows(stream))).toMatchObject({
    Timecode: "01:00:00:00 | counted at 25 fps",
  });
});

const EMPTY = { start: null, duration: 0.1, rate: 1 };
const LATER = { start: 0.066, duration: 12, rate: 1 };

test("tags are read by their meaning, and the place is not among them", () => {
  expect(facts.about && words(aboutRows(facts.about))).toEqual({
    "Made on": "3 May 2024, 18:04:10 +02:00",
    Device: "Apple, iPhone 15",
  });
});

test.each([
  ["2024-05-03T18:04:10.000000Z", "3 May 2024, 18:04:10 UTC"],
  ["2024-05-03", "3 May 2024"],
  ["2024-99-03T18:04:10Z", "2024-99-03T18:04:10Z"],
  ["<b>today</b>", "<b>today</b>"],
])("the instant %s is told as %s", (iso, told) => {
  expect(momentWords(iso)).toBe(told);
});

test.each([
  ["de", "Sound, German"],
  ["und", "Sound"],
  [null, "Sound"],
  ["<b>not a tag</b>", "Sound, <b>not a tag</b>"],
])("a stream in %s is titled %s", (language, title) => {
  expect(streamTitle({ ...sound, language })).toBe(title);
});

test("streams that would read the same are numbered", () => {
  const all = [
    { ...sound, index: 1, language: null },
    { ...sound, index: 2, language: "und" },
    { ...sound, index: 3, language: "de" },
  ];
  expect(all.map((stream) => streamTitle(stream, all))).toEqual([
    "Sound 1",
    "Sound 2",
    "Sound, German",
  ]);
});

test.each([
  ["tv", 8, "Legal range (16 to 235)"],
  ["tv", 10, "Legal range (64 to 940)"],
  ["pc", 12, "Full range (0 to 4095)"],
  ["tv", null, "Legal range"],
  ["odd", 8, "odd"],
])("the range %s at %s bits is %s", (range, bits, name) => {
  expect(rangeName(range, bits)).toBe(name);
});

test("a language is told in English", () => {
  expect(languageName("ger")).toBe("German");
});

test("moments count from where the film begins", () => {
  const container = { ...facts.container, startTime: 1.4 };
  const content = { picture: PICTURE_CONTENT, sound: [], sha256: null, poster: null, sprite: null };
  const lists = momentsOf(testDocument({ facts: { ...facts, container }, content }));
  expect(lists.map(({ title }) => title)).toEqual(["Scenes begin", "Black", "Frozen"]);
  expect(lists[0]?.moments[0]?.at).toBeCloseTo(2.1);
  expect(lists[1]?.moments[0]?.at).toBe(0);
});

const withPicture = (change: Partial<PictureContent>) => ({
  picture: { ...PICTURE_CONTENT, ...change },
  ...{ sound: [], sha256: null, poster: null, sprite: null },
});

test("what is damaged is told apart from what was not looked at", () => {
  const lost: PictureContent["lost"] = [
    { start: 2, end: 3, reason: "damaged" },
    { start: 8, end: 20, reason: "out_of_time" },
  ];
  const lists = momentsOf(testDocument({ content: withPicture({ lost }) })).slice(-2);
  expect(lists.map(({ title, moments }) => [title, moments.map(({ at }) => at)])).toEqual([
    ["Damaged, cannot be decoded", [2]],
    ["Not looked at: the time for it was over", [8]],
  ]);
});

test("what is more than is listed is counted, or said to be the first of them", () => {
  const full = Array.from({ length: RANGES_MAX }, (_, at) => ({ start: at, end: at + 0.5 }));
  const lost = full.map((range) => ({ ...range, reason: "damaged" as const }));
  const flicker = { mean: 0, flashes: full };
  const counts = (change: Partial<PictureContent>) => {
    const told = { black: [], frozen: [], flicker: { mean: 0, flashes: [] }, ...change };
    const lists = momentsOf(testDocument({ content: withPicture(told) })).slice(1);
    return lists.map(({ title, all }) => [title, all]);
  };
  expect(counts({ black: full, blackCount: 812 })).toEqual([["Black", 812]]);
  expect(counts({ black: full })).toEqual([["Black", null]]);
  expect(counts({ black: full.slice(1) })).toEqual([["Black", RANGES_MAX - 1]]);
  expect(counts({ flicker })).toEqual([["Flashing", null]]);
  // How many of the others are damaged is not known.
  expect(counts({ lost, lostCount: 812 })).toEqual([["Damaged, cannot be decoded", null]]);
  expect(counts({ lost, lostCount: RANGES_MAX })).toEqual([
    ["Damaged, cannot be decoded", RANGES_MAX],
  ]);
  const heard = { ...SOUND_CONTENT, silence: full, silenceCount: 600 };
  const content = { picture: null, sound: [heard], sha256: null, poster: null, sprite: null };
  expect(momentsOf(testDocument({ content }))[0]).toMatchObject({ title: "Silence", all: 600 });
});

test("scene changes are counted, not scenes", () => {
  const listed = testDocument({ content: withPicture({}) });
  expect(momentsOf(listed)[0]).toMatchObject({ title: "Scenes begin", all: 2 });
  expect(contentWords(listed)).toBe("2 scene changes");
  const uncut = testDocument({ content: withPicture({ sceneCount: 1, scenes: [] }) });
  expect(momentsOf(uncut).map(({ title }) => title)).not.toContain("Scenes begin");
  expect(contentWords(uncut)).toBe("0 scene changes");
});

const [PACKETS] = PHONE_PACKETS.streams;
const withGaps = (index: number, unevenShare: number) => {
  if (!PACKETS?.pace) throw new Error("the fixture has a pace");
  const gaps = [{ at: 3, seconds: 1 }];
  return { ...PACKETS, index, pace: { ...PACKETS.pace, unevenShare, gapCount: 1, gaps } };
};
const missing = (...streams: StreamPackets[]) =>
  momentsOf(testDocument({ packets: { ...PHONE_PACKETS, streams } })).map(({ title }) => title);

test("gaps are listed of an even pace alone, each stream's under a title of its own", () => {
  expect(missing(withGaps(0, 0.001))).toEqual(["Missing picture"]);
  expect(missing(withGaps(0, 0.2))).toEqual([]);
  expect(missing(withGaps(1, 0), withGaps(0, 0.2))).toEqual(["Missing sound"]);
  expect(missing(withGaps(7, 0), withGaps(8, 0))).toEqual([
    "Missing (stream 7)",
    "Missing (stream 8)",
  ]);
});

test("a place is told with its sides, and a map's address has it too", () => {
  const place = { latitude: -33.8568, longitude: 151.2153, altitude: -2, text: "" };
  expect(locationWords(place).replaceAll("\u00a0", " ")).toBe(
    "33.8568° south, 151.2153° east, 2 m below the sea",
  );
  expect(locationUrl(place)).toBe(
    "https://www.openstreetmap.org/?mlat=-33.8568&mlon=151.2153#map=15/-33.8568/151.2153",
  );
});
