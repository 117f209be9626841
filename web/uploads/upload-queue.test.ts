import { expect, test } from "vitest";
import type { Video } from "../../protocol/video.ts";
import { testVideo } from "../video/test-video.ts";
import {
  addSample,
  type LocalUpload,
  nextToStart,
  rateOf,
  type Sample,
  stillLocal,
  type UploadPhase,
} from "./upload-queue.ts";

const upload = (key: number, kind: UploadPhase["kind"], videoId: string | null = null) => {
  const phases: Record<UploadPhase["kind"], UploadPhase> = {
    waiting: { kind: "waiting" },
    sending: { kind: "sending" },
    paused: { kind: "paused" },
    interrupted: { kind: "interrupted", retryAt: 0 },
    sent: { kind: "sent" },
    refused: { kind: "refused", refusal: { kind: "unreadable" } },
  };
  const rest = { videoId, filename: "a.mp4", bytes: 10, sent: 0, rate: null, local: null };
  return { key, phase: phases[kind], ...rest } satisfies LocalUpload;
};

const seen = (...videos: Video[]) =>
  new Map(
    videos.map((video) => [
      video.id,
      { video, seq: 1, metadataSeq: 1, movedAt: 0, retrying: false },
    ]),
  );

test("starts as many as there are places, first come first served", () => {
  const line = [1, 2, 3, 4, 5].map((key) => upload(key, "waiting"));
  expect(nextToStart(line, 3)).toEqual([1, 2, 3]);
});

test("an interrupted upload keeps its place, a paused or finished one gives it up", () => {
  const line = [
    upload(1, "interrupted"),
    upload(2, "paused"),
    upload(3, "sent"),
    upload(4, "refused"),
    upload(5, "sending"),
    upload(6, "waiting"),
    upload(7, "waiting"),
  ];
  expect(nextToStart(line, 3)).toEqual([6]);
  expect(nextToStart(line, 2)).toEqual([]);
  expect(nextToStart(line, 1)).toEqual([]);
});

test("an upload is the page's own until the session has all of it", () => {
  const sent = [upload(1, "sent", "vid_1")];
  const partial = testVideo({ upload: { offset: 9, complete: false }, status: "uploading" });
  expect(stillLocal(sent, seen(partial), new Set())).toEqual(sent);
  expect(stillLocal(sent, seen(testVideo()), new Set())).toEqual([]);
});

test("a refused video tells its own failure, a file refused at the door does not have one", () => {
  const failure = { code: "not_a_video", title: "", detail: "", retryable: false } as const;
  const refused = testVideo({ upload: { offset: 9, complete: false }, failure });
  const [inside, outside] = [upload(1, "refused", "vid_1"), upload(2, "refused")];
  expect(stillLocal([inside, outside], seen(refused), new Set())).toEqual([outside]);
});

test("an upload whose video was deleted is over; one that is only not known yet is not", () => {
  const sending = [upload(1, "sending", "vid_1")];
  expect(stillLocal(sending, seen(), new Set())).toEqual(sending);
  expect(stillLocal(sending, seen(), new Set(["vid_1"]))).toEqual([]);
});

test("the rate is that of the last seconds", () => {
  let samples: Sample[] = [];
  for (const [at, sent] of [
    [0, 0],
    [500, 1000],
  ] as const) {
    samples = addSample(samples, { at, sent });
  }
  expect(rateOf(samples)).toBeNull();
  samples = addSample(samples, { at: 2000, sent: 4000 });
  expect(rateOf(samples)).toBe(2000);
  samples = addSample(samples, { at: 8000, sent: 4000 });
  expect(rateOf(samples)).toBe(0);
});
