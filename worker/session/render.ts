// A video as its client sees it, made from what is stored. Capability URLs are made here; the same
// video gives the same URLs as long as its session lives.

import type { RenditionKind } from "../../protocol/enhancement.ts";
import type { MetadataDocument } from "../../protocol/metadata.ts";
import { type Enhancement, type Video, videoStatus } from "../../protocol/video.ts";
import { mediaPath } from "../capability.ts";
import { attemptPath, PROXY_FILE, RESULT_FILES } from "../keys.ts";
import { noteOf } from "./note.ts";
import { codecOf } from "./playlist.ts";
import { proxyOf } from "./proxy.ts";
import {
  type EnhancementRecord,
  enhancementRecord,
  fileOf,
  type JobRecord,
  jobsOf,
  planOf,
  type VideoState,
} from "./state.ts";
import { workOf } from "./work.ts";

export type Rendering = { session: string; expiresAt: number; signingKey: string };

/** The API's Video. Times become ISO 8601 UTC, addresses paths on the API's origin. */
export function renderVideo(state: VideoState, rendering: Rendering): Video {
  const { video } = state;
  const complete = video.completedAt !== null;
  const proxy = proxyOf(state);
  const body = {
    id: video.id,
    filename: video.filename,
    bytes: video.length,
    duration: state.facts?.container.duration ?? null,
    createdAt: iso(video.createdAt),
    expiresAt: iso(rendering.expiresAt),
    failure: video.failure,
    posterUrl: posterOf(state, rendering)?.url ?? null,
    proxyUrl: proxy.status === "ready" ? proxyUrl(video.id, rendering) : null,
    proxy,
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

function proxyUrl(video: string, { session, expiresAt, signingKey }: Rendering): string {
  return mediaPath(signingKey, { session, video, expiresAt, resource: "proxy" }, PROXY_FILE);
}

type Poster = NonNullable<MetadataDocument["content"]>["poster"];

/** The video's telling frame; null before it was chosen, and where not one can be decoded. */
export function posterOf(state: VideoState, rendering: Rendering): Poster {
  const job = jobsOf(state, null).find(({ result }) => result?.kind === "poster");
  if (job?.result?.kind !== "poster" || !job.result.file) return null;
  const { file, at, width, height } = job.result;
  return { url: metadataUrl(job, file.name, rendering), at, width, height };
}

/** Where a file is that a finished job of the metadata has written. */
export function metadataUrl(
  { video, id, attempt }: JobRecord,
  name: string,
  { session, expiresAt, signingKey }: Rendering,
): string {
  const capability = { session, video, expiresAt, resource: "metadata" as const };
  return mediaPath(signingKey, capability, attemptPath(id, attempt) + name);
}

/** One that is the same as another shows the other's plan and files, at the other's addresses. */
function renderEnhancement(
  state: VideoState,
  record: EnhancementRecord,
  rendering: Rendering,
): Enhancement {
  const shown = record.sameAs === null ? record : enhancementRecord(state, record.sameAs);
  const recipe = planOf(state, shown.id)?.recipe ?? null;
  const url = (file: string) => enhancementUrl(state.video.id, shown.id, file, rendering);
  return {
    id: record.id,
    createdAt: iso(record.createdAt),
    readyAt: record.readyAt === null ? null : iso(record.readyAt),
    status: record.status,
    progress: record.progress,
    work: workOf(state, record),
    settings: record.settings,
    recipe,
    playlistUrl: shown.playable && recipe ? url("index.m3u8") : null,
    downloadUrl: shown.file ? url(RESULT_FILES.sdr) : null,
    renditions: [
      ...renderRendition(state, shown, "sdr", url),
      ...renderRendition(state, shown, "hdr", url),
    ],
    report: shown.report,
    note: recipe && noteOf(recipe),
    cached: record.sameAs !== null,
    failure: record.failure,
  };
}

function renderRendition(
  state: VideoState,
  record: EnhancementRecord,
  kind: RenditionKind,
  url: (file: string) => string,
): Enhancement["renditions"] {
  const file = fileOf(record, kind);
  const codec = codecOf(state, record.id, kind);
  if (!file || !codec) return [];
  const bytes = file.parts.reduce((total, part) => total + part.bytes, 0);
  return [{ kind, codec, url: url(RESULT_FILES[kind]), bytes }];
}

function enhancementUrl(
  video: string,
  enhancement: string,
  file: string,
  { session, expiresAt, signingKey }: Rendering,
): string {
  const resource = "enhancement" as const;
  return mediaPath(signingKey, { session, video, expiresAt, resource, enhancement }, file);
}

export function iso(ms: number): string {
  return new Date(ms).toISOString();
}
