// Sets ffprobe's own answer, asked for here anew, beside the facts that `probe` made of one.

import type { AudioStream, Facts, Stream, VideoStream } from "../../protocol/facts.ts";
import type { Rational } from "../../protocol/rational.ts";
import { ffprobe } from "../testing/clips.ts";
import type { Compared } from "./compare.ts";
import type { Value } from "./rules.ts";

type Probed = Record<string, unknown>;
type Field<Kept> = [name: string, ours: (stream: Kept) => Value, theirs?: (text: string) => Value];

const ratio = (value: Rational | null) => (value ? `${value.num}/${value.den}` : null);
const slashed = (text: string) => text.replace(":", "/");

const EVERY: Field<Stream>[] = [
  ["codec_name", ({ codec }) => codec],
  ["codec_long_name", ({ codecName }) => codecName],
  ["profile", ({ profile }) => profile],
  ["time_base", ({ timeBase }) => ratio(timeBase)],
];
const TIMED: Field<VideoStream | AudioStream>[] = [
  ["duration", ({ duration }) => duration, Number],
  ["start_time", ({ startTime }) => startTime, Number],
  ["bit_rate", ({ bitrate }) => bitrate, Number],
];
const VIDEO: Field<VideoStream>[] = [
  ["width", ({ width }) => width, Number],
  ["height", ({ height }) => height, Number],
  ["sample_aspect_ratio", ({ sampleAspectRatio }) => ratio(sampleAspectRatio), slashed],
  ["display_aspect_ratio", ({ displayAspectRatio }) => ratio(displayAspectRatio), slashed],
  ["pix_fmt", ({ pixelFormat }) => pixelFormat],
  ["bits_per_raw_sample", ({ bitDepth }) => bitDepth, Number],
  ["level", ({ level }) => level, Number],
  ["color_range", ({ colour }) => colour.range],
  ["color_space", ({ colour }) => colour.matrix],
  ["color_transfer", ({ colour }) => colour.transfer],
  ["color_primaries", ({ colour }) => colour.primaries],
  ["chroma_location", ({ chromaLocation }) => chromaLocation],
  ["field_order", ({ fieldOrder }) => fieldOrder],
  ["has_b_frames", ({ reorderFrames }) => reorderFrames, Number],
  ["avg_frame_rate", ({ frameRate }) => ratio(frameRate)],
  ["r_frame_rate", ({ baseFrameRate }) => ratio(baseFrameRate)],
  ["nb_frames", ({ frames }) => frames, Number],
];
const AUDIO: Field<AudioStream>[] = [
  ["sample_rate", ({ sampleRate }) => sampleRate, Number],
  ["sample_fmt", ({ sampleFormat }) => sampleFormat],
  ["channels", ({ channels }) => channels, Number],
  ["channel_layout", ({ channelLayout }) => channelLayout],
];

/** As much is read as the service reads: a bit rate of a stream may be guessed from it. */
const READING = [
  ...["-probesize", "20000000", "-analyzeduration", "10000000"],
  ...["-show_packets", "-read_intervals", "%+#16", "-show_streams", "-show_format"],
];

/** Every field of the list that both know. */
export async function compareWithFfprobe(
  clip: string,
  path: string,
  facts: Facts,
): Promise<Compared[]> {
  const { streams, format } = await ffprobe(path, ...READING);
  const all = facts.streams.flatMap((stream) => {
    const probed: Probed = streams[stream.index];
    const take = <Kept>(fields: readonly Field<Kept>[], kept: Kept) =>
      judged(clip, `streams[${stream.index}]`, fields, kept, probed);
    if (stream.kind === "video") {
      return [...take(EVERY, stream), ...take(TIMED, stream), ...take(VIDEO, stream)];
    }
    if (stream.kind === "audio") {
      return [...take(EVERY, stream), ...take(TIMED, stream), ...take(AUDIO, stream)];
    }
    return take(EVERY, stream);
  });
  const general: Field<Facts["container"]>[] = [
    ["format_name", (container) => container.format],
    ["format_long_name", (container) => container.formatName],
    ["size", (container) => container.bytes, Number],
    ["duration", (container) => container.duration, Number],
    ["start_time", (container) => container.startTime, Number],
    ["bit_rate", (container) => container.bitrate, Number],
  ];
  return [...all, ...judged(clip, "format", general, facts.container, format)];
}

function judged<Kept>(
  clip: string,
  prefix: string,
  fields: readonly Field<Kept>[],
  kept: Kept,
  probed: Probed,
): Compared[] {
  return fields.flatMap(([name, ours, theirs]) => {
    const text = probed[name];
    if (text === undefined) return [];
    const [known, other] = [ours(kept), theirs ? theirs(String(text)) : String(text)];
    if (known === null || other === null) return [];
    return [
      { clip, field: `${prefix}.${name}`, ours: known, theirs: other, agree: known === other },
    ];
  });
}
