// The record of a new upload, how its state reads from outside, and who may write to it. Pure.

import { SOURCE_BYTES_MAX, UPLOADS_PER_SESSION } from "../../protocol/limits.ts";
import type { Settings } from "../../protocol/settings.ts";
import type { Refusal, UploadState } from "./contract.ts";
import { uploadEndsAt } from "./release.ts";
import type { VideoRecord } from "./state.ts";

/** An unfinished upload counts as one that goes on now for this long after its last byte. */
const UPLOAD_ACTIVE_MS = 15_000;

export type NewUpload = {
  filename: string;
  /** Null: the client tells it later. */
  length: number | null;
  settings: Settings;
  metadataHeader: string | null;
};

export function newVideo(id: string, upload: NewUpload, at: number): VideoRecord {
  return {
    id,
    createdAt: at,
    ...upload,
    offset: 0,
    epoch: 0,
    heardAt: at,
    completedAt: null,
    demuxer: null,
    failure: null,
    metadata: { status: "waiting", stage: "none", failure: null, edgeTried: false },
    enhancements: [],
  };
}

export function uploadStateOf(video: VideoRecord): UploadState {
  return {
    video: video.id,
    offset: video.offset,
    length: video.length,
    complete: video.completedAt !== null,
    expiresAt: uploadEndsAt(video),
    metadataHeader: video.metadataHeader,
    failure: video.failure,
    demuxer: video.demuxer,
  };
}

/** Why nobody may write there now, or null. */
export function writerRefusal(
  video: VideoRecord,
  offset: number,
  length: number | null,
): Refusal | null {
  if (video.failure) return { ok: false, code: "gone", detail: video.failure.detail };
  if (offset !== video.offset || video.completedAt !== null) {
    return { ok: false, code: "offset_conflict", detail: `The upload stands at ${video.offset}.` };
  }
  if (length === null) return null;
  if (video.length !== null && length !== video.length) {
    return { ok: false, code: "bad_request", detail: "The length was told already." };
  }
  if (length < video.offset) {
    return { ok: false, code: "bad_request", detail: "More bytes than that have arrived." };
  }
  return length > SOURCE_BYTES_MAX ? { ok: false, code: "too_large" } : null;
}

/** Why not one more upload may receive bytes beside those that do so at `now`, or null. */
export function uploadsBusy(
  others: VideoRecord[],
  now: number,
  code: "limit_reached" | "busy",
): Refusal | null {
  const active = others.filter((video) => video.heardAt > now - UPLOAD_ACTIVE_MS);
  if (active.length < UPLOADS_PER_SESSION) return null;
  const detail = `${UPLOADS_PER_SESSION} uploads go on already. Try again when one is done.`;
  return { ok: false, code, detail };
}
