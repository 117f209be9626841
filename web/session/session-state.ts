// What the page knows of its session: the newest of each video, by the stream's sequence number.
// Pure. A message that is older than what is known changes nothing.

import type * as z from "zod/mini";
import type { HelloSchema, StreamMessage, VideoEvent } from "../../protocol/stream.ts";
import type { Session, Video } from "../../protocol/video.ts";

export type SeenVideo = {
  video: Video;
  /** Of the newest message that carried it. */
  seq: number;
  /** Of the newest message that may have changed its metadata document. */
  metadataSeq: number;
  /** When this page last saw its upload move, in ms since 1970; 0 if never. */
  movedAt: number;
  /** True while the last thing heard of it is that a step is tried again. */
  retrying: boolean;
};

export type SessionState = {
  session: Session | null;
  seq: number;
  videos: ReadonlyMap<string, SeenVideo>;
  /** Ids that were deleted since `hello`, so that late progress does not bring them back. */
  deleted: ReadonlySet<string>;
};

export const EMPTY_SESSION: SessionState = {
  session: null,
  seq: 0,
  videos: new Map(),
  deleted: new Set(),
};

export type Snapshot = Omit<z.infer<typeof HelloSchema>, "type">;

/** The state after one message of the stream. `now` is in ms since 1970. */
export function applyMessage(
  state: SessionState,
  message: StreamMessage,
  now: number,
): SessionState {
  return message.type === "hello" ? replaced(message) : applyEvent(state, message, now);
}

/** The state after `GET /v1/session`, unless the stream has told something newer already. */
export function applySnapshot(state: SessionState, snapshot: Snapshot): SessionState {
  const stale = state.session?.id === snapshot.session.id && snapshot.seq < state.seq;
  return stale ? state : replaced(snapshot);
}

/** Videos, newest first. */
export function newestFirst(state: SessionState): SeenVideo[] {
  return [...state.videos.values()].sort(
    (a, b) =>
      b.video.createdAt.localeCompare(a.video.createdAt) || b.video.id.localeCompare(a.video.id),
  );
}

function replaced({ session, seq, videos }: Snapshot): SessionState {
  const seen = new Map<string, SeenVideo>();
  for (const video of videos)
    seen.set(video.id, { video, seq, metadataSeq: seq, movedAt: 0, retrying: false });
  return { session, seq, videos: seen, deleted: new Set() };
}

function applyEvent(state: SessionState, event: VideoEvent, now: number): SessionState {
  const { video, seq } = event;
  const known = state.videos.get(video.id);
  if (state.deleted.has(video.id) || (known && seq < known.seq)) return state;
  const videos = new Map(state.videos);
  const next = { ...state, seq: Math.max(state.seq, seq), videos };
  if (event.type === "video.deleted") {
    videos.delete(video.id);
    return { ...next, deleted: new Set(state.deleted).add(video.id) };
  }
  const moved = known !== undefined && video.upload.offset > known.video.upload.offset;
  videos.set(video.id, {
    video,
    seq,
    metadataSeq: known && !touchesMetadata(event.type) ? known.metadataSeq : seq,
    movedAt: moved ? now : (known?.movedAt ?? 0),
    retrying: event.type === "job.retrying",
  });
  return next;
}

function touchesMetadata(type: VideoEvent["type"]): boolean {
  return type === "metadata.updated" || type === "metadata.ready";
}
