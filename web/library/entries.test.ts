import { expect, it } from "vitest";
import { EMPTY_SESSION, type SessionState } from "../session/session-state.ts";
import type { LocalUpload } from "../uploads/upload-queue.ts";
import { testVideo } from "../video/test-video.ts";
import { entriesOf, selectable } from "./entries.ts";

function upload(key: number, videoId: string | null): LocalUpload {
  const rest = { sent: 0, rate: null, local: null, phase: { kind: "waiting" } } as const;
  return { key, videoId, filename: `file ${key}`, bytes: 10, ...rest };
}

function session(...ids: string[]): SessionState {
  const videos = ids.map((id, index) => {
    const video = testVideo({ id, createdAt: `2026-11-22T10:00:0${index}Z`, duration: 4 });
    return [id, { video, seq: 1, metadataSeq: 1, movedAt: 0, retrying: false }] as const;
  });
  return { ...EMPTY_SESSION, videos: new Map(videos) };
}

it("lists what is unknown to the session first, then its videos, each newest first", () => {
  const list = entriesOf(session("vid_1", "vid_2"), [upload(1, null), upload(2, null)], new Set());
  expect(list.map(({ key }) => key)).toEqual(["upload 2", "upload 1", "vid_2", "vid_1"]);
  expect(list.map(({ duration }) => duration)).toEqual([null, null, 4, 4]);
});

it("lists a video that this page sends once, and leaves its buttons to the upload", () => {
  const list = entriesOf(session("vid_1", "vid_2"), [upload(1, "vid_1")], new Set());
  expect(list.map(({ key, upload }) => [key, upload?.key])).toEqual([
    ["vid_2", undefined],
    ["vid_1", 1],
  ]);
  expect(selectable(list)).toEqual(["vid_2"]);
});

it("lists an upload once whose video the session knows first", () => {
  const { videos, ...rest } = session("vid_1");
  const seen = videos.get("vid_1");
  if (!seen) throw new Error("no video");
  const begun = { ...seen.video, status: "uploading" as const, filename: "file 1", bytes: 10 };
  const told = (offset: number): SessionState => {
    const video = { ...begun, upload: { ...begun.upload, offset, complete: false } };
    return { ...rest, videos: new Map([["vid_1", { ...seen, video }]]) };
  };
  const sending: LocalUpload = { ...upload(1, null), phase: { kind: "sending" } };
  const keys = (state: SessionState, ...uploads: LocalUpload[]) =>
    entriesOf(state, uploads, new Set()).map(({ key }) => key);
  expect(keys(told(0), sending)).toEqual(["vid_1"]);
  // Another file of that name, one that is not sent yet, and one that stopped on its way.
  expect(keys(told(0), { ...sending, bytes: 11 })).toEqual(["upload 1", "vid_1"]);
  expect(keys(told(0), upload(1, null))).toEqual(["upload 1", "vid_1"]);
  expect(keys(told(5), sending)).toEqual(["upload 1", "vid_1"]);
});

it("leaves out what was just deleted", () => {
  const list = entriesOf(session("vid_1", "vid_2"), [], new Set(["vid_2"]));
  expect(list.map(({ key }) => key)).toEqual(["vid_1"]);
});
