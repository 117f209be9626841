// Which field of the document says the same as which of MediaInfo's and ffprobe's, in values that
// can be compared. A rule counts where both sides know something.

import type { AudioStream, Facts, OtherStream, VideoStream } from "../../protocol/facts.ts";
import type { Packets, StreamPackets } from "../../protocol/packets.ts";
import { toNumber } from "../../protocol/rational.ts";

export type Value = string | number | boolean | null;
/** A stream of the document, with what its packets told. */
export type Ours<Stream> = {
  facts: Facts;
  packets: Packets | null;
  stream: Stream;
  read: StreamPackets | null;
};

export type Rule<Stream> = {
  /** The other side's name of the field. */
  field: string;
  ours: (ours: Ours<Stream>) => Value;
  /** Their text as a value of ours. */
  theirs?: (text: string, all: Record<string, string>) => Value;
  /** How far numbers may be apart: absolute, or a share of theirs. */
  within?: { absolute?: number; share?: number };
};

const lower = (text: string) => text.toLowerCase();
const amount = (text: string) => (text.trim() === "" ? null : Number(text));
const yes = (text: string) => text === "Yes";
/** MediaInfo writes milliseconds and cuts them off, and so does a time base now and then. */
const MILLISECOND = { absolute: 0.0015 };

const CODECS: Record<string, string> = {
  avc: "h264",
  hevc: "hevc",
  av1: "av1",
  vp8: "vp8",
  vp9: "vp9",
  aac: "aac",
  "ac-3": "ac3",
  "mpeg audio": "mp3",
  opus: "opus",
  vorbis: "vorbis",
  pgs: "hdmv_pgs_subtitle",
  ass: "ass",
};
const codec = (text: string) => CODECS[lower(text)] ?? lower(text);

/** ITU-T H.273 names as MediaInfo writes them, in ffmpeg's words. */
const COLOURS: Record<string, string> = {
  "bt.709": "bt709",
  "bt.2020": "bt2020",
  "bt.2020 non-constant": "bt2020nc",
  "bt.601 ntsc": "smpte170m",
  "bt.601": "smpte170m",
  "bt.601 pal": "bt470bg",
  "bt.470 system b/g": "bt470bg",
  pq: "smpte2084",
  hlg: "arib-std-b67",
  limited: "tv",
  full: "pc",
};
const colour = (text: string) => COLOURS[lower(text)] ?? lower(text);

/** Channel layouts by their speakers. */
const LAYOUTS: Record<string, string> = { C: "mono", M: "mono", "L R": "stereo" };

const common = [
  { field: "ID", ours: ({ stream }) => stream.id, theirs: amount },
  { field: "Format", ours: ({ stream }) => stream.codec, theirs: codec },
  {
    field: "Language",
    ours: ({ stream }) => stream.language?.slice(0, 2) ?? null,
    theirs: (text) => text.slice(0, 2),
  },
  { field: "Title", ours: ({ stream }) => stream.title },
  { field: "Default", ours: ({ stream }) => stream.default, theirs: yes },
  { field: "Forced", ours: ({ stream }) => stream.dispositions.includes("forced"), theirs: yes },
] satisfies Rule<VideoStream | AudioStream | OtherStream>[];

const timed = [
  { field: "Duration", ours: ({ stream }) => stream.duration, theirs: amount, within: MILLISECOND },
  {
    field: "BitRate",
    ours: ({ stream }) => stream.bitrate,
    theirs: amount,
    within: { share: 0.02 },
  },
  {
    field: "StreamSize",
    ours: ({ read }) => read?.bytes ?? null,
    theirs: amount,
    within: { share: 0.01 },
  },
  { field: "Delay", ours: ({ stream }) => stream.startTime, theirs: amount, within: MILLISECOND },
] satisfies Rule<VideoStream | AudioStream>[];

