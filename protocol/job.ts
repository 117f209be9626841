// What the Worker and the transcoder say to each other: a job goes out as one `POST /jobs`, and its
// answer is a stream of news, one JSON object a line, that ends with `result` or `failed`.
// One request is one attempt: a stream that breaks off before its last line is a failed attempt.

import * as z from "zod/mini";
import { PictureContentSchema, SoundContentSchema, SpriteSchema } from "./content.ts";
import {
  FidelitySchema,
  PlanSchema,
  RecipeSchema,
  RenditionKindSchema,
  ReportSchema,
} from "./enhancement.ts";
import { FactsSchema } from "./facts.ts";
import { FailureCodeSchema } from "./failure.ts";
import { idSchema } from "./ids.ts";
import { PacketsSchema } from "./packets.ts";
import { SettingsSchema } from "./settings.ts";

/** Header that marks an answer as the transcoder's own; without it, a 5xx is the platform's. */
export const TRANSCODER_HEADER = "x-reelight-transcoder";

/** Containers that are let through to ffmpeg, by the demuxer their first bytes name. */
export const DemuxerSchema = z.enum([
  "mov",
  "matroska",
  "avi",
  "mpegts",
  "mpeg",
  "flv",
  "ogg",
  "asf",
]);
export type Demuxer = z.infer<typeof DemuxerSchema>;

/** One whole file to read by HTTP Range. The URL is a capability for it and nothing else. */
const SourceSchema = z.object({
  url: z.string(),
  bytes: z.int(),
  demuxer: DemuxerSchema,
});
export type Source = z.infer<typeof SourceSchema>;

/** Where to PUT results: `url` + `/` + name. A capability for one attempt's key prefix. */
const OutputSchema = z.object({ url: z.string() });

/** Names become keys and playlist lines: nothing in them may break out of either. */
export const PART_NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** A finished object below an attempt's key prefix. */
export const PartSchema = z.object({
  name: z.string().check(z.regex(PART_NAME)),
  bytes: z.int(),
});
export type Part = z.infer<typeof PartSchema>;

/** A finished object to read: its path below a capability's URL. */
export const StoredSchema = z.object({ path: z.string(), bytes: z.int() });
export type Stored = z.infer<typeof StoredSchema>;

export const PreviewFormSchema = z.enum(["still", "clip"]);
export type PreviewForm = z.infer<typeof PreviewFormSchema>;

const base = {
  id: idSchema("job"),
  attempt: z.int(),
  /** The attempt's wall clock limit, counted by the transcoder from when it starts to work. */
  limitMs: z.int(),
  source: SourceSchema,
};

/** ffprobe over the container's index, and a walk over its boxes: `ffprobe.json` is the answer. */
const ProbeJobSchema = z.object({ ...base, kind: z.literal("probe"), output: OutputSchema });
/** Every packet's time and size, without decoding. */
const InspectJobSchema = z.object({ ...base, kind: z.literal("inspect") });
/** A telling frame: `poster.jpg`. */
const PosterJobSchema = z.object({ ...base, kind: z.literal("poster"), output: OutputSchema });
/** SHA-256 of the whole source. */
const DigestJobSchema = z.object({ ...base, kind: z.literal("digest") });
/** Decodes one sound stream and measures it. */
const ListenJobSchema = z.object({ ...base, kind: z.literal("listen"), streamIndex: z.int() });
/**
 * Decodes the picture from `start` to `end` (seconds from its first frame, the end not included)
 * and writes down what each frame shows.
 */
