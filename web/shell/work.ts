// What is at work for the person, wherever on the page they are: files on their way, pictures being
// made. Pure.

import type { Failure } from "../../protocol/failure.ts";
import type { Video } from "../../protocol/video.ts";
import type { SeenVideo } from "../session/session-state.ts";
import { isUnderWay, type LocalUpload } from "../uploads/upload-queue.ts";

export type Work = {
  /** Null for an upload that the session does not know yet. */
  videoId: string | null;
  name: string;
  /** True while its bytes are on their way from this page. */
  sending: boolean;
  /** 0…1, or null where the end cannot be known. */
  share: number | null;
};

const OPEN: readonly string[] = ["waiting", "analysing", "encoding", "assembling", "running"];

/** Everything at work, uploads first. */
export function worksOf(
  videos: ReadonlyMap<string, SeenVideo>,
  uploads: readonly LocalUpload[],
): Work[] {
  const going = uploads.filter(({ phase }) => isUnderWay(phase) || phase.kind === "sent");
  const sent = new Set(going.map(({ videoId }) => videoId));
  const open = [...videos.values()].filter(({ video }) => !sent.has(video.id) && isOpen(video));
  return [
    ...going.map(({ videoId, filename, sent, bytes }) => ({
      videoId,
      name: filename,
      sending: true,
      share: bytes > 0 ? Math.min(1, sent / bytes) : 0,
    })),
    ...open.map(({ video }) => ({
      videoId: video.id,
      name: video.filename,
      sending: false,
      share: video.enhancements.at(-1)?.progress ?? null,
    })),
  ];
}

/**
 * True while what the person waits for is still to come: the new picture or, where none was asked
 * for, the facts.
 */
export function isOpen({ upload, failure, enhancements, metadata }: Video): boolean {
  if (!upload.complete || failure) return false;
  return OPEN.includes((enhancements.at(-1) ?? metadata).status);
}

/** Why the person does not get what they wait for; null if they do, whatever else went wrong. */
export function failureOf({ failure, enhancements, metadata }: Video): Failure | null {
  return failure ?? (enhancements.at(-1) ?? metadata).failure;
}

/** A video that came to its end while nobody looked. */
export type Ended = { videoId: string; name: string; failed: boolean };

/** What ended unseen by now. Of a video that ended twice the last time counts. */
export function withEnded(last: readonly Ended[], videos: readonly Video[]): Ended[] {
  const fresh = videos.map((video) => ({
    videoId: video.id,
    name: video.filename,
    failed: failureOf(video) !== null,
  }));
  const again = new Set(fresh.map(({ videoId }) => videoId));
  return [...last.filter(({ videoId }) => !again.has(videoId)), ...fresh];
}

/**
 * Videos that came to their end between two states of the session. One that a person stopped or
 * deleted is no news to them.
 */
export function endedBetween(
  before: ReadonlyMap<string, SeenVideo>,
  after: ReadonlyMap<string, SeenVideo>,
): Video[] {
  return [...after.values()]
    .map(({ video }) => video)
    .filter((video) => {
      const known = before.get(video.id)?.video;
      const waited =
        known !== undefined && !known.failure && (!known.upload.complete || isOpen(known));
      const ended = video.failure !== null || (video.upload.complete && !isOpen(video));
      const status = (video.enhancements.at(-1) ?? video.metadata).status;
      return waited && ended && status !== "cancelled";
    });
}
