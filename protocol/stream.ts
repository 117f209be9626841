// The event stream of a session, the same over WebSocket, SSE and JSON. Stored events are numbered
// by `seq` without gaps and can be replayed; progress is not stored and carries the current seq.

import * as z from "zod/mini";
import { SessionSchema, VideoSchema } from "./video.ts";

export const StoredEventTypeSchema = z.enum([
  "video.created",
  "upload.completed",
  "metadata.updated",
  "metadata.ready",
  "enhancement.started",
  "enhancement.playable",
  "enhancement.ready",
  "proxy.updated",
  "job.retrying",
  "track.failed",
  "video.cancelled",
  "video.deleted",
]);
export type StoredEventType = z.infer<typeof StoredEventTypeSchema>;

export const ProgressEventTypeSchema = z.enum([
  "upload.progress",
  "enhancement.progress",
  "proxy.progress",
]);

export const HelloSchema = z.object({
  type: z.literal("hello"),
  seq: z.int(),
  session: SessionSchema,
  videos: z.array(VideoSchema),
});

export const VideoEventSchema = z.object({
  type: z.union([StoredEventTypeSchema, ProgressEventTypeSchema]),
  seq: z.int(),
  at: z.string(),
  video: VideoSchema,
});
export type VideoEvent = z.infer<typeof VideoEventSchema>;

/** One message of the stream: `hello` first, or the missed events after `?since`. */
export const StreamMessageSchema = z.union([HelloSchema, VideoEventSchema]);
export type StreamMessage = z.infer<typeof StreamMessageSchema>;
