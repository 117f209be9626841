// A video as its client sees it, made from what is stored. Capability URLs are made here; the same
// video gives the same URLs as long as its session lives.

import { type Video, videoStatus } from "../../protocol/video.ts";
import { mediaPath } from "../capability.ts";
import { h264CodecOf } from "./playlist.ts";
import type { EnhancementRecord, VideoState } from "./state.ts";
import { planOf } from "./tracks.ts";

export type Rendering = { session: string; expiresAt: number; signingKey: string };

/** The API's Video. Times become ISO 8601 UTC, addresses paths on the API's origin. */
export function renderVideo(state: VideoState, rendering: Rendering): Video {
  const { video } = state;
  const complete = video.completedAt !== null;
  const body = {
    id: video.id,
    filename: video.filename,
    bytes: video.length,
    createdAt: iso(video.createdAt),
    expiresAt: iso(rendering.expiresAt),
    failure: video.failure,
    posterUrl: null,
    proxyUrl: null,
    upload: { offset: video.offset, complete },
    original: complete ? { url: originalUrl(video.id, rendering) } : null,
    metadata: {
      status: video.metadata.status,
      stage: video.metadata.stage,
      url: `/v1/videos/${video.id}/metadata`,
      failure: video.metadata.failure,
    },
    enhancements: video.enhancements.map((record) => renderEnhancement(state, record, rendering)),
  };
  return { ...body, status: videoStatus(body) };
}

function originalUrl(video: string, { session, expiresAt, signingKey }: Rendering): string {
  return mediaPath(signingKey, { session, video, expiresAt, resource: "original" }, "original");
}

function renderEnhancement(
  state: VideoState,
  record: EnhancementRecord,
  { session, expiresAt, signingKey }: Rendering,
): Video["enhancements"][number] {
  const capability = {
    session,
    video: state.video.id,
    expiresAt,
    resource: "enhancement" as const,
    enhancement: record.id,
  };
  const downloadUrl = record.file ? mediaPath(signingKey, capability, "enhanced.mp4") : null;
  const codec = h264CodecOf(state, record.id);
  return {
    id: record.id,
    createdAt: iso(record.createdAt),
    readyAt: record.readyAt === null ? null : iso(record.readyAt),
    status: record.status,
    progress: record.progress,
    settings: record.settings,
    recipe: planOf(state, record.id)?.recipe ?? null,
    playlistUrl: record.playable ? mediaPath(signingKey, capability, "index.m3u8") : null,
    downloadUrl,
    renditions:
      record.file && downloadUrl && codec
        ? [{ kind: "sdr", codec, url: downloadUrl, bytes: sum(record.file.parts) }]
        : [],
    report: record.report,
    note: null,
    cached: false,
    failure: record.failure,
  };
}

function sum(parts: readonly { bytes: number }[]): number {
  return parts.reduce((total, part) => total + part.bytes, 0);
}

export function iso(ms: number): string {
  return new Date(ms).toISOString();
}
