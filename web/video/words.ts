// The states of a video in a person's words. The states themselves come from the session.

import type { Enhancement, Video } from "../../protocol/video.ts";
import { words } from "../language/words.ts";
import { phaseWords } from "../progress/work-words.ts";

export function metadataWords({ status, stage }: Video["metadata"]): string {
  const { metadataStates, readStates } = words().video.track;
  return status === "running" ? readStates[stage] : metadataStates[status];
}

/** How an enhancement stands, in few words; `WorkNow` tells more of one that is at work. */
export function enhancementWords({ status, work, cached }: Enhancement): string {
  const { enhancementStates } = words().video.track;
  switch (status) {
    case "waiting":
    case "analysing":
    case "encoding":
    case "assembling":
      return work ? phaseWords(work) : enhancementStates.atWork;
    case "ready":
      return cached ? enhancementStates.cached : enhancementStates.ready;
    case "failed":
      return enhancementStates.failed;
    case "cancelled":
      return enhancementStates.cancelled;
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
