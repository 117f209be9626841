// Levels and tiers as people say them. Pure.

/** MPEG-2's levels by their number (ISO/IEC 13818-2, table 8-3). */
const MPEG2_LEVELS: Record<number, string> = { 4: "High", 6: "High 1440", 8: "Main", 10: "Low" };

/** H.264 counts 1b as 9, or as 11 with a flag that only the profiles below High have. */
const AVC_1B = 9;

/**
 * A level as the codec's specification names it (`4.1`), from its number in the bitstream as ffprobe
 * tells it; null where there is none.
 */
export function levelName(codec: string | undefined, level: number | undefined): string | null {
  if (level === undefined || level < 0 || !Number.isInteger(level)) return null;
  switch (codec) {
    case "h264":
      return level === AVC_1B ? "1b" : level === 0 ? null : decimal(level, 10);
    case "hevc":
      return level === 0 ? null : decimal(level, 30);
    case "vp9":
      return level === 0 ? null : decimal(level, 10);
    case "av1":
      return av1Level(level);
    case "mpeg2video":
      return MPEG2_LEVELS[level] ?? null;
    case "mpeg4":
      return String(level);
    default:
      return null;
  }
}

/** seq_level_idx: two bits of minor, the rest major from 2 on; 31 sets no bounds (AV1, A.3). */
function av1Level(level: number): string | null {
  if (level === 31) return "maximum";
  return level < 24 ? `${2 + (level >> 2)}.${level & 3}` : null;
}

/** H.264 counts tenths, HEVC thirtieths: 41 and 123 are both 4.1, 40 and 120 both 4. */
function decimal(level: number, unit: number): string {
  return String(Math.round((level / unit) * 10) / 10);
}
