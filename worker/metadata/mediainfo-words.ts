// MediaInfo's words for what the document says in ffmpeg's, as `mediainfo --Output=JSON` 23.04 has them.

import type { VideoStream } from "../../protocol/facts.ts";

/** By a word of ffprobe's format name. */
const CONTAINERS: Record<string, string> = {
  mov: "MPEG-4",
  matroska: "Matroska",
  webm: "WebM",
  avi: "AVI",
  mpegts: "MPEG-TS",
  mpeg: "MPEG-PS",
  flv: "Flash Video",
  ogg: "Ogg",
  asf: "Windows Media",
};

const CODECS: Record<string, string> = {
  h264: "AVC",
  hevc: "HEVC",
  vp8: "VP8",
  vp9: "VP9",
  av1: "AV1",
  prores: "ProRes",
  mpeg4: "MPEG-4 Visual",
  mpeg2video: "MPEG Video",
  mpeg1video: "MPEG Video",
  mjpeg: "JPEG",
  theora: "Theora",
  flv1: "Sorenson Spark",
  wmv1: "WMV1",
  wmv2: "WMV2",
  wmv3: "VC-1",
  vc1: "VC-1",
  aac: "AAC",
  mp3: "MPEG Audio",
  mp2: "MPEG Audio",
  wmav1: "WMA",
  wmav2: "WMA",
  wmapro: "WMA",
  ac3: "AC-3",
  eac3: "E-AC-3",
  dts: "DTS",
  truehd: "MLP FBA",
  opus: "Opus",
  vorbis: "Vorbis",
  flac: "FLAC",
  alac: "ALAC",
  ass: "ASS",
  ssa: "SSA",
  subrip: "UTF-8",
  webvtt: "WebVTT",
  mov_text: "Timed Text",
  hdmv_pgs_subtitle: "PGS",
  dvd_subtitle: "VobSub",
  dvb_subtitle: "DVB Subtitle",
};

/** MediaInfo tells what is written in the stream; WebM is Matroska that holds its codecs alone. */
const WEBM_CODECS = new Set(["vp8", "vp9", "av1", "opus", "vorbis", "webvtt"]);

export function containerWord(format: string, codecs: readonly (string | null)[]): string {
  const words = format.split(",");
  const webm = words.includes("webm") && codecs.every((codec) => WEBM_CODECS.has(codec ?? ""));
  const known = webm ? "webm" : words.find((word) => word in CONTAINERS);
  return CONTAINERS[known ?? ""] ?? format;
}

export function codecWord(codec: string | null): string | null {
  if (codec === null) return null;
  if (codec.startsWith("pcm_")) return "PCM";
  return CODECS[codec] ?? codec;
}

const PRIMARIES: Record<string, string> = {
  bt709: "BT.709",
  bt470m: "BT.470 System M",
  bt470bg: "BT.601 PAL",
  smpte170m: "BT.601 NTSC",
  smpte240m: "SMPTE 240M",
  film: "Generic film",
  bt2020: "BT.2020",
  smpte428: "XYZ",
  smpte431: "DCI P3",
  smpte432: "Display P3",
};

const TRANSFERS: Record<string, string> = {
  bt709: "BT.709",
  gamma22: "BT.470 System M",
  gamma28: "BT.470 System B/G",
  smpte170m: "BT.601",
  smpte240m: "SMPTE 240M",
  linear: "Linear",
  "iec61966-2-4": "xvYCC",
  "iec61966-2-1": "sRGB/sYCC",
  "bt2020-10": "BT.2020 (10-bit)",
  "bt2020-12": "BT.2020 (12-bit)",
  smpte2084: "PQ",
  smpte428: "SMPTE 428M",
  "arib-std-b67": "HLG",
};

const MATRICES: Record<string, string> = {
  gbr: "Identity",
  bt709: "BT.709",
  fcc: "FCC 73.682",
  bt470bg: "BT.470 System B/G",
  smpte170m: "BT.601",
  smpte240m: "SMPTE 240M",
  ycgco: "YCgCo",
  bt2020nc: "BT.2020 non-constant",
  bt2020c: "BT.2020 constant",
  ictcp: "ICtCp",
};

const RANGES: Record<string, string> = { tv: "Limited", pc: "Full" };

/** The four `colour_…` fields; a tag without a word keeps ffmpeg's. */
export function colourWords({ range, primaries, transfer, matrix }: VideoStream["colour"]) {
  const word = (words: Record<string, string>, tag: string | null) =>
    tag === null ? null : (words[tag] ?? tag);
  return {
    colour_range: word(RANGES, range),
    colour_primaries: word(PRIMARIES, primaries),
    transfer_characteristics: word(TRANSFERS, transfer),
    matrix_coefficients: word(MATRICES, matrix),
  };
}

/** Loudspeakers by ffmpeg's name of the layout, in MediaInfo's order and words. */
const LAYOUTS: Record<string, { ChannelPositions: string; ChannelLayout: string }> = {
  mono: { ChannelPositions: "Front: C", ChannelLayout: "M" },
  stereo: { ChannelPositions: "Front: L R", ChannelLayout: "L R" },
  "2.1": { ChannelPositions: "Front: L R, LFE", ChannelLayout: "L R LFE" },
  "3.0": { ChannelPositions: "Front: L C R", ChannelLayout: "L R C" },
  quad: { ChannelPositions: "Front: L R, Back: L R", ChannelLayout: "L R Lb Rb" },
  "5.0(side)": { ChannelPositions: "Front: L C R, Side: L R", ChannelLayout: "L R C Ls Rs" },
  "5.1": { ChannelPositions: "Front: L C R, Side: L R, LFE", ChannelLayout: "L R C LFE Ls Rs" },
  "5.1(side)": {
    ChannelPositions: "Front: L C R, Side: L R, LFE",
    ChannelLayout: "L R C LFE Ls Rs",
  },
  "7.1": {
    ChannelPositions: "Front: L C R, Side: L R, Back: L R, LFE",
    ChannelLayout: "L R C LFE Ls Rs Lb Rb",
  },
};

/** AAC stores the centre first and the low frequencies last (ISO/IEC 14496-3 table 1.19). */
const AAC_LAYOUTS: Record<string, string> = {
  "3.0": "C L R",
  "5.1": "C L R Ls Rs LFE",
  "7.1": "C L R Ls Rs Lb Rb LFE",
};

export function layoutWords(layout: string | null, codec: string | null) {
  const words = LAYOUTS[layout ?? ""];
  if (!words) return { ChannelPositions: null, ChannelLayout: null };
  const aac = codec === "aac" ? AAC_LAYOUTS[layout ?? ""] : undefined;
  return aac ? { ...words, ChannelLayout: aac } : words;
}
