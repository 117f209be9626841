// The resources of the API as clients see them. A Video is always sent whole: whoever keeps the
// newest one needs no merging.

import * as z from "zod/mini";
import { RecipeSchema, RenditionKindSchema, ReportSchema } from "./enhancement.ts";
import { FailureSchema } from "./failure.ts";
import { MetadataStageSchema } from "./metadata.ts";
import { SettingsSchema } from "./settings.ts";

/** ISO 8601, UTC. */
const time = z.string();
/** A path on the API's own origin, to be resolved against it. */
const url = z.string();

export const MetadataStatusSchema = z.enum(["waiting", "running", "ready", "failed", "cancelled"]);
export type MetadataStatus = z.infer<typeof MetadataStatusSchema>;

export const EnhancementStatusSchema = z.enum([
  "waiting",
  "analysing",
  "encoding",
  "assembling",
  "ready",
  "failed",
  "cancelled",
]);
export type EnhancementStatus = z.infer<typeof EnhancementStatusSchema>;

export const ProxyStatusSchema = z.enum(["none", "waiting", "running", "ready", "failed"]);
export type ProxyStatus = z.infer<typeof ProxyStatusSchema>;

export const VideoStatusSchema = z.enum([
  "uploading",
  "processing",
  "ready",
  "failed",
  "cancelled",
]);
export type VideoStatus = z.infer<typeof VideoStatusSchema>;

export const SessionSchema = z.object({ id: z.string(), createdAt: time, expiresAt: time });
export type Session = z.infer<typeof SessionSchema>;

export const RenditionSchema = z.object({
  kind: RenditionKindSchema,
  codec: z.string(),
  url,
  bytes: z.number(),
});

/** What is happening to an enhancement now. */
export const WorkSchema = z.object({
  phase: z.enum(["waiting", "analysing", "encoding", "assembling"]),
  /** Jobs of the phase that are done, and all of them: of `encoding` its segments. */
  done: z.int(),
  total: z.int(),
  /** Jobs that go first in the transcoder's line; null while one of its own is at work or none is there. */
  ahead: z.nullable(z.int()),
  /** Until it is ready, from the speed so far; null until that is measured. */
  secondsLeft: z.nullable(z.number()),
  /** The newest step that did not go well and is tried again, until it is done. */
  retrying: z.nullable(
    z.object({
      /** Kind of the job, and which of its kind: the segment of an encode. */
      kind: z.string(),
      index: z.int(),
      /** Which try it is, of `ATTEMPTS_MAX`. */
      attempt: z.int(),
      failure: FailureSchema,
      /** When that try begins, or began. */
      at: time,
    }),
  ),
});
export type Work = z.infer<typeof WorkSchema>;

export const EnhancementSchema = z.object({
  id: z.string(),
  createdAt: time,
  readyAt: z.nullable(time),
  status: EnhancementStatusSchema,
  /** 0…1, never goes back. */
  progress: z.number(),
  /** Null when nothing of it is open. */
  work: z.nullable(WorkSchema),
  settings: SettingsSchema,
  recipe: z.nullable(RecipeSchema),
  /** Set as soon as one segment can be played. */
  playlistUrl: z.nullable(url),
  downloadUrl: z.nullable(url),
  renditions: z.array(RenditionSchema),
  report: z.nullable(ReportSchema),
  note: z.nullable(z.string()),
  cached: z.boolean(),
  failure: z.nullable(FailureSchema),
});
export type Enhancement = z.infer<typeof EnhancementSchema>;

export const VideoSchema = z.object({
  id: z.string(),
  filename: z.string(),
  /** Null until the length is known. */
  bytes: z.nullable(z.number()),
  /** Seconds, as the file declares them; null until its index was read, and where it does not say. */
  duration: z.nullable(z.number()),
  createdAt: time,
  expiresAt: time,
  status: VideoStatusSchema,
  failure: z.nullable(FailureSchema),
  posterUrl: z.nullable(url),
  /** A smaller copy of the original that every browser plays; null until it is ready. */
  proxyUrl: z.nullable(url),
  /** That copy is made on demand, and has no part in the video's status. */
  proxy: z.object({
    status: ProxyStatusSchema,
    /** 0…1 of the attempt that runs. */
    progress: z.number(),
    failure: z.nullable(FailureSchema),
  }),
  upload: z.object({ offset: z.number(), complete: z.boolean() }),
  original: z.nullable(z.object({ url })),
  metadata: z.object({
    status: MetadataStatusSchema,
    stage: MetadataStageSchema,
    url,
    failure: z.nullable(FailureSchema),
  }),
  /** Newest last. */
  enhancements: z.array(EnhancementSchema),
});
export type Video = z.infer<typeof VideoSchema>;

/** What settings would do to a video: the answer of `POST /v1/videos/:id/preview`. */
export const PreviewSchema = z.object({
  url,
  contentType: z.enum(["image/png", "video/mp4"]),
  /** Seconds of the result at which it begins, and how long it lasts: 0 for a still. */
  at: z.number(),
  duration: z.number(),
  width: z.int(),
  height: z.int(),
  recipe: RecipeSchema,
});
export type Preview = z.infer<typeof PreviewSchema>;

/**
 * A video's one-word status, derived and never stored: `uploading` until complete; then, of its
 * metadata and its newest enhancement, `failed` if one failed, `cancelled` if one was cancelled,
 * `ready` if both are, else `processing`. A refused upload is `failed`.
 */
export function videoStatus(video: {
  failure: unknown;
  upload: { complete: boolean };
  metadata: { status: MetadataStatus };
  enhancements: readonly { status: EnhancementStatus }[];
}): VideoStatus {
  if (video.failure) return "failed";
  if (!video.upload.complete) return "uploading";
  const newest = video.enhancements.at(-1);
  const statuses = newest ? [video.metadata.status, newest.status] : [video.metadata.status];
  if (statuses.includes("failed")) return "failed";
  if (statuses.includes("cancelled")) return "cancelled";
  return statuses.every((status) => status === "ready") ? "ready" : "processing";
}
