// What is said aloud (to a screen reader, politely) when something changes by itself.

import type { Failure } from "../../protocol/failure.ts";
import type { VideoEvent } from "../../protocol/stream.ts";
import type { Video } from "../../protocol/video.ts";
import { words } from "../language/words.ts";
import { failureWords } from "./failure-words.ts";

/** One sentence about the event, or null where silence is kinder. */
export function announcement(event: VideoEvent): string | null {
  const { video } = event;
  const { filename } = video;
  const said = words().session.announcement;
  switch (event.type) {
    case "upload.completed":
      return said.arrived(filename);
    case "metadata.ready":
      return said.known(filename);
    case "enhancement.playable":
      return said.playable(filename);
    case "enhancement.ready":
      return said.ready(filename);
    case "track.failed": {
      const failure = newestFailure(video);
      return said.failed(filename, failure && failureWords(failure).title);
    }
    case "video.cancelled":
      return said.cancelled(filename);
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