const LookJobSchema = z.object({
  ...base,
  kind: z.literal("look"),
  start: z.number(),
  /** Null: to the end of the film. */
  end: z.nullable(z.number()),
  /** Seconds of the film between small pictures for the sprite. */
  spriteStep: z.number(),
  output: OutputSchema,
});
/** Makes one picture's content of all looks, and the sprite. */
const SummariseJobSchema = z.object({
  ...base,
  kind: z.literal("summarise"),
  /** Capability URL of the video's metadata files; `looks` lie below it. */
  partsUrl: z.string(),
  /** The files of each look, in order. */
  looks: z.array(z.array(StoredSchema)),
  spriteStep: z.number(),
  output: OutputSchema,
});
/** Chooses the recipe, by samples of the picture where it depends on them, and lays the segment grid. */
const AnalyseJobSchema = z.object({
  ...base,
  kind: z.literal("analyse"),
  settings: SettingsSchema,
});
/** Encodes one segment of a rendition of the plan: `init.mp4`, `segment.m4s` and `compared.yuv`. */
const EncodeJobSchema = z.object({
  ...base,
  kind: z.literal("encode"),
  plan: PlanSchema,
  rendition: RenditionKindSchema,
  segment: z.int(),
  output: OutputSchema,
});
/** Copies or encodes one sound track of the plan: fragmented MP4, cut between fragments. */
const AudioJobSchema = z.object({
  ...base,
  kind: z.literal("audio"),
  plan: PlanSchema,
  track: z.int(),
  output: OutputSchema,
});
/** Takes all text subtitles of the plan out of the source: `subtitles.mp4`. */
const SubtitlesJobSchema = z.object({
  ...base,
  kind: z.literal("subtitles"),
  plan: PlanSchema,
  output: OutputSchema,
});
/** Joins one rendition's segments with the rest, verifies, and writes the result as parts. */
const AssembleJobSchema = z.object({
  ...base,
  kind: z.literal("assemble"),
  plan: PlanSchema,
  rendition: RenditionKindSchema,
  /** Capability URL of the enhancement's files; all that is joined lies below it. */
  partsUrl: z.string(),
  init: StoredSchema,
  segments: z.array(StoredSchema),
  /** Of the segments that have it, what they laid aside for the report, in order. */
  compared: z.array(StoredSchema),
  /** For each sound track its files, in order. */
  audio: z.array(z.array(StoredSchema)),
  subtitles: z.nullable(StoredSchema),
  /** What each encode found out about itself, in the order of `segments`. */
  fidelity: z.array(FidelitySchema),
  output: OutputSchema,
});
/**
 * Shows what settings would do: one still (PNG, lossless) or three seconds (MP4), at `at` seconds
 * of the result or at a place that shows the film well. A plan that is known spares the analysis.
 */
const PreviewJobSchema = z.object({
  ...base,
  kind: z.literal("preview"),
  settings: SettingsSchema,
  plan: z.nullable(PlanSchema),
  as: PreviewFormSchema,
  at: z.nullable(z.number()),
  output: OutputSchema,
});

/** Makes a smaller copy of the source that every browser plays, in parts. */
const ProxyJobSchema = z.object({ ...base, kind: z.literal("proxy"), output: OutputSchema });

/** The body of `POST /jobs`. */
export const JobRequestSchema = z.discriminatedUnion("kind", [
  ProbeJobSchema,
  InspectJobSchema,
  PosterJobSchema,
  DigestJobSchema,
  ListenJobSchema,
  LookJobSchema,
  SummariseJobSchema,
  AnalyseJobSchema,
  EncodeJobSchema,
  AudioJobSchema,
  SubtitlesJobSchema,
  AssembleJobSchema,
  PreviewJobSchema,
  ProxyJobSchema,
]);
export type JobRequest = z.infer<typeof JobRequestSchema>;
export type JobKind = JobRequest["kind"];
export type JobOf<Kind extends JobKind> = Extract<JobRequest, { kind: Kind }>;

/** Null where nothing of the stream can be decoded. */
export const ListenResultSchema = z.object({
  kind: z.literal("listen"),
  sound: z.nullable(SoundContentSchema),
});

export const SummariseResultSchema = z.object({
  kind: z.literal("summarise"),
  /** Null where not one frame can be decoded. */
  picture: z.nullable(PictureContentSchema),
  /** `sprite.vtt`, which names the sheets beside it. */
  sprite: z.nullable(z.extend(SpriteSchema, { vtt: PartSchema, sheets: z.array(PartSchema) })),
});

