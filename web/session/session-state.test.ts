import { expect, test } from "vitest";
import type { VideoEvent } from "../../protocol/stream.ts";
import type { Video } from "../../protocol/video.ts";
import { testVideo } from "../video/test-video.ts";
import { applyMessage, applySnapshot, EMPTY_SESSION, newestFirst } from "./session-state.ts";

const session = {
  id: "ses_1",
  createdAt: "2026-11-22T10:00:00Z",
  expiresAt: "2026-11-29T10:00:00Z",
};
const hello = (seq: number, ...videos: Video[]) => ({
  type: "hello" as const,
  seq,
  session,
  videos,
});
const event = (type: VideoEvent["type"], seq: number, change: Partial<Video> = {}): VideoEvent => ({
  type,
  seq,
  at: "2026-11-22T10:00:01Z",
  video: testVideo(change),
});

test("hello replaces everything that was known", () => {
  const before = applyMessage(EMPTY_SESSION, hello(9, testVideo({ id: "vid_old" })), 0);
  const after = applyMessage(before, hello(3, testVideo({ id: "vid_new" })), 0);
  expect([...after.videos.keys()]).toEqual(["vid_new"]);
  expect(after.seq).toBe(3);
});

test("the newest message of a video wins, also when an older one comes late", () => {
  let state = applyMessage(EMPTY_SESSION, hello(1), 0);
  state = applyMessage(state, event("enhancement.ready", 7, { status: "ready" }), 0);
  state = applyMessage(state, event("enhancement.started", 6, { status: "processing" }), 0);
  expect(state.videos.get("vid_1")?.video.status).toBe("ready");
  expect(state.seq).toBe(7);
});

test("progress carries the current seq and is taken", () => {
  let state = applyMessage(EMPTY_SESSION, hello(5, testVideo({ bytes: 1 })), 0);
  state = applyMessage(state, event("enhancement.progress", 5, { bytes: 2 }), 0);
  expect(state.videos.get("vid_1")?.video.bytes).toBe(2);
});

test("a deleted video stays away when late progress mentions it", () => {
  let state = applyMessage(EMPTY_SESSION, hello(5, testVideo()), 0);
  state = applyMessage(state, event("video.deleted", 6), 0);
  expect(state.videos.size).toBe(0);
  state = applyMessage(state, event("enhancement.progress", 6), 0);
  expect(state.videos.size).toBe(0);
  expect(state.seq).toBe(6);
});

test("only news of the metadata asks for its document again", () => {
  let state = applyMessage(EMPTY_SESSION, hello(5, testVideo()), 0);
  state = applyMessage(state, event("enhancement.playable", 6), 0);
  expect(state.videos.get("vid_1")?.metadataSeq).toBe(5);
  state = applyMessage(state, event("metadata.updated", 7), 0);
  expect(state.videos.get("vid_1")?.metadataSeq).toBe(7);
});

test("notes when an upload moved, and keeps that when it stands still", () => {
  const upload = (offset: number) => ({ upload: { offset, complete: false } });
  let state = applyMessage(EMPTY_SESSION, hello(5, testVideo(upload(10))), 100);
  expect(state.videos.get("vid_1")?.movedAt).toBe(0);
  state = applyMessage(state, event("upload.progress", 5, upload(20)), 200);
  state = applyMessage(state, event("upload.progress", 5, upload(20)), 300);
  expect(state.videos.get("vid_1")?.movedAt).toBe(200);
});

test("a snapshot that is older than the stream of the same session changes nothing", () => {
  const state = applyMessage(EMPTY_SESSION, hello(5, testVideo()), 0);
  expect(applySnapshot(state, { seq: 4, session, videos: [] })).toBe(state);
  expect(applySnapshot(state, { seq: 5, session, videos: [] }).videos.size).toBe(0);
  const other = { ...session, id: "ses_2" };
  expect(applySnapshot(state, { seq: 0, session: other, videos: [] }).session).toBe(other);
});

test("a step that is tried again is mentioned until there is other news", () => {
  let state = applyMessage(EMPTY_SESSION, hello(5, testVideo()), 0);
  state = applyMessage(state, event("job.retrying", 6), 0);
  expect(state.videos.get("vid_1")?.retrying).toBe(true);
  state = applyMessage(state, event("enhancement.progress", 6), 0);
  expect(state.videos.get("vid_1")?.retrying).toBe(false);
});

test("lists the newest video first", () => {
  const [old, young] = ["2026-11-20T10:00:00Z", "2026-11-21T10:00:00Z"];
  const videos = [
    testVideo({ id: "vid_a", createdAt: old }),
    testVideo({ id: "vid_b", createdAt: young }),
  ];
  const state = applyMessage(EMPTY_SESSION, hello(1, ...videos), 0);
  expect(newestFirst(state).map(({ video }) => video.id)).toEqual(["vid_b", "vid_a"]);
});
