import { reset } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeTranscoder } from "../testing/fake-transcoder.ts";
import { FACTS } from "../testing/metadata-samples.ts";
import { newSession, until, uploadVideo, watch } from "../testing/world.ts";

beforeEach(() => {
  vi.stubGlobal("fetch", new FakeTranscoder().fetch);
});

afterEach(async () => {
  vi.unstubAllGlobals();
  await reset();
});

const INDEX = { ...FACTS, source: "index" as const };

describe("first facts", () => {
  it("may be read once, of a source that is whole", async () => {
    const session = await newSession();
    const upload = { filename: "a.mp4", length: 10, settings: { mode: "off" as const } };
    const created = await session.stub.createUpload({ ...upload, metadataHeader: null });
    if (!created.ok) throw new Error(created.code);
    expect(await session.stub.beginFirstFacts(created.value.video)).toBeNull();

    const video = await uploadVideo(session);
    // The consumer of `probe` may have been before us; one of all askers gets leave.
    const asked = await Promise.all([1, 2, 3].map(() => session.stub.beginFirstFacts(video)));
    expect(asked.filter((leave) => leave !== null).length).toBeLessThanOrEqual(1);
    await until(session, video, ({ metadata }) => metadata.status === "ready");
    expect(await session.stub.beginFirstFacts(video)).toBeNull();
    await session.stub.removeVideo(video);
    expect(await session.stub.beginFirstFacts(video)).toBeNull();
  });

  it("never stand in place of ffprobe's", async () => {
    const session = await newSession();
    const { messages } = await watch(session);
    const video = await uploadVideo(session);
    await until(session, video, ({ metadata }) => metadata.status === "ready");
    const told = messages.length;
    await session.stub.recordFirstFacts(video, INDEX);
    const document = await session.stub.metadata(video);
    expect(document?.facts?.source).toBe("ffprobe");
    expect(messages.length).toBe(told);
  });
});
