// A whole document of a phone's clip, for tests that care about a part of it only.

import { type FactsInput, FactsSchema } from "../../protocol/facts.ts";
import { type MetadataDocument, MetadataDocumentSchema } from "../../protocol/metadata.ts";
import type { Packets } from "../../protocol/packets.ts";

const colour = { range: "tv", primaries: "bt709", transfer: "bt709", matrix: "bt709" };

export const PHONE_FACTS: FactsInput = {
  source: "ffprobe",
  container: { format: "mov,mp4", bytes: 6_400_000, tags: { major_brand: "qt  " }, duration: 12 },
  streams: [
    {
      ...{ kind: "video", index: 0, codec: "h264", codecName: "H.264 / AVC", default: true },
      ...{ width: 1920, height: 1080, displayWidth: 1080, displayHeight: 1920 },
      ...{ sampleAspectRatio: { num: 1, den: 1 }, rotation: 90, flipped: false, colour },
      ...{ profile: "High", level: 40, levelName: "4", pixelFormat: "yuv420p", bitDepth: 8 },
      ...{ chromaSubsampling: "4:2:0", chromaLocation: "left", dynamicRange: "SDR" },
      ...{ frameRate: { num: 30, den: 1 }, measuredFrameRate: 27, variableFrameRate: true },
      ...{ frames: 324, fieldOrder: "progressive", bitrate: 4_000_000, codecString: "avc1.640028" },
    },
    {
      ...{ kind: "audio", index: 1, codec: "aac", codecName: "AAC", profile: "LC", default: true },
      ...{ sampleRate: 44_100, channels: 2, channelLayout: "stereo", language: "de" },
    },
  ],
  about: {
    createdAt: "2024-05-03T18:04:10+02:00",
    zoneKnown: true,
    deviceMake: "Apple",
    deviceModel: "iPhone 15",
    location: { latitude: 48.2, longitude: 16.37, altitude: 171, text: "+48.2000+016.3700+171/" },
  },
};

const even = { unevenShare: 0.2, gapCount: 0, gaps: [], duplicates: 0 };
const clean = { nonMonotonic: 0, negative: 0, untimed: 0, setBack: false, corrupt: 0 };

export const PHONE_PACKETS: Packets = {
  streams: [
    {
      ...{ index: 0, packets: 324, bytes: 6_000_000, start: 0, end: 12, bitsPerPixel: 0.07 },
      bitrate: {
        ...{ mean: 4_000_000, max: 8_000_000, min: 1_000_000 },
        series: {
          start: 0,
          step: 1,
          values: [1e6, 2e6, 4e6, 8e6, 7e6, 5e6, 4e6, 3e6, 3e6, 4e6, 4e6, 3e6],
        },
      },
      pace: { ...even, min: 1 / 30, median: 1 / 30, mean: 1 / 27, max: 1 / 24, variable: true },
      ...clean,
      groups: {
        ...{ keyframes: 12, minSeconds: 1, meanSeconds: 1, maxSeconds: 1 },
        ...{ minFrames: 24, meanFrames: 27, maxFrames: 30, open: 0 },
        ...{ keyframeShare: 0.2, startsWithKeyframe: true },
      },
    },
  ],
  duration: 12,
  overhead: 0.01,
  truncated: false,
};

export function testDocument(change: Partial<MetadataDocument> = {}): MetadataDocument {
  return MetadataDocumentSchema.parse({
    version: 1,
    stage: "facts",
    file: {
      ...{ name: "clip.mov", bytes: 6_400_000, extension: "mov" },
      ...{ declaredType: null, mediaType: "video/quicktime", uploadedAt: null },
    },
    facts: FactsSchema.parse(PHONE_FACTS),
    packets: null,
    content: null,
    findings: [],
    rawUrl: null,
    ...change,
  });
}
