// RFC 6381 codec strings, as `canPlayType` and MediaSource take them. From the codec's own header
// where the container has it, else from what ffprobe read of profile and level. Pure.

import { hevcProfile } from "../boxes.ts";
import type { ProbedStream } from "../ffprobe-json.ts";
import { type AvcHeaders, avcHeaders } from "./avc-headers.ts";
import { bitDepthOf } from "./probed-stream.ts";
import type { SampleEntry } from "./sample-entry.ts";

/** Codecs whose string is one word, whatever they are in (RFC 6381, WebM's and Opus' mappings). */
const PLAIN: Record<string, string> = {
  vp8: "vp8",
  vorbis: "vorbis",
  opus: "opus",
  flac: "flac",
  ac3: "ac-3",
  eac3: "ec-3",
  alac: "alac",
  theora: "theora",
  truehd: "mlpa",
};
/** profile_idc by ffmpeg's names (ITU-T H.264, annex A), with the constraint flags that they mean. */
const AVC_PROFILES: Record<string, string> = {
  Baseline: "4200",
  "Constrained Baseline": "4240",
  Main: "4d00",
  Extended: "5800",
  High: "6400",
  "High 10": "6e00",
  "High 10 Intra": "6e10",
  "High 4:2:2": "7a00",
  "High 4:2:2 Intra": "7a10",
  "High 4:4:4 Predictive": "f400",
};
/** general_profile_idc and the flags of compatibility that it has at least (H.265, A.3). */
const HEVC_PROFILES: Record<string, string> = {
  Main: "1.6",
  "Main 10": "2.4",
  "Main Still Picture": "3.E",
  Rext: "4.10",
};
/** Audio object types by ffmpeg's names (ISO/IEC 14496-3, table 1.17). */
const AAC_PROFILES: Record<string, number> = {
  Main: 1,
  LC: 2,
  SSR: 3,
  LTP: 4,
  "HE-AAC": 5,
  LD: 23,
  "HE-AACv2": 29,
  ELD: 39,
  xHE: 42,
};

/**
 * The codec string; null where it would have to be guessed. `head` is the beginning of the first
 * packet, where transport streams have the codec's header.
 */
export function codecStringOf(
  stream: ProbedStream,
  entry: SampleEntry | null,
  head?: Uint8Array,
): string | null {
  const name = entry?.type ?? entryName(stream);
  const own = entry?.configuration ?? null;
  const codec = stream.codec_name ?? "";
  switch (codec) {
    case "h264":
      return avc(stream, name, avcHeaders(own, head));
    case "hevc":
      return hevc(stream, name, own?.box === "hvcC" ? own.bytes : null);
    case "av1":
      return av1(stream, own?.box === "av1C" ? own.bytes : null);
    case "vp9":
      return vp9(stream, own);
    case "aac":
      return aac(stream, own);
    case "mp3":
      return own?.box.startsWith("esds ") ? `mp4a.${own.box.slice(5)}` : "mp3";
    case "mpeg4":
      return mpeg4(own);
    default:
      // Any other sample entry of an MP4 is its own codec string (RFC 6381, 3.3).
      return PLAIN[codec] ?? (entry?.type && /^[\w -]{4}$/.test(entry.type) ? entry.type : null);
  }
}

/** The four characters by which a transport or MP4 file names the codec. */
function entryName({ codec_tag_string: name = "" }: ProbedStream): string {
  return /^[\w-]{4}$/.test(name) ? name : "";
}

function avc(stream: ProbedStream, name: string, own: AvcHeaders | null): string | null {
  const entry = /^(avc[1-4]|dva[1v])$/.test(name) ? name : "avc1";
  if (own) return `${entry}.${hex(Uint8Array.of(own.profile, own.constraints, own.level))}`;
  const profile = AVC_PROFILES[stream.profile ?? ""];
  const level = stream.level ?? 0;
  return profile && level > 0 ? `${entry}.${profile}${hex(Uint8Array.of(level))}` : null;
}

