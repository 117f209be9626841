import { expect, test } from "vitest";
import type { AudioStream, VideoStream } from "../../protocol/metadata.ts";
import { type Row, streamRows, streamTitle } from "./metadata-words.ts";

/** A phone's upright clip, as ffprobe and the packets describe it. */
const PHONE: VideoStream = {
  kind: "video",
  index: 0,
  codec: "hevc",
  codecName: "H.265 / HEVC (High Efficiency Video Coding)",
  profile: "Main 10",
  level: 123,
  width: 1920,
  height: 1080,
  displayWidth: 1080,
  displayHeight: 1920,
  sampleAspectRatio: { num: 1, den: 1 },
  rotation: 90,
  flipped: false,
  pixelFormat: "yuv420p10le",
  bitDepth: 10,
  colour: { range: "tv", primaries: "bt2020", transfer: "arib-std-b67", matrix: "bt2020nc" },
  dynamicRange: "HLG",
  fieldOrder: "progressive",
  frameRate: { num: 60000, den: 1001 },
  measuredFrameRate: 59.94,
  variableFrameRate: true,
  frames: 1800,
  keyframeInterval: { minSeconds: 1, meanSeconds: 1, maxSeconds: 1 },
  bitrate: 24_300_000,
  duration: 30.03,
  startTime: 0,
  language: "und",
  title: null,
  default: true,
};

const SOUND: AudioStream = {
  kind: "audio",
  index: 1,
  codec: "aac",
  codecName: "AAC",
  profile: "LC",
  sampleRate: 44100,
  channels: 2,
  channelLayout: "stereo",
  bitrate: null,
  duration: null,
  startTime: null,
  language: "de",
  title: null,
  default: true,
};

const words = (rows: Row[]) =>
  Object.fromEntries(
    rows.map(({ name, value, remark }) => [
      name,
      [value, remark].filter(Boolean).join(" | ").replaceAll("\u00a0", " "),
    ]),
  );

test("a picture is told in words, with what the file stores beside what is seen", () => {
  expect(words(streamRows(PHONE))).toEqual({
    Codec: "H.265 (HEVC) | Main 10 profile",
    "Picture size": "1080 × 1920 | stored as 1920 × 1080",
    Turned: "90° clockwise",
    "Frame rate": "59.94 fps | uneven: it varies within the file",
    "Measured rate": "59.94 fps",
    Frames: "1,800",
    Keyframes: "every 1 s",
    "Bit rate": "24.3 Mbit/s",
    Length: "30 s",
    "Dynamic range": "HLG | high dynamic range, HLG curve",
    Colours: "BT.2020 (wide gamut) | legal range (16 to 235)",
    Precision: "10 bits | colour at 4:2:0",
    Scan: "Whole frames (progressive)",
  });
});

test("what is not known has no row", () => {
  expect(words(streamRows(SOUND))).toEqual({
    Codec: "AAC | LC",
    Channels: "Stereo",
    "Sample rate": "44.1 kHz",
  });
});

test("wide pixels are explained", () => {
  const wide = { ...PHONE, rotation: 0, displayWidth: 3840, displayHeight: 1080 };
  const rows = words(streamRows({ ...wide, sampleAspectRatio: { num: 2, den: 1 } }));
  expect(rows["Picture size"]).toBe(
    "3840 × 1080 | stored as 1920 × 1080, pixels 2 times as wide as high",
  );
});

test.each([
  ["de", "Sound, German"],
  ["und", "Sound"],
  [null, "Sound"],
  ["<b>not a tag</b>", "Sound, <b>not a tag</b>"],
])("a stream in %s is titled %s", (language, title) => {
  expect(streamTitle({ ...SOUND, language })).toBe(title);
});
