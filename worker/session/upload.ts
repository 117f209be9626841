// The record of a new upload, how its state reads from outside, and who may write to it. Pure.

import { SOURCE_BYTES_MAX } from "../../protocol/limits.ts";
import type { Settings } from "../../protocol/settings.ts";
import type { Refusal, UploadState } from "./contract.ts";
import { uploadEndsAt } from "./release.ts";
import type { VideoRecord } from "./state.ts";

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