function hevc(stream: ProbedStream, name: string, hvcC: Uint8Array | null): string | null {
  const dolby = stream.side_data_list?.find((side) => side.dv_profile !== undefined);
  if (/^dvh[1e]$/.test(name) && dolby?.dv_level !== undefined) {
    return `${name}.${twoDigits(dolby.dv_profile ?? 0)}.${twoDigits(dolby.dv_level)}`;
  }
  const entry = /^(hvc1|hev1)$/.test(name) ? name : "hvc1";
  if (hvcC && hvcC.length >= 13) return `${entry}.${hevcProfile(hvcC)}`;
  const profile = HEVC_PROFILES[stream.profile ?? ""];
  const level = stream.level ?? 0;
  return profile && level > 0 ? `${entry}.${profile}.L${level}` : null;
}

/** AV1 Codec ISO Media File Format Binding, section 5. */
function av1(stream: ProbedStream, av1C: Uint8Array | null): string | null {
  const profile = ["Main", "High", "Professional"].indexOf(stream.profile ?? "");
  const level = av1C?.[1] !== undefined ? av1C[1] & 0x1f : (stream.level ?? -1);
  const tier = av1C?.[2] !== undefined && av1C[2] >= 0x80 ? "H" : "M";
  const depth = bitDepthOf(stream);
  if (profile < 0 || level < 0 || depth === null) return null;
  return `av01.${profile}.${twoDigits(level)}${tier}.${twoDigits(depth)}`;
}

/** VP Codec ISO Media File Format Binding; in Matroska, WebM's list of features. */
function vp9(stream: ProbedStream, own: SampleEntry["configuration"]): string {
  const profile = Number(/^Profile ([0-3])$/.exec(stream.profile ?? "")?.[1] ?? Number.NaN);
  let [level, depth] = [stream.level ?? 0, bitDepthOf(stream)];
  if (own?.box === "vpcC" && own.bytes.length >= 7) {
    [level, depth] = [own.bytes[5] ?? 0, (own.bytes[6] ?? 0) >> 4];
  }
  if (own?.box === "vp9") level = featureOf(own.bytes, 2) ?? level;
  // Without a level the long form cannot be said.
  if (level <= 0 || depth === null || Number.isNaN(profile)) return "vp9";
  return `vp09.${twoDigits(profile)}.${twoDigits(level)}.${twoDigits(depth)}`;
}

/** One of a list of number, length and value. */
function featureOf(bytes: Uint8Array, wanted: number): number | undefined {
  for (let at = 0; at + 2 < bytes.length; at += 2 + (bytes[at + 1] ?? 0)) {
    if (bytes[at] === wanted) return bytes[at + 2];
  }
  return undefined;
}

function aac(stream: ProbedStream, own: SampleEntry["configuration"]): string | null {
  if (own?.box.startsWith("esds ") && own.box !== "esds 40") return `mp4a.${own.box.slice(5)}`;
  const first = own?.box === "esds 40" ? own.bytes[0] : undefined;
  // 5 bits; 31 says that 6 more follow, counted from 32 (ISO/IEC 14496-3, 1.6.2.1).
  const short = first === undefined ? 0 : first >> 3;
  const type = short === 31 ? 32 + (((first ?? 0) & 7) << 3) + ((own?.bytes[1] ?? 0) >> 5) : short;
  const told = type > 0 ? type : AAC_PROFILES[stream.profile ?? ""];
  return told === undefined ? null : `mp4a.40.${told}`;
}

/** The profile and level that the visual object sequence begins with (ISO/IEC 14496-2, 6.2.2). */
function mpeg4(own: SampleEntry["configuration"]): string | null {
  if (!own?.box.startsWith("esds ")) return null;
  const isSequence = own.bytes[2] === 1 && own.bytes[3] === 0xb0;
  const indication = isSequence ? own.bytes[4] : undefined;
  return `mp4v.${own.box.slice(5)}${indication === undefined ? "" : `.${indication}`}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
