// What a person should know of a file: each finding from a closed list, in plain words, with what
// shows it.

import * as z from "zod/mini";
import { SettingsSchema } from "./settings.ts";

/** `error`: it will not play or is broken. `warning`: some will see or hear it. `info`: good to know. */
export const SeveritySchema = z.enum(["error", "warning", "info"]);
export type Severity = z.infer<typeof SeveritySchema>;

export const FINDING_CODES = [
  "variable_frame_rate",
  "index_at_end",
  "colour_untagged",
  "colour_conflict",
  "full_range",
  "interlaced",
  "telecine",
  "scan_mislabelled",
  "odd_size",
  "rotated",
  "non_square_pixels",
  "audio_delay",
  "audio_clipping",
  "audio_silent",
  "audio_loud",
  "audio_quiet",
  "audio_dead_channel",
  "audio_out_of_phase",
  "audio_missing",
  "audio_damaged",
  "audio_unknown",
  "black_start",
  "frozen_end",
  "black_throughout",
  "letterbox",
  "long_gop",
  "level_too_high",
  "no_keyframe_at_start",
  "unplayable_chrome",
  "unplayable_firefox",
  "unplayable_safari",
  "truncated",
  "duration_wrong",
  "trailing_bytes",
  "timestamp_gaps",
  "timestamps_broken",
  "type_mismatch",
  "hdr",
  "dolby_vision",
  "transparency",
  "location_inside",
  "device_inside",
  "content_credentials",
  "encrypted",
  "picture_damaged",
  "flashing",
  "under_exposed",
  "over_exposed",
  "noisy",
  "low_bitrate",
] as const;
export const FindingCodeSchema = z.enum(FINDING_CODES);
export type FindingCode = z.infer<typeof FindingCodeSchema>;

const ScalarSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);
/** One value, or a small group of them, as a ratio or a stretch is. */
const EvidenceValueSchema = z.union([ScalarSchema, z.record(z.string(), ScalarSchema)]);

export const FindingSchema = z.object({
  code: FindingCodeSchema,
  severity: SeveritySchema,
  /** A few words, then whole sentences: what it is, what it leads to. */
  title: z.string(),
  explanation: z.string(),
  consequence: z.string(),
  /** What to do. `settings` are those of an enhancement that mends it, where Reelight can. */
  fix: z.object({
    text: z.string(),
    settings: z.nullable(SettingsSchema),
  }),
  /** Values of the document that show it, by JSON pointer. */
  evidence: z.array(z.object({ path: z.string(), value: EvidenceValueSchema })),
});
export type Finding = z.infer<typeof FindingSchema>;
