// The page's own line of uploads: who sends, who waits, who is done. Pure; the uploads store acts
// on what it says.

import type { LocalFacts } from "../local/local-facts.ts";
import type { SeenVideo } from "../session/session-state.ts";
import type { Refusal } from "./upload-refusal.ts";

export type UploadPhase =
  /** In the page's line, until one of the others is done. */
  | { kind: "waiting" }
  | { kind: "sending" }
  | { kind: "paused" }
  /** Cut off; goes on by itself at `retryAt`, in ms since 1970. */
  | { kind: "interrupted"; retryAt: number }
  /** Every byte was taken; the session has not said so yet. */
  | { kind: "sent" }
  | { kind: "refused"; refusal: Refusal };

export type LocalUpload = {
  /** Names it within this page. */
  key: number;
  /** Null until the server has made the upload. */
  videoId: string | null;
  filename: string;
  bytes: number;
  /** Bytes sent, those of earlier visits included. */
  sent: number;
  /** Bytes per second of the last seconds, or null before that is known. */
  rate: number | null;
  phase: UploadPhase;
  /** What this page read in the file by itself; null before that, and where it cannot. */
  local: LocalFacts | null;
};

/** Keys of the uploads whose turn it is, first come first served, if `places` may send at once. */
export function nextToStart(uploads: readonly LocalUpload[], places: number): number[] {
  const busy = uploads.filter(({ phase }) => holdsPlace(phase)).length;
  return uploads
    .filter(({ phase }) => phase.kind === "waiting")
    .slice(0, Math.max(0, places - busy))
    .map(({ key }) => key);
}

/** An interrupted upload keeps its place, so that a bad line does not open more and more uploads. */
function holdsPlace({ kind }: UploadPhase): boolean {
  return kind === "sending" || kind === "interrupted";
}

/** True while leaving the page would break it off: one that stands still loses nothing. */
export function isUnderWay({ kind }: UploadPhase): boolean {
  return kind === "waiting" || kind === "sending" || kind === "interrupted";
}

/** The uploads of which the session does not tell the whole story yet. */
export function stillLocal(
  uploads: readonly LocalUpload[],
  videos: ReadonlyMap<string, SeenVideo>,
  deleted: ReadonlySet<string>,
): LocalUpload[] {
  return uploads.filter(({ videoId }) => {
    if (videoId === null) return true;
    const video = videos.get(videoId)?.video;
    if (!video) return !deleted.has(videoId);
    return !video.upload.complete && video.failure === null;
  });
}

/** One measurement of progress: when (ms) and how many bytes had been sent. */
export type Sample = { at: number; sent: number };

/** Rates are taken over this long: steady enough to read, quick enough to follow a change. */
const RATE_WINDOW_MS = 6_000;

/** Adds a sample and forgets those that are too old to matter. */
export function addSample(samples: readonly Sample[], sample: Sample): Sample[] {
  return [...samples.filter(({ at }) => sample.at - at <= RATE_WINDOW_MS), sample];
}

/** Bytes per second between the first and the last sample; null within the first second. */
export function rateOf(samples: readonly Sample[]): number | null {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || last.at - first.at < 1_000) return null;
  return Math.max(0, (last.sent - first.sent) / ((last.at - first.at) / 1000));
}
