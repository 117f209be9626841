// What earlier versions of this program have stored: rows as they wrote them, read by this one.

import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { MetadataDocumentSchema } from "../../protocol/metadata.ts";
import type { Video } from "../../protocol/video.ts";
import { withSession } from "../testing/with-session.ts";
import { until, uploadVideo } from "../testing/world.ts";

const here = withSession();

beforeEach(async () => {
  vi.spyOn(console, "warn").mockReturnValue();
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
  "stretch",
]);

/** Jobs of the metadata that they did not have. */
const NEW_KINDS = ["poster", "digest", "listen", "look", "summarise"];

/** Facts as they wrote them. */
const OLDER_FACTS = {
  source: "ffprobe",
  container: {
    format: "mov",
    formatName: "QuickTime / MOV",
    bytes: 100,
    duration: 10,
    startTime: 0,
    bitrate: null,
    tags: { title: "A film" },
  },
  streams: [
    {
      kind: "video",
      index: 0,
      codec: "h264",
      codecName: null,
      profile: "High",
      level: 41,
      width: 640,
      height: 360,
      displayWidth: 640,
      displayHeight: 360,
      sampleAspectRatio: { num: 1, den: 1 },
      rotation: 0,
      flipped: false,
      pixelFormat: "yuv420p",
      bitDepth: 8,
      colour: { range: "tv", primaries: null, transfer: null, matrix: null },
      dynamicRange: "SDR",
      fieldOrder: "progressive",
      frameRate: { num: 25, den: 1 },
      measuredFrameRate: 25,
      variableFrameRate: false,
      frames: 250,
      keyframeInterval: null,
      bitrate: 100,
      duration: 10,
      startTime: 0,
      language: null,
      title: null,
      default: true,
    },
    {
      kind: "audio",
      index: 1,
      codec: "aac",
      codecName: null,
      profile: "LC",
      sampleRate: 48_000,
      channels: 2,
      channelLayout: "stereo",
      bitrate: 100,
      duration: 10,
      startTime: 0,
      language: "eng",
      title: null,
      default: true,
    },
    {
      kind: "subtitle",
      index: 2,
      codec: "mov_text",
      codecName: null,
      language: "eng",
      title: null,
      default: false,
    },
  ],
  chapters: [{ start: 0, end: 10, title: "One" }],
};

function older(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(older);
  if (typeof value !== "object" || value === null) return value;
  const known = Object.entries(value).filter(([name]) => !UNKNOWN.has(name));
  return Object.fromEntries(known.map(([name, inner]) => [name, older(inner)]));
}

type Row = Record<string, unknown>;

/** The metadata track as it was then: over with the packets, and their result in the job's row. */
function olderRow(row: Row): Row {
  if (row.kind === "probe" || row.kind === "inspect") {
    const result = row.result ?? (row.status === "done" ? true : null);
    return { ...row, result: result && { kind: row.kind, facts: OLDER_FACTS } };
  }
  const { metadata } = row;
  if (typeof metadata !== "object" || metadata === null || !("stage" in metadata)) return row;
  const read = metadata.stage === "packets" || metadata.stage === "content";
  return { ...row, metadata: read ? { ...metadata, stage: "packets", status: "ready" } : metadata };
}

/** Rewrites all rows as an earlier version wrote them, and forgets what is in memory. */
async function makeOlder(): Promise<void> {
  await runInDurableObject(here.session.stub, (_, { storage: { sql } }) => {
    const columns = { videos: "record", jobs: "record", events: "event" };
    for (const kind of NEW_KINDS) {
      sql.exec("DELETE FROM jobs WHERE record ->> '$.kind' = ?", kind);
    }
    sql.exec("UPDATE facts SET record = ?", JSON.stringify(OLDER_FACTS));
    for (const [table, column] of Object.entries(columns)) {
      for (const row of sql.exec(`SELECT rowid AS at, ${column} AS text FROM ${table}`).toArray()) {
        const text = JSON.stringify(older(olderRow(JSON.parse(String(row.text)))));
        sql.exec(`UPDATE ${table} SET ${column} = ? WHERE rowid = ?`, text, row.at ?? null);
      }
    }
    sql.exec("DROP TABLE previews");
    sql.exec("DROP TABLE found");
  });
  await evictDurableObject(here.session.stub);
}

const ready = ({ status }: Video) => status === "ready";