export const VIDEO_RULES: Rule<VideoStream>[] = [
  ...common,
  ...timed,
  { field: "CodecID", ours: ({ stream, facts }) => tagOf(stream, facts) },
  {
    field: "Format_Profile",
    ours: ({ stream }) => lower(stream.profile ?? "").replace("profile ", "") || null,
    theirs: lower,
  },
  {
    field: "Format_Level",
    ours: ({ stream }) => (stream.levelName === null ? null : Number(stream.levelName)),
    theirs: amount,
  },
  { field: "Format_Tier", ours: ({ stream }) => stream.tier },
  {
    field: "Format_Settings_CABAC",
    ours: ({ stream }) => (stream.entropyCoding === null ? null : stream.entropyCoding === "CABAC"),
    theirs: yes,
  },
  {
    field: "Format_Settings_RefFrames",
    ours: ({ stream }) => stream.referenceFrames,
    theirs: amount,
  },
  { field: "Encoded_Library", ours: ({ stream }) => stream.encoder },
  {
    field: "Encoded_Library_Settings",
    ours: ({ stream }) => settingsOf(stream.encoderSettings),
    theirs: (text) => text.replaceAll(" / ", " "),
  },
  { field: "Width", ours: ({ stream }) => stream.width, theirs: amount },
  { field: "Height", ours: ({ stream }) => stream.height, theirs: amount },
  { field: "Stored_Width", ours: ({ stream }) => stream.codedWidth, theirs: amount },
  { field: "Stored_Height", ours: ({ stream }) => stream.codedHeight, theirs: amount },
  {
    field: "PixelAspectRatio",
    ours: ({ stream }) => toNumber(stream.sampleAspectRatio),
    theirs: amount,
    within: { absolute: 0.001 },
  },
  {
    field: "DisplayAspectRatio",
    ours: ({ stream }) => (stream.displayAspectRatio ? toNumber(stream.displayAspectRatio) : null),
    theirs: amount,
    within: { absolute: 0.002 },
  },
  { field: "Rotation", ours: ({ stream }) => stream.rotation, theirs: amount },
  {
    field: "FrameRate",
    ours: ({ stream }) => stream.measuredFrameRate,
    theirs: amount,
    within: { share: 0.005 },
  },
  {
    field: "FrameRate_Mode",
    ours: ({ stream }) => stream.variableFrameRate,
    theirs: (text) => text === "VFR",
  },
  {
    field: "FrameRate_Minimum",
    ours: ({ read }) => inverse(read?.pace?.max),
    theirs: amount,
    within: { absolute: 0.002 },
  },
  {
    field: "FrameRate_Maximum",
    ours: ({ read }) => inverse(read?.pace?.min),
    theirs: amount,
    within: { share: 0.0005 },
  },
  { field: "FrameCount", ours: ({ stream }) => stream.frames, theirs: amount },
  { field: "ChromaSubsampling", ours: ({ stream }) => stream.chromaSubsampling },
  { field: "BitDepth", ours: ({ stream }) => stream.bitDepth, theirs: amount },
  {
    field: "ScanType",
    ours: ({ stream }) => (stream.fieldOrder === null ? null : stream.fieldOrder === "progressive"),
    theirs: (text) => text === "Progressive",
  },
  {
    field: "ScanOrder",
    ours: ({ stream }) =>
      stream.fieldOrder === null ? null : stream.fieldOrder.startsWith("t") ? "TFF" : "BFF",
  },
  { field: "colour_range", ours: ({ stream }) => stream.colour.range, theirs: colour },
  { field: "colour_primaries", ours: ({ stream }) => stream.colour.primaries, theirs: colour },
  {
    field: "transfer_characteristics",
    ours: ({ stream }) => stream.colour.transfer,
    theirs: colour,
  },
  { field: "matrix_coefficients", ours: ({ stream }) => stream.colour.matrix, theirs: colour },
  {
    field: "MaxCLL",
    ours: ({ stream }) => stream.hdr?.maxContentLight ?? null,
    theirs: (text) => Number.parseInt(text, 10),
  },
  {
    field: "MaxFALL",
    ours: ({ stream }) => stream.hdr?.maxFrameAverageLight ?? null,
    theirs: (text) => Number.parseInt(text, 10),
  },
  { field: "TimeCode_FirstFrame", ours: ({ stream }) => stream.timecode },
];

export const AUDIO_RULES: Rule<AudioStream>[] = [
  ...common,
  ...timed,
  {
    field: "CodecID",
    ours: ({ stream, facts }) => (stream.codecTag === "mp4a" ? null : tagOf(stream, facts)),
  },
  {
    field: "Format_AdditionalFeatures",
    ours: ({ stream }) => stream.profile,
    theirs: (text) => (text.startsWith("LC SBR") ? "HE-AAC" : (text.split(" ")[0] ?? null)),
  },
  { field: "Channels", ours: ({ stream }) => stream.channels, theirs: amount },
  {
    field: "ChannelLayout",
    ours: ({ stream }) => stream.channelLayout,
    theirs: (text) => LAYOUTS[text] ?? null,
  },
  { field: "SamplingRate", ours: ({ stream }) => stream.sampleRate, theirs: amount },
  { field: "FrameCount", ours: ({ read }) => read?.packets ?? null, theirs: amount },
  { field: "Video_Delay", ours: ({ stream }) => stream.delay, theirs: amount, within: MILLISECOND },
  { field: "dialnorm", ours: ({ stream }) => stream.dialogueLevel, theirs: amount },
];

