// How an untrusted source is opened, the same for every ffmpeg and ffprobe. Pure. The demuxer is
// the one the Worker read from the first bytes; nothing in the file can choose another one, another
// protocol, another file, or a decoder that is not on the list.

import type { Demuxer, Source } from "../protocol/job.ts";
import { PIXELS_MAX, STREAMS_MAX } from "../protocol/limits.ts";

/** A demuxer's own names: `-format_whitelist` compares them, also for what it would open inside. */
const FORMATS: Record<Demuxer, string> = {
  mov: "mov,mp4,m4a,3gp,3g2,mj2",
  matroska: "matroska,webm",
  avi: "avi",
  mpegts: "mpegts",
  mpeg: "mpeg",
  flv: "flv",
  ogg: "ogg",
  asf: "asf",
};

/** Decoders by the codec names of ffprobe: what cameras, phones, editors and the web write. */
const VIDEO_DECODERS: Record<string, readonly string[]> = {
  h264: ["h264"],
  hevc: ["hevc"],
  vp8: ["vp8", "libvpx"],
  vp9: ["vp9", "libvpx-vp9"],
  av1: ["libdav1d", "libaom-av1", "av1"],
  mpeg1video: ["mpeg1video"],
  mpeg2video: ["mpeg2video"],
  mpeg4: ["mpeg4"],
  msmpeg4v2: ["msmpeg4v2"],
  msmpeg4v3: ["msmpeg4"],
  h263: ["h263"],
  flv1: ["flv"],
  vp6f: ["vp6f"],
  wmv1: ["wmv1"],
  wmv2: ["wmv2"],
  wmv3: ["wmv3"],
  vc1: ["vc1"],
  theora: ["theora"],
  prores: ["prores"],
  dnxhd: ["dnxhd"],
  mjpeg: ["mjpeg"],
  dvvideo: ["dvvideo"],
  ffv1: ["ffv1"],
  huffyuv: ["huffyuv"],
  ffvhuff: ["ffvhuff"],
  utvideo: ["utvideo"],
  rawvideo: ["rawvideo"],
  v210: ["v210"],
  cfhd: ["cfhd"],
  qtrle: ["qtrle"],
};

const AUDIO_DECODERS = [
  ...["aac", "aac_latm", "mp3float", "mp3", "mp2float", "mp2", "ac3", "eac3", "dca", "truehd"],
  ...["opus", "vorbis", "flac", "alac", "wmav1", "wmav2", "wmapro", "amrnb", "amrwb"],
  ...["pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_s24be", "pcm_s32le", "pcm_f32le", "pcm_u8"],
  ...["pcm_s8", "pcm_mulaw", "pcm_alaw", "pcm_bluray", "pcm_dvd", "adpcm_ms", "adpcm_ima_wav"],
];

const DECODERS = [...Object.values(VIDEO_DECODERS).flat(), ...AUDIO_DECODERS];

/** Subtitles that are text. `webvtt` and `subrip` strip markup, nothing in them is run. */
const TEXT_DECODERS = ["ass", "ssa", "srt", "subrip", "text", "webvtt", "mov_text"];

/**
 * ffprobe gives up where it may not open the decoder of every stream, so it may open these too:
 * subtitles and cover art that our containers carry. Nothing of them is decoded by a job.
 */
const LISTED_DECODERS = [
  ...TEXT_DECODERS,
  ...["cc_dec", "pgssub", "dvdsub", "dvbsub", "xsub", "libzvbi_teletextdec", "png"],
];

/** The index of a long file lies behind megabytes of others; past this it is not a healthy one. */
const PROBE_BYTES = 20_000_000;
const ANALYSE_US = 10_000_000;
/** Silence of the gateway after which a read fails. */
const READ_TIMEOUT_US = 15_000_000;
/** One frame of 8K in 10 bit 4:4:4 takes 212 MB; no single block has to be larger than this. */
const ALLOC_BYTES_MAX = 268_435_456;

/** True if there is a decoder on the list for pictures of this codec. */
export function canDecodeVideo(codec: string): boolean {
  return Object.hasOwn(VIDEO_DECODERS, codec);
}

/** Options before `-i` for a source behind the gateway that ffmpeg is to decode or copy. */
export function sourceOptions(source: Source): string[] {
  return [...boundedOptions(source), "-codec_whitelist", DECODERS.join(",")];
}

/** Options before `-i` for a source whose subtitles ffmpeg is to read as text. */
export function subtitleOptions(source: Source): string[] {
  return [...boundedOptions(source), "-codec_whitelist", TEXT_DECODERS.join(",")];
}

/** Options before `-i` for a source that ffprobe is to list. */
export function listingOptions(source: Source): string[] {
  const decoders = [...DECODERS, ...LISTED_DECODERS];
  return [...boundedOptions(source), "-codec_whitelist", decoders.join(",")];
}

function boundedOptions(source: Source): string[] {
  return [
    // One program, one set of limits: no block, picture or number of streams without a bound.
    ...["-max_alloc", String(ALLOC_BYTES_MAX), "-max_pixels", String(PIXELS_MAX)],
    ...["-max_streams", String(STREAMS_MAX)],
    ...["-probesize", String(PROBE_BYTES), "-analyzeduration", String(ANALYSE_US)],
    // What may be opened: this demuxer and the gateway's HTTP, nothing that the file asks for.
    ...["-f", source.demuxer, "-format_whitelist", FORMATS[source.demuxer]],
    ...["-protocol_whitelist", "http,tcp"],
    // References to other files inside a movie are never followed.
    ...(source.demuxer === "mov" ? ["-enable_drefs", "0", "-use_absolute_path", "0"] : []),
    // A read that breaks off is taken up again where it was; a dead gateway ends it.
    ...["-rw_timeout", String(READ_TIMEOUT_US)],
    ...["-reconnect", "1", "-reconnect_on_network_error", "1", "-reconnect_delay_max", "2"],
  ];
}

/** Options before `-i` for an MP4 that this service wrote itself. */
export function ownFileOptions(): string[] {
  return ["-f", "mov", "-protocol_whitelist", "file"];
}
