// The metadata document: what is known of a video file, so far. Sizes are bytes, times seconds,
// rates bits per second. A field that is not known is null, never guessed.

import * as z from "zod/mini";
import { RationalSchema } from "./rational.ts";

const text = z.nullable(z.string());
const number = z.nullable(z.number());

/** Colour as the stream or container declares it, in ffmpeg's names (`bt709`, `smpte2084`). */
export const ColourSchema = z.object({
  range: text,
  primaries: text,
  transfer: text,
  matrix: text,
});

export const VideoStreamSchema = z.object({
  kind: z.literal("video"),
  index: z.int(),
  codec: text,
  codecName: text,
  profile: text,
  level: number,
  /** Size of the coded picture, in pixels, before rotation and pixel aspect. */
  width: z.int(),
  height: z.int(),
  /** Size as it is meant to be seen: pixel aspect applied, then rotation. */
  displayWidth: z.int(),
  displayHeight: z.int(),
  /** Width of a pixel divided by its height. */
  sampleAspectRatio: RationalSchema,
  /** Clockwise, in degrees, applied by a player: 0, 90, 180 or 270. */
  rotation: z.number(),
  flipped: z.boolean(),
  pixelFormat: text,
  bitDepth: number,
  colour: ColourSchema,
  /** `SDR`, `HDR10`, `HLG` or `Dolby Vision`, from the declared transfer and side data. */
  dynamicRange: z.enum(["SDR", "HDR10", "HLG", "Dolby Vision"]),
  fieldOrder: text,
  /** Declared rate; null where the file declares none. */
  frameRate: z.nullable(RationalSchema),
  /** From the packets' times: frames divided by duration. Null before they were read. */
  measuredFrameRate: number,
  /** True: the packets' times are uneven by more than the time base can explain. */
  variableFrameRate: z.nullable(z.boolean()),
  frames: number,
  keyframeInterval: z.nullable(
    z.object({ minSeconds: z.number(), meanSeconds: z.number(), maxSeconds: z.number() }),
  ),
  bitrate: number,
  duration: number,
  startTime: number,
  language: text,
  title: text,
  default: z.boolean(),
});

export const AudioStreamSchema = z.object({
  kind: z.literal("audio"),
  index: z.int(),
  codec: text,
  codecName: text,
  profile: text,
  sampleRate: number,
  channels: number,
  channelLayout: text,
  bitrate: number,
  duration: number,
  startTime: number,
  language: text,
  title: text,
  default: z.boolean(),
});

export const OtherStreamSchema = z.object({
  kind: z.enum(["subtitle", "data", "attachment", "cover"]),
  index: z.int(),
  codec: text,
  codecName: text,
  language: text,
  title: text,
  default: z.boolean(),
});

export const StreamSchema = z.discriminatedUnion("kind", [
  VideoStreamSchema,
  AudioStreamSchema,
  OtherStreamSchema,
]);

/** Tags as the file spells them; values are data from a stranger, at most 256 characters each. */
export const TagsSchema = z.record(z.string(), z.string());

/** What the container and its index say, without a packet being read. */
export const FactsSchema = z.object({
  /** Who read them: the edge's parse of the index, or ffprobe, which confirms or replaces it. */
  source: z.enum(["index", "ffprobe"]),
  container: z.object({
    format: z.string(),
    formatName: text,
    bytes: z.number(),
    duration: number,
    startTime: number,
    bitrate: number,
    tags: TagsSchema,
  }),
  streams: z.array(StreamSchema),
  /** Absent where nobody looked for them. */
  chapters: z.optional(z.array(z.object({ start: number, end: number, title: text }))),
});
export type Facts = z.infer<typeof FactsSchema>;
export type VideoStream = z.infer<typeof VideoStreamSchema>;
export type AudioStream = z.infer<typeof AudioStreamSchema>;
export type Stream = z.infer<typeof StreamSchema>;

/**
 * How far the reading has come: `facts` from the index, `packets` with every packet's time and size
 * read, `content` with pictures and sound decoded.
 */
export const MetadataStageSchema = z.enum(["none", "facts", "packets", "content"]);
export type MetadataStage = z.infer<typeof MetadataStageSchema>;

/** The document that `GET /v1/videos/:id/metadata` answers. */
export const MetadataDocumentSchema = z.object({
  version: z.literal(1),
  stage: MetadataStageSchema,
  facts: z.nullable(FactsSchema),
});
export type MetadataDocument = z.infer<typeof MetadataDocumentSchema>;
