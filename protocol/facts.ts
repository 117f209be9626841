// What a file says of itself: its container's index, its streams' headers, its tags. Sizes are
// bytes, times seconds, rates bits per second. What is not known is null, never guessed. All text
// is a stranger's: data, without control and direction characters, of bounded length.

import * as z from "zod/mini";
import { RationalSchema } from "./rational.ts";

/** Null is the default, so that whoever writes facts leaves out what it does not know. */
const orNull = <Schema extends z.ZodMiniType>(schema: Schema) =>
  z._default(z.nullable(schema), null);
const text = orNull(z.string());
const number = orNull(z.number());
const flag = orNull(z.boolean());

/** Tags as the file spells them, at most 256 characters each: what was cut ends with `…`. */
export const TagsSchema = z.record(z.string(), z.string());

/** How many more tags there are; null where nobody counted. */
const tagsLeftOut = z.optional(z.nullable(z.int()));

/** Colour as the stream or container declares it, in ffmpeg's names (`bt709`, `smpte2084`). */
export const ColourSchema = z.object({
  range: z.nullable(z.string()),
  primaries: z.nullable(z.string()),
  transfer: z.nullable(z.string()),
  matrix: z.nullable(z.string()),
});

/** A rectangle in pixels of the coded picture; x and y may lie between pixels. */
const RectangleSchema = z.object({
  x: z.number(),
  y: z.number(),
  width: z.number(),
  height: z.number(),
});

/** CIE 1931 chromaticity. */
const PointSchema = z.object({ x: z.number(), y: z.number() });

/** What a file beyond standard range says of its light. Luminances in cd/m². */
export const HdrFactsSchema = z.object({
  /** SMPTE ST 2086. */
  masteringDisplay: orNull(
    z.object({
      red: PointSchema,
      green: PointSchema,
      blue: PointSchema,
      white: PointSchema,
      minLuminance: z.number(),
      maxLuminance: z.number(),
    }),
  ),
  /** CTA-861.3: brightest pixel, brightest average of a frame. */
  maxContentLight: number,
  maxFrameAverageLight: number,
  /** True if frames carry SMPTE ST 2094-40. */
  hdr10Plus: flag,
  dolbyVision: orNull(
    z.object({
      profile: z.int(),
      level: number,
      /** What the base layer is on its own: 1 HDR10, 2 SDR, 4 HLG; 0 nothing. */
      compatibility: number,
      rpu: flag,
      enhancementLayer: flag,
      baseLayer: flag,
    }),
  ),
});
export type HdrFacts = z.infer<typeof HdrFactsSchema>;

const common = {
  index: z.int(),
  /** As the container numbers it: an MP4 or Matroska track, a PID of a transport stream. */
  id: number,
  codec: text,
  codecName: text,
  /** Four characters, or hexadecimal (`avc1`, `0x001b`). */
  codecTag: text,
  /** RFC 6381, as `canPlayType` takes it (`avc1.64001f`, `mp4a.40.2`). */
  codecString: text,
  profile: text,
  timeBase: orNull(RationalSchema),
  bitrate: number,
  duration: number,
  startTime: number,
  language: text,
  title: text,
  default: z.boolean(),
  /** ffmpeg's words for what it is for: `forced`, `hearing_impaired`, `comment`, `original` … */
  dispositions: z._default(z.array(z.string()), []),
  tags: z._default(TagsSchema, {}),
  tagsLeftOut,
  /** Scheme of its encryption (`cenc`, `cbcs`). */
  encryption: text,
};

