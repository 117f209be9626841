// One complete metadata document of an ordinary film, for tests that change a thing or two in it:
// ten seconds of H.264 and AAC in an MP4 that nothing is wrong with.

import {
  HISTOGRAM_BARS,
  type PictureContent,
  type SoundContent,
} from "../../../protocol/content.ts";
import {
  type AudioStream,
  AudioStreamSchema,
  type Facts,
  FactsSchema,
  OtherStreamSchema,
  type VideoStream,
  VideoStreamSchema,
} from "../../../protocol/facts.ts";
import type { MetadataDocument } from "../../../protocol/metadata.ts";
import type { Packets, StreamPackets } from "../../../protocol/packets.ts";
import type { Described } from "../finding-parts.ts";

/** The document, and its parts where a test finds them without asking whether they are there. */
export type Draft = {
  document: Described;
  file: MetadataDocument["file"];
  facts: Facts;
  structure: NonNullable<Facts["structure"]>;
  about: NonNullable<Facts["about"]>;
  video: VideoStream;
  audio: AudioStream;
  packets: Packets;
  videoPackets: StreamPackets;
  pace: NonNullable<StreamPackets["pace"]>;
  groups: NonNullable<StreamPackets["groups"]>;
  audioPackets: StreamPackets;
  audioPace: NonNullable<StreamPackets["pace"]>;
  picture: PictureContent;
  sound: SoundContent;
};

/** A new document, changed. */
export function sampleDocument(change: (draft: Draft) => void = () => {}): Described {
  const draft = newDraft();
  change(draft);
  return draft.document;
}

/** A subtitle stream to be added to a document. */
export function sampleSubtitle() {
  return OtherStreamSchema.parse({
    kind: "subtitle",
    index: 2,
    id: 3,
    codec: "mov_text",
    language: "ger",
    title: "Untertitel",
    default: false,
  });
}

function newDraft(): Draft {
  const [video, audio] = [newVideo(), newAudio()];
  const facts = newFacts(video, audio);
  const { structure, about } = facts;
  const [pace, audioPace] = [newPace(0.04), newPace(1024 / 48_000)];
  const groups = {
    keyframes: 5,
    minSeconds: 2,
    meanSeconds: 2,
    maxSeconds: 2,
    minFrames: 50,
    meanFrames: 50,
    maxFrames: 50,
    open: 0,
    keyframeShare: 0.3,
    startsWithKeyframe: true,
  };
  const videoPackets = newPackets(0, 250, 1_250_000, { pace, groups, bitsPerPixel: 0.17 });
  const audioPackets = newPackets(1, 469, 160_000, { pace: audioPace });
  const packets = {
    streams: [videoPackets, audioPackets],
    duration: 10,
    overhead: 0.01,
    truncated: false,
  };
  const [picture, sound] = [newPicture(), newSound()];
  const file = {
    name: "holiday.mp4",
    bytes: 1_420_000,
    extension: "mp4",
    declaredType: "video/mp4",
    mediaType: "video/mp4",
    uploadedAt: "2026-11-22T10:00:00.000Z",
  };
  const content = { picture, sound: [sound], sha256: "0".repeat(64), poster: null, sprite: null };
  const document = {
    version: 1 as const,
    stage: "content" as const,
    file,
    facts,
    packets,
    content,
  };
  if (!structure || !about) throw new Error("the sample has both");
  return {
    document: { ...document, rawUrl: null },
    ...{ file, facts, structure, about, video, audio, packets, videoPackets, audioPackets },
    ...{ pace, audioPace, groups, picture, sound },
  };
}

function newVideo(): VideoStream {
  return VideoStreamSchema.parse({
    kind: "video",
    index: 0,
    id: 1,
    codec: "h264",
    codecName: "H.264 / AVC / MPEG-4 AVC / MPEG-4 part 10",
    codecTag: "avc1",
    codecString: "avc1.64001f",
    profile: "High",
    level: 31,
    levelName: "3.1",
    entropyCoding: "CABAC",
    referenceFrames: 4,
    reorderFrames: 2,
    encoder: "x264 - core 164 r3095 baee400",
    encoderSettings: "cabac=1 ref=3 crf=23.0",
    timeBase: { num: 1, den: 12_800 },
    bitrate: 1_000_000,
    duration: 10,
    startTime: 0,
    default: true,
    width: 1280,
    height: 720,
    codedWidth: 1280,
    codedHeight: 720,
    displayWidth: 1280,
    displayHeight: 720,
    sampleAspectRatio: { num: 1, den: 1 },
    displayAspectRatio: { num: 16, den: 9 },
    rotation: 0,
    flipped: false,
    pixelFormat: "yuv420p",
    bitDepth: 8,
    chromaSubsampling: "4:2:0",
    chromaLocation: "left",
    colour: { range: "tv", primaries: "bt709", transfer: "bt709", matrix: "bt709" },
    dynamicRange: "SDR",
    alpha: false,
    fieldOrder: "progressive",
    frameRate: { num: 25, den: 1 },
    baseFrameRate: { num: 25, den: 1 },
    measuredFrameRate: 25,
    variableFrameRate: false,
    frames: 250,
  });
}

