// The document as MediaInfo would tell it. Expected values are those of `mediainfo --Output=JSON` 23.04
// for files like the sample.

import { describe, expect, it } from "vitest";
import { HdrFactsSchema } from "../../protocol/facts.ts";
import { mediainfoOf } from "./mediainfo.ts";
import { type Draft, sampleDocument, sampleSubtitle } from "./testing/sample-document.ts";

function tracks(change?: (draft: Draft) => void) {
  return mediainfoOf({ ...sampleDocument(change), findings: [] }).media.track;
}

const track = (type: string, change?: (draft: Draft) => void) =>
  tracks(change).find((one) => one["@type"] === type);

describe("an ordinary MP4", () => {
  it("has a general track", () => {
    expect(track("General")).toEqual({
      "@type": "General",
      VideoCount: "1",
      AudioCount: "1",
      Format: "MPEG-4",
      Format_Profile: "Base Media",
      CodecID: "isom",
      CodecID_Compatible: "isom/iso2/avc1/mp41",
      Duration: "10.000",
      OverallBitRate: "1136000",
      FrameRate: "25.000",
      FrameCount: "250",
      IsStreamable: "Yes",
      Title: "Holiday",
      Encoded_Date: "2026-08-01 10:00:00 UTC",
      FileExtension: "mp4",
      FileSize: "1420000",
    });
  });

  it("has a picture", () => {
    expect(track("Video")).toMatchObject({
      StreamOrder: "0",
      ID: "1",
      Format: "AVC",
      Format_Profile: "High",
      Format_Level: "3.1",
      Format_Settings_CABAC: "Yes",
      Format_Settings_RefFrames: "4",
      CodecID: "avc1",
      Width: "1280",
      Height: "720",
      PixelAspectRatio: "1.000",
      DisplayAspectRatio: "1.778",
      Rotation: "0.000",
      FrameRate_Mode: "CFR",
      FrameRate: "25.000",
      FrameRate_Num: "25",
      FrameRate_Den: "1",
      ColorSpace: "YUV",
      ChromaSubsampling: "4:2:0",
      BitDepth: "8",
      ScanType: "Progressive",
      Encoded_Library_Settings: "cabac=1 / ref=3 / crf=23.0",
      colour_range: "Limited",
      colour_primaries: "BT.709",
      transfer_characteristics: "BT.709",
      matrix_coefficients: "BT.709",
    });
  });

  it("has sound", () => {
    expect(track("Audio")).toMatchObject({
      Format: "AAC",
      Format_AdditionalFeatures: "LC",
      CodecID: "mp4a-40-2",
      Channels: "2",
      ChannelPositions: "Front: L R",
      ChannelLayout: "L R",
      SamplingRate: "48000",
      SamplingCount: "480000",
      Compression_Mode: "Lossy",
      Language: "en",
    });
  });
});

