// The states of a video in a person's words. The states themselves come from the session.

import type { Enhancement, Video } from "../../protocol/video.ts";
import { formatPercent } from "../format.ts";

export function metadataWords({ status, stage }: Video["metadata"]): string {
  switch (status) {
    case "waiting":
      return "Waiting its turn";
    case "running":
      return {
        none: "Reading the index",
        facts: "First facts known, reading every packet",
        packets: "Packets read, looking at the content",
        content: "Finishing",
      }[stage];
    case "ready":
      return "Complete";
    case "failed":
      return "Failed";
    case "cancelled":
      return "Stopped";
    default:
      return status satisfies never;
  }
}

export function enhancementWords({ status, progress, cached }: Enhancement): string {
  switch (status) {
    case "waiting":
      return "Waiting its turn";
    case "analysing":
      return "Measuring the picture";
    case "encoding":
      return `Making the new picture, ${formatPercent(progress)}`;
    case "assembling":
      return `Joining and checking, ${formatPercent(progress)}`;
    case "ready":
      return cached ? "Ready, made before from the same file" : "Ready";
    case "failed":
      return "Failed";
    case "cancelled":
      return "Stopped";
    default:
      return status satisfies never;
  }
}

/** True while something of it is still to come without anybody's doing. */
export function isAtWork(video: Video): boolean {
  return video.status === "processing";
}

/** True if `retry` can be asked for: something failed or was stopped that may go well next time. */
export function canRetry(video: Video): boolean {
  const failures = [video.metadata.failure, video.enhancements.at(-1)?.failure];
  const ended = video.status === "failed" || video.status === "cancelled";
  const hopeless = failures.some((failure) => failure && !failure.retryable);
  return ended && video.upload.complete && video.failure === null && !hopeless;
}

/** `holiday.mov` becomes `holiday-enhanced.mp4`. */
export function downloadName(filename: string, suffix = "enhanced"): string {
  return `${filename.replace(/\.[^.]{1,5}$/, "")}-${suffix}.mp4`;
}
