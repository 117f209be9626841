// A whole video as the session would send it, for tests that care about a part of it only.

import type { Enhancement, Video } from "../../protocol/video.ts";

export function testVideo(change: Partial<Video> = {}): Video {
  return {
    id: "vid_1",
    filename: "flower.mp4",
    bytes: 1000,
    duration: null,
    createdAt: "2026-11-22T10:00:00Z",
    expiresAt: "2026-11-29T10:00:00Z",
    status: "processing",
    failure: null,
    posterUrl: null,
    proxyUrl: null,
    proxy: { status: "none", progress: 0, failure: null },
    upload: { offset: 1000, complete: true },
    original: null,
    metadata: {
      status: "ready",
      stage: "content",
      url: "/v1/videos/vid_1/metadata",
      failure: null,
    },
    enhancements: [],
    ...change,
  };
}

export function testEnhancement(change: Partial<Enhancement> = {}): Enhancement {
  return {
    id: "enh_1",
    createdAt: "2026-11-22T10:00:00Z",
    readyAt: null,
    status: "encoding",
    progress: 0.4,
    work: null,
    settings: { mode: "auto" },
    recipe: null,
    playlistUrl: null,
    downloadUrl: null,
    renditions: [],
    report: null,
    note: null,
    cached: false,
    failure: null,
    ...change,
  };
}