/** What a finished job found or made, by kind. */
export const JobResultSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("probe"),
    facts: FactsSchema,
    raw: z.nullable(PartSchema),
    /** Why nothing but this can be told of the file: there is no picture that can be worked on. */
    refusal: z.optional(z.object({ code: FailureCodeSchema, detail: z.optional(z.string()) })),
  }),
  z.object({ kind: z.literal("inspect"), facts: FactsSchema, packets: PacketsSchema }),
  z.object({
    kind: z.literal("poster"),
    /** Null where not one frame can be decoded. */
    file: z.nullable(PartSchema),
    at: z.number(),
    width: z.int(),
    height: z.int(),
  }),
  z.object({ kind: z.literal("digest"), sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)) }),
  ListenResultSchema,
  z.object({ kind: z.literal("look"), frames: z.int(), files: z.array(PartSchema) }),
  SummariseResultSchema,
  z.object({ kind: z.literal("analyse"), plan: PlanSchema }),
  z.object({
    kind: z.literal("encode"),
    init: PartSchema,
    segment: PartSchema,
    /** Small pictures of source and result for the report; null where none lie in the segment. */
    compared: z._default(z.nullable(PartSchema), null),
    frames: z.int(),
    /** RFC 6381 codec string of the segment, for playlists. */
    codec: z.string(),
    fidelity: FidelitySchema,
  }),
  z.object({ kind: z.literal("subtitles"), file: PartSchema }),
  z.object({
    kind: z.literal("preview"),
    file: PartSchema,
    contentType: z.enum(["image/png", "video/mp4"]),
    /** Seconds of the result at which it begins, and how long it lasts: 0 for a still. */
    at: z.number(),
    duration: z.number(),
    width: z.int(),
    height: z.int(),
    recipe: RecipeSchema,
  }),
  z.object({
    kind: z.literal("proxy"),
    /** The file in order, as those of `assemble`. */
    parts: z.array(PartSchema),
    width: z.int(),
    height: z.int(),
    /** Seconds. Its time 0 is that of every enhancement. */
    duration: z.number(),
    /** RFC 6381 string of the picture. */
    codec: z.string(),
  }),
  z.object({
    kind: z.literal("audio"),
    /** Read one after another, they are the track. */
    files: z.array(PartSchema),
    /** Byte length of the header that the first file begins with. */
    initBytes: z.int(),
    /** Each fragment's place in `files`, and its duration in seconds. */
    fragments: z.array(
      z.object({ file: z.int(), offset: z.int(), bytes: z.int(), duration: z.number() }),
    ),
  }),
  z.object({
    kind: z.literal("assemble"),
    /** The finished file in order: read one after another, the parts are `enhanced.mp4`. */
    parts: z.array(PartSchema),
    report: ReportSchema,
  }),
]);
export type JobResult = z.infer<typeof JobResultSchema>;
export type ResultOf<Kind extends JobKind> = Extract<JobResult, { kind: Kind }>;

const line = { job: idSchema("job"), attempt: z.int() };

/** One line of the answer to `POST /jobs`. */
export const NewsSchema = z.discriminatedUnion("type", [
  /** In the transcoder's line; `ahead` jobs go first. */
  z.object({ ...line, type: z.literal("waiting"), ahead: z.int() }),
  /** At work. `fraction` is 0…1 of this job, or null where it cannot be known. */
  z.object({ ...line, type: z.literal("progress"), fraction: z.nullable(z.number()) }),
  z.object({ ...line, type: z.literal("result"), result: JobResultSchema }),
  z.object({
    ...line,
    type: z.literal("failed"),
    code: FailureCodeSchema,
    detail: z.optional(z.string()),
  }),
]);
export type News = z.infer<typeof NewsSchema>;

/** The body of a queue message: the session knows the rest. */
export const JobMessageSchema = z.object({
  session: idSchema("ses"),
  job: idSchema("job"),
  attempt: z.int(),
});
export type JobMessage = z.infer<typeof JobMessageSchema>;
