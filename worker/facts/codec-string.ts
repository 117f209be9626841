// RFC 6381 strings from what the index holds of a codec's configuration, and what they tell in turn.
// Where mediabunny would guess for want of a configuration, there is none.

import type { InputTrack } from "mediabunny";
import type { VideoStream } from "../../protocol/facts.ts";
import type { Mp4Track } from "./mp4-walk.ts";

/** Configuration boxes by codec: without its own, the string would be a guess. */
const CONFIGURATIONS: Record<string, string> = {
  avc: "avcC",
  hevc: "hvcC",
  vp9: "vpcC",
  av1: "av1C",
};
/** Codecs whose string needs nothing else. */
const PLAIN = new Set(["vp8", "opus", "vorbis", "flac", "ac3", "eac3"]);

/** The track's string, or null where the index does not hold what it is made of. */
export async function codecStringOf(
  track: InputTrack,
  mp4Track: Mp4Track | null,
): Promise<string | null> {
  const codec = await track.getCodec();
  if (codec === null) return null;
  const wanted = CONFIGURATIONS[codec];
  // Matroska's private data of AVC and HEVC are the same boxes' content; VP9's and AV1's say less.
  const certain = wanted
    ? mp4Track
      ? mp4Track.configuration === wanted
      : codec === "avc" || codec === "hevc"
    : PLAIN.has(codec) || codec === "aac";
  if (!certain) return null;
  try {
    const string = await track.getCodecParameterString();
    const tag = mp4Track?.codecTag ?? "";
    // mediabunny calls all HEVC `hev1` and tells AVC's kind by its number alone.
    return string && /^(hvc1|hev1|avc[13])$/.test(tag) ? tag + string.slice(4) : string;
  } catch (cause) {
    // A configuration that is missing or too short.
    if (cause instanceof TypeError || cause instanceof RangeError) return null;
    throw cause;
  }
}

type Told = Pick<VideoStream, "profile" | "level" | "levelName" | "tier">;
const NOTHING: Told = { profile: null, level: null, levelName: null, tier: null };

/** H.264 profiles by number, as ffmpeg names them (ITU-T H.264, annex A.2). */
const AVC_PROFILES: Record<number, string> = {
  66: "Baseline",
  77: "Main",
  88: "Extended",
  100: "High",
  110: "High 10",
  122: "High 4:2:2",
  244: "High 4:4:4 Predictive",
};
/** HEVC's general profiles (ITU-T H.265, annex A.3); the others have many faces. */
const HEVC_PROFILES: Record<number, string> = { 1: "Main", 2: "Main 10" };

/** Profile and level, where the string of an H.264 or HEVC stream tells them. */
export function toldByCodecString(codecString: string | null): Told {
  const avc = /^avc[13]\.([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(codecString ?? "");
  if (avc) {
    const [profile = 0, constraints = 0, level = 0] = avc
      .slice(1)
      .map((byte) => Number.parseInt(byte, 16));
    // Constraint set 1 makes a Baseline stream decodable as Main: the one that is in use.
    const constrained = profile === 66 && (constraints & 0x40) !== 0;
    // Level 1b hides in constraint set 3 of level 1.1, for which ffprobe has words of its own.
    const certain = level > 0 && !(level === 11 && (constraints & 0x10) !== 0);
    return {
      ...NOTHING,
      profile: constrained ? "Constrained Baseline" : (AVC_PROFILES[profile] ?? null),
      level: certain ? level : null,
      levelName: certain ? (level / 10).toFixed(1) : null,
    };
  }
  const hevc = /^(?:hvc1|hev1)\.(\d+)\.[0-9A-F]+\.([LH])(\d+)/.exec(codecString ?? "");
  if (!hevc) return NOTHING;
  const level = Number(hevc[3]);
  return {
    ...NOTHING,
    profile: HEVC_PROFILES[Number(hevc[1])] ?? null,
    level,
    levelName: (level / 30).toFixed(1),
    tier: hevc[2] === "H" ? "High" : "Main",
  };
}
