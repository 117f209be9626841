// What the metadata of a ten-second clip looks like: a picture of 640 × 360 at 25 frames a second, and
// stereo sound.

import {
  HISTOGRAM_BARS,
  type PictureContent,
  PictureContentSchema,
  type SoundContent,
  SoundContentSchema,
} from "../../protocol/content.ts";
import { type Facts, FactsSchema } from "../../protocol/facts.ts";
import { type Packets, PacketsSchema, type StreamPackets } from "../../protocol/packets.ts";

export const FACTS: Facts = FactsSchema.parse({
  source: "ffprobe",
  container: {
    format: "mov",
    formatName: "QuickTime / MOV",
    bytes: 100,
    duration: 10,
    startTime: 0,
    tags: {},
  },
  streams: [
    {
      kind: "video",
      index: 0,
      codec: "h264",
      default: true,
      width: 640,
      height: 360,
      displayWidth: 640,
      displayHeight: 360,
      sampleAspectRatio: { num: 1, den: 1 },
      rotation: 0,
      flipped: false,
      colour: { range: "tv", primaries: "bt709", transfer: "bt709", matrix: "bt709" },
      dynamicRange: "SDR",
      frameRate: { num: 25, den: 1 },
      frames: 250,
      duration: 10,
    },
    { kind: "audio", index: 1, codec: "aac", default: true, sampleRate: 48_000, channels: 2 },
  ],
});

/** Every packet of a stream at an even pace of `rate` a second. */
export function packetsOf(index: number, seconds: number, rate: number): StreamPackets {
  return {
    index,
    packets: Math.round(seconds * rate),
    bytes: 50,
    start: 0,
    end: seconds,
    bitrate: { mean: 40, max: 40, min: 40, series: { start: 0, step: 1, values: [40] } },
    pace: {
      min: 1 / rate,
      median: 1 / rate,
      mean: 1 / rate,
      max: 1 / rate,
      variable: false,
      unevenShare: 0,
      gapCount: 0,
      gaps: [],
      duplicates: 0,
    },
    nonMonotonic: 0,
    negative: 0,
    untimed: 0,
    setBack: false,
    corrupt: 0,
    groups: null,
    bitsPerPixel: null,
  };
}

export const PACKETS: Packets = PacketsSchema.parse({
  streams: [packetsOf(0, 10, 25), packetsOf(1, 10, 46.875)],
  duration: 10,
  overhead: 0,
  truncated: false,
});

const SERIES = { start: 0, step: 1, values: [0.5] };
const HISTOGRAM = Array.from({ length: HISTOGRAM_BARS }, () => 1 / HISTOGRAM_BARS);
const SPREAD = { min: 1, mean: 2, max: 3 };

export const PICTURE: PictureContent = PictureContentSchema.parse({
  index: 0,
  frames: 250,
  lost: [],
  sceneCount: 1,
  scenes: [{ at: 4, score: 40 }],
  black: [{ start: 0, end: 1 }],
  frozen: [],
  scan: {
    verdict: "progressive",
    topFirst: 0,
    bottomFirst: 0,
    progressive: 250,
    undetermined: 0,
    repeatedFields: 0,
  },
  letterbox: null,
  luma: {
    histogram: HISTOGRAM,
    mean: 0.5,
    p1: 0.1,
    p5: 0.2,
    p50: 0.5,
    p95: 0.8,
    p99: 0.9,
    clippedShadows: 0,
    clippedHighlights: 0,
    illegal: 0,
    toneMapped: null,
    series: SERIES,
  },
  chroma: {
    histogramBlue: HISTOGRAM,
    histogramRed: HISTOGRAM,
    saturation: 0.2,
    castRed: 0,
    castBlue: 0,
  },
  palette: [{ colour: "#102030", share: 0.4 }],
  noise: 1,
  sharpness: 0.5,
  blockiness: 0,
  spatialInformation: SPREAD,
  temporalInformation: SPREAD,
  measuredWidth: 640,
  measuredHeight: 360,
  flicker: { mean: 0, flashes: [] },
  shake: null,
  hashes: { start: 0, step: 1, values: ["00ff00ff00ff00ff"] },
});

/** What is heard of the sound stream with that index. */
export function soundOf(index: number): SoundContent {
  return SoundContentSchema.parse({
    index,
    seconds: 10,
    damaged: false,
    loudness: -23,
    loudnessRange: 5,
    truePeak: -3,
    samplePeak: -3.2,
    rms: -25,
    dcOffset: 0,
    clippedSamples: 0,
    silence: [],
    deadChannels: [],
    dualMono: false,
    phase: 0.8,
    series: SERIES,
    waveform: SERIES,
  });
}
