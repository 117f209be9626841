// Where the edge's reading of the index and ffprobe's disagree. Pure.

import type { AudioStream, Conflict, Facts, Stream, VideoStream } from "../../protocol/facts.ts";
import { toNumber } from "../../protocol/rational.ts";

type Value = string | number | boolean | null;

/** Lengths may differ by so much of them, or by one frame. */
const DURATION_SHARE = 0.01;
/** A frame where none is known: the longest of usual films, 1/24 s. */
const FRAME_S = 1 / 24;
/** Pixel aspects that differ by less are the same fraction, rounded. */
const ASPECT = 0.001;
/**
 * Sound whose configuration in an MP4 tells its channels. Of others the index has the sample entry's
 * number, which may be a template (ISO/IEC 14496-12, 12.2.3).
 */
const TELLS_CHANNELS = new Set(["aac", "opus", "flac", "ac3", "eac3"]);

/**
 * Conflicts of values that both know. ffprobe's stands first: it is the one in the document. A pointer
 * leads to where the stream stands among ffprobe's; streams are matched by index and kind.
 */
export function compareFacts(index: Facts, probed: Facts): Conflict[] {
  const frame = Math.max(0, ...probed.streams.map(frameOf));
  const isMp4 = probed.container.format.split(",").includes("mov");
  const conflicts = length("/facts/container/duration", index.container, probed.container, frame);
  for (const [place, stream] of probed.streams.entries()) {
    const other = index.streams.find((candidate) => candidate.index === stream.index);
    if (!other) continue;
    const path = `/facts/streams/${place}`;
    conflicts.push(...compareStreams(path, other, stream, frame));
    if (other.kind !== "audio" || stream.kind !== "audio") continue;
    conflicts.push(...differing<AudioStream>(path, other, stream, ["sampleRate"], "bitstream"));
    if (isMp4 && !TELLS_CHANNELS.has(stream.codec ?? "")) continue;
    conflicts.push(...differing<AudioStream>(path, other, stream, ["channels"], "bitstream"));
  }
  return conflicts;
}

function compareStreams(path: string, index: Stream, probed: Stream, frame: number): Conflict[] {
  if (index.kind !== probed.kind) return [];
  const conflicts = [
    ...differing(path, index, probed, ["codec"], "bitstream"),
    ...length(`${path}/duration`, index, probed, frame),
  ];
  if (index.kind === "video" && probed.kind === "video") {
    return [...conflicts, ...compareVideo(path, index, probed)];
  }
  return conflicts;
}

function compareVideo(path: string, index: VideoStream, probed: VideoStream): Conflict[] {
  const [a, b] = [toNumber(index.sampleAspectRatio), toNumber(probed.sampleAspectRatio)];
  const ratio = (value: VideoStream) =>
    `${value.sampleAspectRatio.num}:${value.sampleAspectRatio.den}`;
  return [
    ...differing<VideoStream>(path, index, probed, ["width", "height"], "bitstream"),
    ...differing<VideoStream>(path, index, probed, ["rotation", "flipped"], "container"),
    ...(Math.abs(a - b) > ASPECT * b
      ? [conflict(`${path}/sampleAspectRatio`, ratio(index), ratio(probed), "bitstream")]
      : []),
    ...differing(
      `${path}/colour`,
      index.colour,
      probed.colour,
      ["range", "primaries", "transfer", "matrix"],
      "bitstream",
    ),
  ];
}

/** Of each name that both know, a conflict if they differ. */
function differing<Owner>(
  path: string,
  index: Owner,
  probed: Owner,
  names: readonly (keyof Owner & string)[],
  source: "container" | "bitstream",
): Conflict[] {
  return names.flatMap((name) => {
    const [a, b] = [scalar(index[name]), scalar(probed[name])];
    return a === null || b === null || a === b ? [] : [conflict(`${path}/${name}`, a, b, source)];
  });
}

function length(
  path: string,
  index: { duration: number | null },
  probed: { duration: number | null },
  frame: number,
): Conflict[] {
  const [a, b] = [index.duration, probed.duration];
  if (a === null || b === null) return [];
  const margin = Math.max(frame || FRAME_S, DURATION_SHARE * b);
  return Math.abs(a - b) <= margin ? [] : [conflict(path, a, b, "container")];
}

/** Seconds of a frame of that stream; 0 for what has none. */
function frameOf(stream: Stream): number {
  return stream.kind === "video" && stream.frameRate ? 1 / toNumber(stream.frameRate) : 0;
}

/** ffprobe looks into the stream where it can; the index is the container's word. */
function conflict(
  path: string,
  index: Value,
  probed: Value,
  source: "container" | "bitstream",
): Conflict {
  return {
    path,
    values: [
      { source, reader: "ffprobe", value: probed },
      { source: "container", reader: "index", value: index },
    ],
  };
}

function scalar(value: unknown): Value {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? value
    : null;
}
