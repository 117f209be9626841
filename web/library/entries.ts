// What the library lists: the session's videos, and before them the files that this page sends and
// the session does not know yet. Pure.

import type { Video, VideoStatus } from "../../protocol/video.ts";
import { newestFirst, type SeenVideo, type SessionState } from "../session/session-state.ts";
import type { LocalUpload } from "../uploads/upload-queue.ts";

export type Entry = {
  /** Names it within the page: a video's id, or one of an upload without a video. */
  key: string;
  name: string;
  /** Null until the length is known. */
  bytes: number | null;
  /** Seconds; null where nobody has found out. */
  duration: number | null;
  state: VideoStatus;
  /** What the session says; null until it knows the file. */
  seen: SeenVideo | null;
  /** The upload of this page that sends it, if there is one. */
  upload: LocalUpload | null;
};

/** Everything there is to list, newest first. `hidden` are ids of videos that were just deleted. */
export function entriesOf(
  session: SessionState,
  uploads: readonly LocalUpload[],
  hidden: ReadonlySet<string>,
): Entry[] {
  const senders = new Map(uploads.map((upload) => [upload.videoId, upload]));
  // The session may tell of a video before its upload knows that it is there.
  const all = newestFirst(session);
  const begun = all.filter(({ video }) => isBegun(video) && !senders.has(video.id));
  for (const upload of uploads) {
    if (upload.videoId !== null || upload.phase.kind !== "sending") continue;
    const own = begun.findIndex(({ video }) => isOf(upload, video));
    const [seen] = own < 0 ? [] : begun.splice(own, 1);
    if (seen) senders.set(seen.video.id, upload);
  }
  const told = new Set(all.map(({ video }) => senders.get(video.id)));
  const unknown = uploads.filter((upload) => !told.has(upload));
  const known = all.filter(({ video }) => !hidden.has(video.id));
  return [
    ...unknown.map(ofUpload).reverse(),
    ...known.map((seen) => ofVideo(seen, senders.get(seen.video.id) ?? null)),
  ];
}

/** Nothing of it has arrived. */
function isBegun({ status, upload }: Video): boolean {
  return status === "uploading" && upload.offset === 0;
}

function isOf({ filename, bytes }: LocalUpload, video: Video): boolean {
  return video.filename === filename && video.bytes === bytes;
}

/** Videos that may be selected: an upload of this page has buttons of its own. */
export function selectable(entries: readonly Entry[]): string[] {
  return entries.filter(({ seen, upload }) => seen && !upload).map(({ key }) => key);
}

function ofUpload(upload: LocalUpload): Entry {
  return {
    key: `upload ${upload.key}`,
    name: upload.filename,
    bytes: upload.bytes,
    duration: upload.local?.duration ?? null,
    state: upload.phase.kind === "refused" ? "failed" : "uploading",
    seen: null,
    upload,
  };
}

function ofVideo(seen: SeenVideo, upload: LocalUpload | null): Entry {
  const { id, filename, bytes, duration, status } = seen.video;
  return {
    key: id,
    name: filename,
    bytes,
    duration: duration ?? upload?.local?.duration ?? null,
    state: status,
    seen,
    upload,
  };
}
