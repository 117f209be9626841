import { describe, expect, it } from "vitest";
import type { Video } from "../../protocol/video.ts";
import type { SeenVideo } from "../session/session-state.ts";
import type { LocalUpload, UploadPhase } from "../uploads/upload-queue.ts";
import { testEnhancement, testVideo } from "../video/test-video.ts";
import { endedBetween, withEnded, worksOf } from "./work.ts";

function seen(...videos: Video[]): Map<string, SeenVideo> {
  return new Map(
    videos.map((video) => [
      video.id,
      { video, seq: 1, metadataSeq: 1, movedAt: 0, retrying: false },
    ]),
  );
}

function upload(phase: UploadPhase, videoId: string | null = null): LocalUpload {
  const rest = { key: 1, filename: "new.mp4", bytes: 200, sent: 50, rate: null, local: null };
  return { ...rest, videoId, phase };
}

const made = (change: Parameters<typeof testEnhancement>[0]) =>
  testVideo({ enhancements: [testEnhancement(change)] });
const facts = (status: Video["metadata"]["status"]) =>
  testVideo({ metadata: { ...testVideo().metadata, status } });
const FAILURE = { code: "corrupt", title: "It is broken", detail: "…", retryable: false } as const;

describe("what is at work", () => {
  it("is an upload with its share of bytes, until it stands still", () => {
    expect(worksOf(new Map(), [upload({ kind: "sending" })])).toEqual([
      { videoId: null, name: "new.mp4", sending: true, share: 0.25 },
    ]);
    expect(worksOf(new Map(), [upload({ kind: "paused" })])).toEqual([]);
  });

  it("is a new picture with its progress, whatever the facts do", () => {
    const [work] = worksOf(seen(made({ status: "encoding", progress: 0.4 })), []);
    expect(work).toMatchObject({ sending: false, share: 0.4 });
    expect(worksOf(seen(made({ status: "ready", progress: 1 })), [])).toEqual([]);
  });

  it("is the facts where nothing else was asked for", () => {
    expect(worksOf(seen(facts("running")), [])).toMatchObject([{ share: null }]);
    expect(worksOf(seen(facts("ready")), [])).toEqual([]);
  });

  it("counts a video that is being sent once", () => {
    const sending = testVideo({ status: "uploading", upload: { offset: 9, complete: false } });
    const works = worksOf(seen(sending), [upload({ kind: "sending" }, sending.id)]);
    expect(works).toHaveLength(1);
  });
});

describe("what has ended", () => {
  const ended = (before: Video | null, after: Video) =>
    endedBetween(before ? seen(before) : new Map(), seen(after)).length;

  it("is a new picture that is ready or failed", () => {
    expect(ended(made({ status: "encoding" }), made({ status: "ready" }))).toBe(1);
    expect(ended(made({ status: "encoding" }), made({ status: "failed" }))).toBe(1);
    expect(ended(made({ status: "encoding" }), made({ status: "assembling" }))).toBe(0);
  });

  it("is told once", () => {
    expect(ended(made({ status: "ready" }), made({ status: "ready" }))).toBe(0);
  });

  it("is not what was done before the page looked", () => {
    expect(ended(null, made({ status: "ready" }))).toBe(0);
  });

  it("is not what a person stopped", () => {
    expect(ended(made({ status: "encoding" }), made({ status: "cancelled" }))).toBe(0);
  });

  it("is an upload that was refused", () => {
    const sending = testVideo({ status: "uploading", upload: { offset: 9, complete: false } });
    expect(ended(sending, { ...sending, status: "failed", failure: FAILURE })).toBe(1);
  });
});

describe("what ended unseen", () => {
  it("failed if the new picture did, or the upload, or the facts where nothing else was asked for", () => {
    const isFailed = (video: Video) => withEnded([], [video]).map(({ failed }) => failed);
    const noFacts = testVideo({ metadata: { ...facts("failed").metadata, failure: FAILURE } });
    const ready = testEnhancement({ status: "ready" });
    expect(isFailed(made({ status: "ready" }))).toEqual([false]);
    expect(isFailed(made({ status: "failed", failure: FAILURE }))).toEqual([true]);
    expect(isFailed(testVideo({ failure: FAILURE }))).toEqual([true]);
    expect(isFailed(noFacts)).toEqual([true]);
    expect(isFailed({ ...noFacts, enhancements: [ready] })).toEqual([false]);
  });

  it("is each video once, as it ended last", () => {
    const first = withEnded([], [made({ status: "failed", failure: FAILURE })]);
    expect(withEnded(first, [made({ status: "ready" })])).toEqual([
      { videoId: "vid_1", name: "flower.mp4", failed: false },
    ]);
  });
});
