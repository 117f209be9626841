// What is said aloud (to a screen reader, politely) when something changes by itself.

import type { Failure } from "../../protocol/failure.ts";
import type { VideoEvent } from "../../protocol/stream.ts";
import type { Video } from "../../protocol/video.ts";

/** One sentence about the event, or null where silence is kinder. */
export function announcement(event: VideoEvent): string | null {
  const { video } = event;
  switch (event.type) {
    case "upload.completed":
      return `${video.filename} has arrived.`;
    case "metadata.ready":
      return `All facts about ${video.filename} are known.`;
    case "enhancement.playable":
      return `${video.filename} can be watched while it is being made.`;
    case "enhancement.ready":
      return `The enhanced ${video.filename} is ready.`;
    case "track.failed":
      return `${video.filename}: ${newestFailure(video)?.title ?? "something went wrong"}.`;
    case "video.cancelled":
      return `The work on ${video.filename} was stopped.`;
    case "job.retrying":
    case "video.created":
    case "metadata.updated":
    case "enhancement.started":
    case "video.deleted":
    case "upload.progress":
    case "enhancement.progress":
    case "proxy.updated":
    case "proxy.progress":
      return null;
    default:
      return event.type satisfies never;
  }
}

/** What failed of a video: the upload itself, its newest enhancement, or its metadata. */
export function newestFailure(video: Video): Failure | null {
  return video.failure ?? video.enhancements.at(-1)?.failure ?? video.metadata.failure;
}