describe("a session of the version before", () => {
  it("keeps finished files, tells what it no longer knows as null, and takes new wishes", async () => {
    const video = await uploadVideo(here.session);
    await until(here.session, video, ready);
    await makeOlder();
    const [kept] = (await here.session.stub.video(video))?.enhancements ?? [];
    expect(kept).toMatchObject({ status: "ready", recipe: null, report: null, playlistUrl: null });
    expect(kept?.downloadUrl).toMatch(/enhanced\.mp4$/);
    const { events } = await here.session.stub.events(0);
    expect(events.map(({ type }) => type)).toEqual(["hello"]);

    const again = await here.session.stub.requestEnhancement(video, { mode: "auto" });
    expect(again).toMatchObject({ ok: true, value: { cached: false, status: "waiting" } });
    const now = await until(here.session, video, ready);
    expect(now.enhancements[1]).toMatchObject({ status: "ready", cached: false });
    expect(now.enhancements[1]?.report).not.toBeNull();
    await here.session.stub.beginPreview(video, {
      settings: { mode: "auto" },
      as: "still",
      at: null,
    });
  });

  it("shows what was read of a video, and leaves it at that", async () => {
    const video = await uploadVideo(here.session);
    await until(here.session, video, ready);
    await makeOlder();
    expect(await here.session.stub.video(video)).toMatchObject({
      status: "ready",
      posterUrl: null,
      metadata: { status: "ready", stage: "packets", failure: null },
    });
    const document = MetadataDocumentSchema.parse(await here.session.stub.metadata(video));
    expect(document).toMatchObject({
      stage: "packets",
      packets: null,
      content: null,
      rawUrl: null,
    });
    expect(document.facts).toMatchObject(OLDER_FACTS);
    const requests = here.transcoder.requests.length;
    await runDurableObjectAlarm(here.session.stub);
    expect(await here.session.stub.retry(video)).toMatchObject({ ok: false, code: "conflict" });
    expect(here.transcoder.requests).toHaveLength(requests);
  });

  it("goes on to pictures and sound where it was reading packets", async () => {
    here.transcoder.script = (job) => (job.kind === "inspect" ? "unreachable" : undefined);
    const video = await uploadVideo(here.session);
    await until(here.session, video, ({ enhancements }) => enhancements[0]?.status === "ready");
    await until(here.session, video, ({ metadata }) => metadata.stage === "facts");
    await makeOlder();
    expect(await here.session.stub.metadata(video)).toMatchObject({
      stage: "facts",
      packets: null,
    });
    here.transcoder.script = () => undefined;
    const done = await until(here.session, video, ready);
    expect(done.metadata.stage).toBe("content");
    expect(done.posterUrl).not.toBeNull();
    const { content } = MetadataDocumentSchema.parse(await here.session.stub.metadata(video));
    expect(content?.sound).toHaveLength(1);
    expect(content?.picture).not.toBeNull();
  });

  it("begins anew what was on its way, and ends with it", async () => {
    here.transcoder.script = (job) => (job.kind === "assemble" ? "unreachable" : undefined);
    const video = await uploadVideo(here.session);
    await until(
      here.session,
      video,
      ({ enhancements }) => enhancements[0]?.status === "assembling",
    );
    await until(here.session, video, ({ metadata }) => metadata.stage === "packets");
    await makeOlder();
    const before = await here.session.stub.video(video);
    expect(before?.enhancements[0]).toMatchObject({ status: "waiting", playlistUrl: null });
    here.transcoder.script = () => undefined;
    await runDurableObjectAlarm(here.session.stub);
    const done = await until(here.session, video, ready);
    expect(done.enhancements).toHaveLength(1);
    expect(done.enhancements[0]?.report).not.toBeNull();
    await evictDurableObject(here.session.stub);
    expect(await here.session.stub.video(video)).toEqual(done);
  });

  it("leaves cancelled what was cancelled, and can go on with it", async () => {
    here.transcoder.script = (job) => (job.kind === "assemble" ? "unreachable" : undefined);
    const video = await uploadVideo(here.session);
    await until(
      here.session,
      video,
      ({ enhancements }) => enhancements[0]?.status === "assembling",
    );
    await here.session.stub.cancel(video);
    await makeOlder();
    expect((await here.session.stub.video(video))?.status).toBe("cancelled");
    here.transcoder.script = () => undefined;
    await here.session.stub.retry(video);
    await until(here.session, video, ready);
  });
});