describe("other files", () => {
  it("numbers tracks of one kind", () => {
    const two = tracks(({ facts, audio }) => {
      facts.streams.push({ ...audio, index: 2 }, sampleSubtitle());
    });
    expect(two.map((one) => [one["@type"], one["@typeorder"]])).toEqual([
      ["General", undefined],
      ["Video", undefined],
      ["Audio", "1"],
      ["Audio", "2"],
      ["Text", undefined],
    ]);
  });

  it("names chapters by their time", () => {
    const menu = track("Menu", ({ facts }) => {
      facts.chapters = [
        { start: 0, end: 2, title: "One" },
        { start: 3_723.5, end: 4_000, title: null },
      ];
    });
    expect(menu?.extra).toEqual({ _00_00_00_000: "One", _01_02_03_500: "Chapter 2" });
  });

  it.each<[string, string, string, (draft: Draft) => void]>([
    ["Video", "transfer_characteristics", "HLG", (d) => (d.video.colour.transfer = "arib-std-b67")],
    ["Video", "Rotation", "90.000", (d) => (d.video.rotation = 90)],
    ["Video", "FrameRate_Mode", "VFR", (d) => (d.pace.variable = true)],
    ["Video", "ScanOrder", "BFF", (d) => (d.video.fieldOrder = "bb")],
    ["Video", "Format_Level", "4", (d) => (d.video.levelName = "4.0")],
    ["Video", "FrameRate", "24.500", (d) => (d.video.measuredFrameRate = 24.5)],
    ["Audio", "CodecID", "mp4a-6B", (d) => (d.audio.codecString = "mp4a.6b")],
    ["Video", "CodecID", "mp4v-20", mpeg4],
    ["Video", "Format_Profile", "Simple", mpeg4],
    ["Video", "Format", "Sorenson Spark", (d) => (d.video.codec = "flv1")],
    ["Audio", "Format_Profile", "Layer 3", (d) => (d.audio.codec = "mp3")],
    ["Audio", "ChannelLayout", "C L R Ls Rs LFE", (d) => (d.audio.channelLayout = "5.1")],
    ["General", "Format", "Matroska", (d) => (d.facts.container.format = "matroska,webm")],
    ["General", "Recorded_Date", "2019-07-24 11:25:40+03:00", recorded],
    ["General", "IsStreamable", "No", (d) => (d.structure.indexFirst = false)],
  ])("%s %s is %s", (type, field, value, change) => {
    expect(track(type, change)?.[field]).toBe(value);
  });

  it.each<[string, number, string | null, string | null, unknown[]]>([
    // Format, the stream's id, its tag and codec string; MediaInfo's ID and CodecID.
    ["mpegts", 256, "0x001b", "avc1.64001f", ["256", "27"]],
    ["mpegts", 257, "0x000f", "mp4a.40.2", ["257", "15-2"]],
    ["mpegts", 257, "AC-3", "ac-3", ["257", undefined]],
    ["avi", 0, "0x0055", null, ["1", "55"]],
    ["avi", 0, "0x2000", null, ["1", "2000"]],
    ["asf", 0, "0x0161", null, ["0", "161"]],
    ["mpeg", 0x1c0, null, null, ["192", undefined]],
    ["mpeg", 0x80, null, null, ["189-128", undefined]],
  ])("numbers streams and codecs of %s: %s %s", (format, id, codecTag, codecString, expected) => {
    const sound = track("Audio", ({ facts, audio }) => {
      facts.container.format = format;
      Object.assign(audio, { id, codecTag, codecString });
    });
    expect([sound?.ID, sound?.CodecID]).toEqual(expected);
  });

  // What MediaInfo said of films made by x265 with these marks.
  it.each<[string, string, (draft: Draft) => void]>([
    ["HDR_Format", "SMPTE ST 2086", mastered()],
    ["HDR_Format_Compatibility", "HDR10", mastered()],
    ["HDR_Format", "Dolby Vision / SMPTE ST 2086", mastered(4)],
    ["HDR_Format_Compatibility", "HLG / HDR10", mastered(4)],
    ["HDR_Format_Compatibility", " / HDR10", mastered(0)],
    ["MasteringDisplay_ColorPrimaries", "Display P3", mastered()],
    ["MasteringDisplay_ColorPrimaries", "DCI P3", mastered(null, { white: [0.314, 0.351] })],
    [
      "MasteringDisplay_ColorPrimaries",
      "R: x=0.680000 y=0.320000, G: x=0.240000 y=0.680000, B: x=0.150000 y=0.060000, White point: x=0.312700 y=0.329000",
      mastered(null, { green: [0.24, 0.68] }),
    ],
    ["MasteringDisplay_Luminance", "min: 0.0050 cd/m2, max: 1000 cd/m2", mastered()],
    ["MaxCLL", "1000 cd/m2", mastered()],
    ["MaxFALL", "400 cd/m2", mastered()],
    ["FrameRate_Minimum", "28.571", (d) => Object.assign(d.pace, { ...UNEVEN })],
    ["FrameRate_Maximum", "30.000", (d) => Object.assign(d.pace, { ...UNEVEN })],
  ])("tells %s of a picture as %j", (field, value, change) => {
    expect(track("Video")).not.toHaveProperty(field);
    expect(track("Video", change)?.[field]).toBe(value);
  });

  it("names codecs, delays and encoders of Matroska", () => {
    const change = ({ facts, video, audio }: Draft) => {
      facts.container.format = "matroska,webm";
      facts.container.tags = { ENCODER: "Lavf59.27.100" };
      Object.assign(video, { codecTag: null, startTime: 0.527 });
      Object.assign(audio, { codecTag: null, startTime: -0.007, codec: "opus" });
      audio.tags = { ENCODER: "Lavc59.37.100 libopus" };
    };
    const delayed = { Delay: "0.527", Delay_Source: "Container" };
    expect(track("General", change)).toMatchObject({ Encoded_Library: "Lavf59.27.100" });
    expect(track("Video", change)).toMatchObject({ CodecID: "V_MPEG4/ISO/AVC", ...delayed });
    expect(track("Audio", change)).toMatchObject({
      ...{ CodecID: "A_OPUS", Delay: "0.000", Encoded_Library: "Lavc59.37.100 libopus" },
    });
    const aac = (draft: Draft) => {
      change(draft);
      draft.audio.codec = "aac";
    };
    expect(track("Audio", aac)?.CodecID).toBe("A_AAC-2");
    const wrapped = (draft: Draft) => {
      change(draft);
      draft.video.codecTag = "H264";
    };
    expect(track("Video", wrapped)).not.toHaveProperty("CodecID");
  });

  it("tells when a transport stream's streams begin, and of an MP4's nothing", () => {
    const delayIn = (format: string) =>
      track("Audio", ({ facts, audio }) => {
        facts.container.format = format;
        audio.startTime = 1.04;
      })?.Delay;
    expect([delayIn("mpegts"), delayIn("mov,mp4")]).toEqual(["1.040000000", undefined]);
  });

  it("keeps place and device under the file's own names", () => {
    const tagged = track("General", ({ facts }) => {
      facts.container.tags = {
        "com.apple.quicktime.location.ISO6709": "+32.0929+034.8620+028.516/",
        "com.apple.quicktime.make": "Apple",
        "location-eng": "+51.5335-000.1261/",
        location: "+51.5335-000.1261/",
      };
    });
    expect(tagged?.extra).toEqual({
      com_apple_quicktime_location_ISO6709: "+32.0929+034.8620+028.516/",
      com_apple_quicktime_make: "Apple",
      xyz: "+51.5335-000.1261/",
    });
  });

  it("keeps all chapters of one millisecond", () => {
    const menu = track("Menu", ({ facts }) => {
      facts.chapters = [0, 0.5, 0.5003].map((start, at) => ({
        ...{ start, end: start + 0.1, title: ["One", "Two", "Three"][at] ?? null },
      }));
    });
    expect(menu?.extra).toEqual({ _00_00_00_000: "One", _00_00_00_500: "Two / Three" });
  });

  it("keeps languages that it does not know, and never fails by them", () => {
    const language = (word: string) =>
      track("Audio", ({ audio }) => (audio.language = word))?.Language;
    expect(["ger", "de", "x!", "qaa", "en-us"].map(language)).toEqual([
      "de",
      "de",
      "x!",
      "qaa",
      "en-us",
    ]);
  });

  it("tells of a file that was not read yet what is known", () => {
    expect(
      tracks(({ document }) => Object.assign(document, { facts: null, packets: null })),
    ).toEqual([{ "@type": "General", FileExtension: "mp4", FileSize: "1420000" }]);
  });
});