export const VideoStreamSchema = z.object({
  ...common,
  kind: z.literal("video"),
  /** As the codec counts it: 41 is 4.1 of H.264, 123 is 4.1 of HEVC. */
  level: number,
  /** As people say it: `4.1`. */
  levelName: text,
  /** HEVC, AV1: `Main` or `High`. */
  tier: text,
  /** H.264: `CABAC` or `CAVLC`. */
  entropyCoding: text,
  referenceFrames: number,
  /** Frames by which decoding runs ahead of showing: 0 without B-frames. */
  reorderFrames: number,
  /** What encoded it, as it wrote down itself. */
  encoder: text,
  encoderSettings: text,
  /** Size of the picture as decoded, in pixels, before rotation and pixel aspect. */
  width: z.int(),
  height: z.int(),
  /** With the rows and columns that only fill up blocks. */
  codedWidth: number,
  codedHeight: number,
  /** What of it is to be shown, where the container says so (`clap`). */
  cleanAperture: orNull(RectangleSchema),
  /** Size as it is meant to be seen: pixel aspect applied, then rotation. */
  displayWidth: z.int(),
  displayHeight: z.int(),
  /** Width of a pixel divided by its height. */
  sampleAspectRatio: RationalSchema,
  displayAspectRatio: orNull(RationalSchema),
  /** Clockwise, in degrees, applied by a player: 0, 90, 180 or 270. */
  rotation: z.number(),
  flipped: z.boolean(),
  /** The 9 numbers of `tkhd`, row by row, where they are not those that change nothing. */
  displayMatrix: orNull(z.array(z.number()).check(z.length(9))),
  pixelFormat: text,
  bitDepth: number,
  /** `4:2:0`, `4:2:2`, `4:4:4`, `4:0:0`. */
  chromaSubsampling: text,
  /** Where a sample of colour sits among those of light (`left`, `topleft`). */
  chromaLocation: text,
  colour: ColourSchema,
  /** `SDR`, `HDR10`, `HLG` or `Dolby Vision`, from the declared transfer and side data. */
  dynamicRange: z.enum(["SDR", "HDR10", "HDR10+", "HLG", "Dolby Vision"]),
  hdr: orNull(HdrFactsSchema),
  alpha: flag,
  /** `progressive`, or ffprobe's word for the order of fields (`tt`, `bb`, `tb`, `bt`). */
  fieldOrder: text,
  stereo3d: text,
  /** Projection of a picture all around (`equirectangular`). */
  spherical: text,
  closedCaptions: flag,
  filmGrain: flag,
  /** The average rate that is declared; null where the file declares none. */
  frameRate: orNull(RationalSchema),
  /** The lowest rate at which all times fit: ffprobe's guess from the start of the file. */
  baseFrameRate: orNull(RationalSchema),
  /** From the packets' times: frames divided by duration. Null before they were read. */
  measuredFrameRate: number,
  /** True: the packets' times are uneven by more than the time base can explain. */
  variableFrameRate: orNull(z.boolean()),
  frames: number,
  keyframeInterval: orNull(
    z.object({ minSeconds: z.number(), meanSeconds: z.number(), maxSeconds: z.number() }),
  ),
  /** `01:00:00:00`; a semicolon before the frames means drop-frame. */
  timecode: text,
});

export const AudioStreamSchema = z.object({
  ...common,
  kind: z.literal("audio"),
  sampleRate: number,
  sampleFormat: text,
  bitsPerSample: number,
  channels: number,
  channelLayout: text,
  /** Seconds by which it begins after the picture; negative if before. */
  delay: number,
  /** Samples at the start that a player leaves out (encoder delay). */
  priming: number,
  /** Dialogue level in dB that an AC-3 or E-AC-3 stream declares. */
  dialogueLevel: number,
});

export const OtherStreamSchema = z.object({
  ...common,
  kind: z.enum(["subtitle", "data", "attachment", "cover"]),
  /** Of an attachment or a cover. */
  filename: text,
  mimeType: text,
  bytes: number,
  width: number,
  height: number,
  timecode: text,
  /** Frames a second by which a timecode track counts. */
  timecodeRate: orNull(RationalSchema),
});

export const StreamSchema = z.discriminatedUnion("kind", [
  VideoStreamSchema,
  AudioStreamSchema,
  OtherStreamSchema,
]);

/** Where a value comes from. `measured` is what packets or pictures show. */
export const ValueSourceSchema = z.enum(["container", "bitstream", "measured", "tag", "name"]);
export type ValueSource = z.infer<typeof ValueSourceSchema>;

const ScalarSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/**
 * Two sources that disagree on one value. `path` is a JSON pointer into the document; the first of
 * the values is the one that stands there.
 */
export const ConflictSchema = z.object({
  path: z.string(),
  values: z.array(
    z.object({
      source: ValueSourceSchema,
      reader: z.enum(["index", "ffprobe", "boxes", "packets", "content"]),
      value: ScalarSchema,
    }),
  ),
});
export type Conflict = z.infer<typeof ConflictSchema>;

