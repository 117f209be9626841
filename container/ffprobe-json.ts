// The part of `ffprobe -of json` that is read, as a schema. Everything is optional: what ffprobe
// does not know it leaves out, or writes as "N/A", "unknown" or "0/0".

import * as z from "zod/mini";

const text = z.optional(z.string());
const number = z.optional(z.number());
const tags = z.optional(z.record(z.string(), z.string()));

const SideDataSchema = z.object({
  side_data_type: text,
  displaymatrix: text,
  rotation: number,
  dv_profile: number,
  dv_level: number,
  rpu_present_flag: number,
  el_present_flag: number,
  bl_present_flag: number,
  dv_bl_signal_compatibility_id: number,
  /** Mastering display, as fractions: chromaticities, and luminances in cd/m². */
  red_x: text,
  red_y: text,
  green_x: text,
  green_y: text,
  blue_x: text,
  blue_y: text,
  white_point_x: text,
  white_point_y: text,
  min_luminance: text,
  max_luminance: text,
  /** Content light level in cd/m². */
  max_content: number,
  max_average: number,
  /** Of `Stereo 3D`: how the two pictures are packed. */
  type: text,
  /** Of `Spherical Mapping`. */
  projection: text,
  /** Of a packet's `Skip Samples`: samples at its start that are not heard. */
  skip_samples: number,
});
export type SideData = z.infer<typeof SideDataSchema>;

const ProbedStreamSchema = z.object({
  index: z.int(),
  /** As `0x1`. */
  id: text,
  codec_type: text,
  codec_name: text,
  codec_long_name: text,
  codec_tag_string: text,
  codec_tag: text,
  profile: text,
  level: number,
  width: number,
  height: number,
  coded_width: number,
  coded_height: number,
  closed_captions: number,
  film_grain: number,
  has_b_frames: number,
  sample_aspect_ratio: text,
  display_aspect_ratio: text,
  pix_fmt: text,
  bits_per_raw_sample: text,
  bits_per_sample: number,
  chroma_location: text,
  color_range: text,
  color_space: text,
  color_transfer: text,
  color_primaries: text,
  field_order: text,
  r_frame_rate: text,
  avg_frame_rate: text,
  time_base: text,
  start_time: text,
  duration: text,
  bit_rate: text,
  nb_frames: text,
  nb_read_packets: text,
  extradata_size: number,
  sample_fmt: text,
  sample_rate: text,
  channels: number,
  channel_layout: text,
  disposition: z.optional(z.record(z.string(), z.number())),
  tags,
  side_data_list: z.optional(z.array(SideDataSchema)),
});
export type ProbedStream = z.infer<typeof ProbedStreamSchema>;

const PacketSchema = z.object({
  stream_index: z.optional(z.int()),
  size: text,
  /** Where it begins in the file; of a transport stream, its first packet of 188 bytes. */
  pos: text,
  side_data_list: z.optional(z.array(SideDataSchema)),
});
export type ProbedPacket = z.infer<typeof PacketSchema>;

const ProbedSchema = z.object({
  /** The first few, for what only a packet tells: that it is encrypted, where it lies. */
  packets: z.optional(z.array(PacketSchema)),
  /** Decoded ones, where they were asked for. */
  frames: z.optional(z.array(z.object({ side_data_list: z.optional(z.array(SideDataSchema)) }))),
  programs: z.optional(
    z.array(
      z.object({
        program_id: number,
        tags,
        streams: z.optional(z.array(z.object({ index: z.optional(z.int()) }))),
      }),
    ),
  ),
  streams: z.optional(z.array(ProbedStreamSchema)),
  chapters: z.optional(z.array(z.object({ id: number, start_time: text, end_time: text, tags }))),
  format: z.optional(
    z.object({
      nb_streams: number,
      format_name: text,
      format_long_name: text,
      start_time: text,
      duration: text,
      bit_rate: text,
      tags,
    }),
  ),
});
export type Probed = z.infer<typeof ProbedSchema>;

/** Arguments that print what the schema reads; of the packets, the first 16. */
export const PROBE_ARGUMENTS = [
  ...["-show_format", "-show_streams", "-show_chapters"],
  // A program's streams by number alone: whole, each of them would be told twice.
  "-show_entries",
  "program=program_id,program_num,nb_streams,pmt_pid,pcr_pid:program_tags:program_stream=index",
  ...["-show_packets", "-read_intervals", "%+#16", "-of", "json"],
];

/** ffprobe's output, parsed. Throws if it is not JSON of that shape, which would be a bug here. */
export function parseProbed(stdout: string): Probed {
  return ProbedSchema.parse(JSON.parse(stdout));
}

/** A decimal number as ffprobe prints it, or null for "N/A" and what is absent. */
export function numberOf(value: string | undefined): number | null {
  if (value === undefined || value.trim() === "") return null;
  const parsed = Number(value);
  return Number.isFinite(parsed) ? parsed : null;
}
