// What the first version of this program has stored: rows as it wrote them, read by this one.

import {
  evictDurableObject,
  reset,
  runDurableObjectAlarm,
  runInDurableObject,
} from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Video } from "../../protocol/video.ts";
import { FakeTranscoder } from "../testing/fake-transcoder.ts";
import { newSession, type TestSession, until, uploadVideo } from "../testing/world.ts";

let transcoder: FakeTranscoder;
let session: TestSession;

beforeEach(async () => {
  transcoder = new FakeTranscoder();
  vi.stubGlobal("fetch", transcoder.fetch);
  vi.spyOn(console, "warn").mockReturnValue();
  session = await newSession();
});

afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  await reset();
});

/** Names that the first version did not know, wherever they stand in a row. */
const UNKNOWN = new Set([
  "rendition",
  "sameAs",
  "hdrFile",
  "fidelity",
  "hdr",
  "subtitles",
  "shots",
  "quality",
  "sourceBytes",
  "cast",
]);

function older(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(older);
  if (typeof value !== "object" || value === null) return value;
  const known = Object.entries(value).filter(([name]) => !UNKNOWN.has(name));
  return Object.fromEntries(known.map(([name, inner]) => [name, older(inner)]));
}

/** Rewrites all rows as the first version wrote them, and forgets what is in memory. */
async function makeOlder(): Promise<void> {
  await runInDurableObject(session.stub, (_, { storage: { sql } }) => {
    const columns = { videos: "record", jobs: "record", events: "event" };
    for (const [table, column] of Object.entries(columns)) {
      for (const row of sql.exec(`SELECT rowid AS at, ${column} AS text FROM ${table}`).toArray()) {
        const text = JSON.stringify(older(JSON.parse(String(row.text))));
        sql.exec(`UPDATE ${table} SET ${column} = ? WHERE rowid = ?`, text, row.at ?? null);
      }
    }
    sql.exec("DROP TABLE previews");
  });
  await evictDurableObject(session.stub);
}

const ready = ({ status }: Video) => status === "ready";

describe("a session of the version before", () => {
  it("keeps finished files, tells what it no longer knows as null, and takes new wishes", async () => {
    const video = await uploadVideo(session);
    await until(session, video, ready);
    await makeOlder();
    const [kept] = (await session.stub.video(video))?.enhancements ?? [];
    expect(kept).toMatchObject({ status: "ready", recipe: null, report: null, playlistUrl: null });
    expect(kept?.downloadUrl).toMatch(/enhanced\.mp4$/);
    const { events } = await session.stub.events(0);
    expect(events.map(({ type }) => type)).toEqual(["hello"]);

    const again = await session.stub.requestEnhancement(video, { mode: "auto" });
    expect(again).toMatchObject({ ok: true, value: { cached: false, status: "waiting" } });
    const now = await until(session, video, ready);
    expect(now.enhancements[1]).toMatchObject({ status: "ready", cached: false });
    expect(now.enhancements[1]?.report).not.toBeNull();
    await session.stub.beginPreview(video, { settings: { mode: "auto" }, as: "still", at: null });
  });

  it("begins anew what was on its way, and ends with it", async () => {
    transcoder.script = (job) => (job.kind === "assemble" ? "unreachable" : undefined);
    const video = await uploadVideo(session);
    await until(session, video, ({ enhancements }) => enhancements[0]?.status === "assembling");
    await until(session, video, ({ metadata }) => metadata.status === "ready");
    await makeOlder();
    const before = await session.stub.video(video);
    expect(before?.enhancements[0]).toMatchObject({ status: "waiting", playlistUrl: null });
    transcoder.script = () => undefined;
    await runDurableObjectAlarm(session.stub);
    const done = await until(session, video, ready);
    expect(done.enhancements).toHaveLength(1);
    expect(done.enhancements[0]?.report).not.toBeNull();
    await evictDurableObject(session.stub);
    expect(await session.stub.video(video)).toEqual(done);
  });

  it("leaves cancelled what was cancelled, and can go on with it", async () => {
    transcoder.script = (job) => (job.kind === "assemble" ? "unreachable" : undefined);
    const video = await uploadVideo(session);
    await until(session, video, ({ enhancements }) => enhancements[0]?.status === "assembling");
    await session.stub.cancel(video);
    await makeOlder();
    expect((await session.stub.video(video))?.status).toBe("cancelled");
    transcoder.script = () => undefined;
    await session.stub.retry(video);
    await until(session, video, ready);
  });
});