function newAudio(): AudioStream {
  return AudioStreamSchema.parse({
    kind: "audio",
    index: 1,
    id: 2,
    codec: "aac",
    codecName: "AAC (Advanced Audio Coding)",
    codecTag: "mp4a",
    codecString: "mp4a.40.2",
    profile: "LC",
    bitrate: 128_000,
    duration: 10,
    startTime: 0,
    language: "eng",
    default: true,
    sampleRate: 48_000,
    sampleFormat: "fltp",
    channels: 2,
    channelLayout: "stereo",
    delay: 0,
  });
}

function newFacts(video: VideoStream, audio: AudioStream): Facts {
  const facts = FactsSchema.parse({
    source: "ffprobe",
    container: {
      format: "mov,mp4,m4a,3gp,3g2,mj2",
      formatName: "QuickTime / MOV",
      bytes: 1_420_000,
      duration: 10,
      startTime: 0,
      bitrate: 1_136_000,
      tags: { title: "Holiday" },
    },
    streams: [],
    chapters: [],
    chapterCount: 0,
    streamCount: 2,
    structure: {
      brand: "isom",
      brandVersion: 512,
      compatibleBrands: ["isom", "iso2", "avc1", "mp41"],
      boxes: [
        { type: "ftyp", offset: 0, bytes: 32 },
        { type: "moov", offset: 32, bytes: 9_968 },
        { type: "mdat", offset: 10_000, bytes: 1_410_000 },
      ],
      indexFirst: true,
      indexBytes: 9_968,
      fragmented: false,
      trailingBytes: 0,
      truncated: false,
      contentCredentials: false,
    },
    about: { title: "Holiday", createdAt: "2026-08-01T10:00:00Z", zoneKnown: false },
  });
  // The very objects that a test changes.
  facts.streams.push(video, audio);
  return facts;
}

function newPackets(
  index: number,
  packets: number,
  bytes: number,
  fields: Partial<StreamPackets>,
): StreamPackets {
  return {
    index,
    packets,
    bytes,
    start: 0,
    end: 10,
    bitrate: {
      mean: bytes * 0.8,
      max: bytes,
      min: bytes * 0.6,
      series: { start: 0, step: 1, values: Array.from({ length: 10 }, () => bytes * 0.8) },
    },
    pace: null,
    nonMonotonic: 0,
    negative: 0,
    untimed: 0,
    setBack: false,
    corrupt: 0,
    groups: null,
    bitsPerPixel: null,
    ...fields,
  };
}

function newPace(seconds: number): NonNullable<StreamPackets["pace"]> {
  return {
    min: seconds,
    median: seconds,
    mean: seconds,
    max: seconds,
    variable: false,
    unevenShare: 0,
    gapCount: 0,
    gaps: [],
    duplicates: 0,
  };
}

function newPicture(): PictureContent {
  const bars = Array.from({ length: HISTOGRAM_BARS }, () => 1 / HISTOGRAM_BARS);
  const spread = { min: 20, mean: 40, max: 60 };
  return {
    index: 0,
    frames: 250,
    lost: [],
    sceneCount: 2,
    scenes: [{ at: 4.2, score: 38 }],
    black: [],
    frozen: [],
    scan: {
      verdict: "progressive",
      topFirst: 0,
      bottomFirst: 0,
      progressive: 248,
      undetermined: 2,
      repeatedFields: 0,
    },
    letterbox: null,
    luma: {
      histogram: bars,
      mean: 0.42,
      p1: 0.02,
      p5: 0.06,
      p50: 0.4,
      p95: 0.85,
      p99: 0.95,
      clippedShadows: 0.001,
      clippedHighlights: 0.002,
      illegal: 0,
      toneMapped: null,
      series: { start: 0, step: 1, values: Array.from({ length: 10 }, () => 0.42) },
    },
    chroma: {
      histogramBlue: bars,
      histogramRed: bars,
      saturation: 0.15,
      castRed: 0.01,
      castBlue: -0.01,
    },
    palette: [{ colour: "#406080", share: 0.4 }],
    noise: 0.003,
    sharpness: 0.5,
    blockiness: 0.1,
    spatialInformation: spread,
    temporalInformation: spread,
    measuredWidth: 640,
    measuredHeight: 360,
    flicker: { mean: 0.001, flashes: [] },
    shake: 0.002,
    hashes: { start: 0, step: 1, values: ["c3d2a1b0f0e1d2c3"] },
  };
}

function newSound(): SoundContent {
  return {
    index: 1,
    seconds: 10,
    damaged: false,
    loudness: -16.2,
    loudnessRange: 6,
    truePeak: -1.5,
    samplePeak: -1.7,
    rms: -19,
    dcOffset: 0,
    clippedSamples: 0,
    silence: [],
    deadChannels: [],
    dualMono: false,
    phase: 0.7,
    series: { start: 0, step: 1, values: Array.from({ length: 10 }, () => -16) },
    waveform: { start: 0, step: 1, values: Array.from({ length: 10 }, () => 0.5) },
  };
}