export const OTHER_RULES: Rule<OtherStream>[] = [...common];

export const GENERAL_RULES: Rule<null>[] = [
  { field: "Format", ours: ({ facts }) => facts.container.format, theirs: formatOf },
  { field: "CodecID", ours: ({ facts }) => facts.structure?.brand ?? null },
  {
    field: "CodecID_Compatible",
    ours: ({ facts }) => sorted(facts.structure?.compatibleBrands ?? []),
    theirs: (text) => sorted(text.split("/")),
  },
  { field: "FileSize", ours: ({ facts }) => facts.container.bytes, theirs: amount },
  {
    field: "Duration",
    ours: ({ facts }) => facts.container.duration,
    theirs: amount,
    within: MILLISECOND,
  },
  {
    field: "OverallBitRate",
    ours: ({ facts }) => facts.container.bitrate,
    theirs: amount,
    within: { share: 0.005 },
  },
  { field: "VideoCount", ours: ({ facts }) => counted(facts, "video"), theirs: amount },
  { field: "AudioCount", ours: ({ facts }) => counted(facts, "audio"), theirs: amount },
  { field: "TextCount", ours: ({ facts }) => counted(facts, "subtitle"), theirs: amount },
  {
    field: "IsStreamable",
    // Matroska has no index that must come first.
    ours: ({ facts }) =>
      facts.container.format.includes("mp4") ? (facts.structure?.indexFirst ?? null) : null,
    theirs: yes,
  },
  {
    field: "IsTruncated",
    ours: ({ facts, packets }) =>
      facts.structure?.truncated === true || packets?.truncated === true,
    theirs: yes,
  },
  {
    field: "Encoded_Date",
    ours: ({ facts }) => instant(facts.about?.createdAt ?? null),
    // A phone writes beside it when the film was taken, which counts.
    theirs: (text, all) => (all.com_apple_quicktime_creationdate ? null : instant(text)),
  },
  {
    field: "com_apple_quicktime_creationdate",
    ours: ({ facts }) => instant(facts.about?.createdAt ?? null),
    theirs: instant,
  },
  { field: "Title", ours: ({ facts }) => facts.about?.title ?? null },
  { field: "Comment", ours: ({ facts }) => facts.about?.comment ?? null },
  { field: "Copyright", ours: ({ facts }) => facts.about?.copyright ?? null },
  { field: "Encoded_Application", ours: ({ facts }) => facts.about?.writtenBy ?? null },
  { field: "xyz", ours: ({ facts }) => facts.about?.location?.text ?? null },
  {
    field: "com_apple_quicktime_location_ISO6709",
    ours: ({ facts }) => facts.about?.location?.text ?? null,
  },
  { field: "com_apple_quicktime_make", ours: ({ facts }) => facts.about?.deviceMake ?? null },
  { field: "com_apple_quicktime_model", ours: ({ facts }) => facts.about?.deviceModel ?? null },
];

/** Only MP4 and QuickTime have names for codecs that both readers spell alike. */
function tagOf(stream: { codecTag: string | null }, { container }: Facts): Value {
  return container.format.includes("mp4") ? stream.codecTag : null;
}

/** Without two settings of x265 that MediaInfo passes over. */
function settingsOf(text: string | null): Value {
  return text?.replace(/\s+/g, " ").replace(/ (bitdepth|fps)=\S+/g, "") ?? null;
}

function inverse(seconds: number | null | undefined): Value {
  return seconds ? 1 / seconds : null;
}

function counted({ streams }: Facts, kind: string): number {
  return streams.filter((stream) => stream.kind === kind).length;
}

function sorted(texts: readonly string[]): string {
  return [...new Set(texts.map((text) => text.trim()))]
    .filter((text) => text !== "")
    .sort()
    .join("/");
}

const FORMATS: Record<string, string> = {
  "mpeg-4": "mov,mp4,m4a,3gp,3g2,mj2",
  quicktime: "mov,mp4,m4a,3gp,3g2,mj2",
  matroska: "matroska,webm",
  webm: "matroska,webm",
  "mpeg-ts": "mpegts",
  bdav: "mpegts",
};

function formatOf(text: string): string {
  return FORMATS[lower(text)] ?? lower(text);
}

/** Milliseconds of a moment, to compare zones: MediaInfo writes `2019-07-24 08:25:57 UTC`. */
function instant(text: string | null): number | null {
  if (text === null) return null;
  const moment = Date.parse(text.replace(/^(\S+) (\S+) UTC$/, "$1T$2Z"));
  return Number.isNaN(moment) ? null : moment;
}