function mpeg4({ video }: Draft): void {
  Object.assign(video, { codec: "mpeg4", profile: "Simple Profile" });
  Object.assign(video, { codecTag: "mp4v", codecString: "mp4v.20.9" });
}

function recorded({ about }: Draft): void {
  about.createdAt = "2019-07-24T11:25:40+03:00";
}

const UNEVEN = { variable: true, min: 1 / 30.0003, max: 0.035 };

/** HDR10 upon a P3 display, with Dolby Vision above it or not. */
function mastered(
  compatibility: number | null = null,
  points: { green?: [number, number]; white?: [number, number] } = {},
) {
  const at = ([x, y]: [number, number]) => ({ x, y });
  const masteringDisplay = {
    ...{ red: at([0.68, 0.32]), green: at(points.green ?? [0.265, 0.69]), blue: at([0.15, 0.06]) },
    ...{ white: at(points.white ?? [0.3127, 0.329]), minLuminance: 0.005, maxLuminance: 1000 },
  };
  const parts = { level: 3, rpu: true, enhancementLayer: false, baseLayer: true };
  return ({ video }: Draft) => {
    video.bitDepth = 10;
    video.colour.primaries = "bt2020";
    video.hdr = HdrFactsSchema.parse({
      ...{ masteringDisplay, maxContentLight: 1000, maxFrameAverageLight: 400 },
      dolbyVision: compatibility === null ? null : { profile: 8, compatibility, ...parts },
    });
  };
}