/** How an MP4 or QuickTime file is built; of other containers what applies. */
export const StructureSchema = z.object({
  /** `isom`, `qt  `; null where there is none. */
  brand: text,
  brandVersion: number,
  compatibleBrands: z._default(z.array(z.string()), []),
  /** What the brand stands for, in MediaInfo's words (`Base Media / Version 2`). */
  profile: z.optional(z.nullable(z.string())),
  /** The outermost boxes in order, at most 100: their type, place and size. */
  boxes: z._default(
    z.array(z.object({ type: z.string(), offset: z.number(), bytes: z.number() })),
    [],
  ),
  /** True if the index stands before the media, so that playing can begin at once. */
  indexFirst: flag,
  indexBytes: number,
  fragmented: flag,
  /** Parts of the timeline that edit lists leave out or repeat, by stream index. */
  editLists: z._default(
    z.array(
      z.object({
        stream: z.int(),
        edits: z.array(
          z.object({
            /** Seconds of the media; null for an empty stretch. */
            start: z.nullable(z.number()),
            duration: z.number(),
            rate: z.number(),
          }),
        ),
      }),
    ),
    [],
  ),
  /** Bytes behind the last box that no reader uses. */
  trailingBytes: number,
  /** The last box claims more bytes than there are, or the index tells of media behind the end. */
  truncated: flag,
  /** `cenc` and the like; null for none. */
  encryption: text,
  /** A C2PA manifest (Content Credentials) is inside. Whether it is valid is not checked. */
  contentCredentials: flag,
  /** A packet of XMP is inside, where editors and cameras write tags of their own. */
  xmp: z.optional(z.nullable(z.boolean())),
  /** Mean bytes of a run of one stream before another's begins; null where it is not known. */
  interleaveBytes: number,
});
export type Structure = z.infer<typeof StructureSchema>;

/** What tags say, read by their meaning. */
export const AboutSchema = z.object({
  title: text,
  artist: text,
  album: text,
  comment: text,
  description: text,
  copyright: text,
  genre: text,
  date: text,
  /** ISO 8601 with the zone that the file tells, else in UTC (`Z`). */
  createdAt: text,
  modifiedAt: text,
  /** True if a zone was told, so that the time of day where it was taken is known. */
  zoneKnown: flag,
  deviceMake: text,
  deviceModel: text,
  lens: text,
  /** The program or library that wrote the file. */
  writtenBy: text,
  /** The program that made the film. */
  software: text,
  /** Where it was taken: degrees of WGS 84, metres. `text` as the file has it (ISO 6709, or XMP). */
  location: orNull(
    z.object({
      latitude: z.number(),
      longitude: z.number(),
      altitude: z.nullable(z.number()),
      text: z.string(),
    }),
  ),
  /** What a phone marks: `live-photo`, `slow-motion`, `time-lapse`. */
  features: z._default(z.array(z.string()), []),
});
export type About = z.infer<typeof AboutSchema>;

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
    tagsLeftOut,
  }),
  streams: z.array(StreamSchema),
  /** Absent where nobody looked for them. At most 200; `chapterCount` counts all. */
  chapters: z.optional(
    z.array(
      z.object({
        /** As the container numbers it. */
        id: z.optional(z.nullable(z.number())),
        start: z.nullable(z.number()),
        end: z.nullable(z.number()),
        title: z.nullable(z.string()),
      }),
    ),
  ),
  chapterCount: number,
  /** All streams of the file: `streams` holds the first of a file that has hundreds. */
  streamCount: number,
  /** Programs of a transport stream. */
  programs: z._default(
    z.array(z.object({ id: z.int(), name: text, provider: text, streams: z.array(z.int()) })),
    [],
  ),
  structure: orNull(StructureSchema),
  about: orNull(AboutSchema),
  conflicts: z._default(z.array(ConflictSchema), []),
});
export type Facts = z.infer<typeof FactsSchema>;
/** Facts as they are written: what is not known may be left out. */
export type FactsInput = z.input<typeof FactsSchema>;
export type VideoStream = z.infer<typeof VideoStreamSchema>;
export type AudioStream = z.infer<typeof AudioStreamSchema>;
export type OtherStream = z.infer<typeof OtherStreamSchema>;
export type Stream = z.infer<typeof StreamSchema>;
export type StreamInput = z.input<typeof StreamSchema>;
