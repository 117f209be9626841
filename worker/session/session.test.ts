import {
  evictDurableObject,
  reset,
  runDurableObjectAlarm,
  runInDurableObject,
} from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { SESSION_TTL_MS, UPLOAD_IDLE_MS } from "../../protocol/limits.ts";
import type { Video } from "../../protocol/video.ts";
import { FakeTranscoder, resultOf } from "../testing/fake-transcoder.ts";
import { keysBelow, newSession, until, uploadVideo, watch } from "../testing/world.ts";
import { RESEND_MS, WAKE_MS } from "./release.ts";

let transcoder: FakeTranscoder;

beforeEach(() => {
  transcoder = new FakeTranscoder();
  vi.stubGlobal("fetch", transcoder.fetch);
});

afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  await reset();
});

const ready = (video: { status: string }) => video.status === "ready";

describe("the stream", () => {
  it("tells a video's whole life in order, without a gap, and replays it the same", async () => {
    const session = await newSession();
    const { messages } = await watch(session);
    const video = await uploadVideo(session);
    await until(session, video, ready);
    const stored = messages.filter(
      (message) => message.type !== "hello" && !message.type.endsWith(".progress"),
    );
    expect(messages[0]?.type).toBe("hello");
    expect(stored.map((message) => message.seq)).toEqual(stored.map((_, index) => index + 1));
    expect(stored.map((message) => message.type)).toEqual(
      expect.arrayContaining([
        "video.created",
        "upload.completed",
        "enhancement.started",
        "metadata.updated",
        "metadata.ready",
        "enhancement.playable",
        "enhancement.ready",
      ]),
    );
    const replayed = await session.stub.events(0);
    expect(replayed.events).toEqual(stored);
    const late = await watch(session, "?since=3");
    await vi.waitFor(() => expect(late.messages).toEqual(stored.slice(3)));
  });

  it("tells of a phase that begins too soon after other progress, and then stays", async () => {
    transcoder.script = async (job) => {
      const { kind } = job;
      // Other events would tell it too.
      if (["poster", "digest", "listen", "look"].includes(kind)) return "hang";
      if (kind === "assemble") await scheduler.wait(700);
      if (kind !== "encode" || job.segment === 0) return undefined;
      await scheduler.wait(700);
      return [
        { type: "progress", fraction: 0.9 },
        { type: "result", result: resultOf("encode") },
      ];
    };
    const session = await newSession();
    const { messages } = await watch(session);
    await uploadVideo(session);
    const told = () => messages.map(({ type }) => type);
    await vi.waitFor(() => expect(told()).toContain("enhancement.ready"), 10_000);
    const phases = messages.flatMap((message) =>
      "video" in message ? message.video.enhancements.map(({ work }) => work?.phase ?? null) : [],
    );
    const passed = phases.filter((phase, index) => phase !== phases[index - 1]);
    expect(passed).toEqual(["waiting", "analysing", "encoding", "assembling", null]);
  });

  it("answers hello where the log cannot serve", async () => {
    const session = await newSession();
    await uploadVideo(session);
    const ahead = await session.stub.events(99);
    expect(ahead.events.map((event) => event.type)).toEqual(["hello"]);
  });

  it("answers hello where the missed events are too large for one answer", async () => {
    const session = await newSession();
    const video = await uploadVideo(session);
    await until(session, video, ready);
    await runInDurableObject(session.stub, (_, { storage: { sql } }) => {
      const rows = sql.exec("SELECT event FROM events ORDER BY seq DESC LIMIT 1").toArray();
      const event = JSON.parse(String(rows[0]?.event));
      // 1.8 MB of UTF-8 in 600,000 characters; a row holds 2 MB.
      event.video.filename = "映".repeat(600_000);
      for (const _ of [1, 2, 3, 4, 5]) {
        sql.exec("INSERT INTO events (event) VALUES (?)", JSON.stringify(event));
      }
    });
    const { seq } = await session.stub.events(null);
    const types = async (since: number) =>
      (await session.stub.events(since)).events.map(({ type }) => type);
    expect(await types(seq - 4)).toHaveLength(4);
    expect(await types(seq - 5)).toEqual(["hello"]);
    expect(await types(0)).toEqual(["hello"]);
  });

  it("reaches a socket that slept through an eviction", async () => {
    const session = await newSession();
    const { messages } = await watch(session);
    await evictDurableObject(session.stub);
    await uploadVideo(session);
    await vi.waitFor(() => expect(messages.map(({ type }) => type)).toContain("upload.completed"));
  });

  it("closes the oldest of too many sockets, and no other", async () => {
    const session = await newSession();
    const closed: number[] = [];
    for (const nth of Array(22).keys()) {
      const { socket } = await watch(session);
      socket.addEventListener("close", () => closed.push(nth));
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await vi.waitFor(() => expect(closed).toEqual([0, 1]));
  });

  it("offers the same as server-sent events", async () => {
    const session = await newSession();
    await uploadVideo(session);
    const answer = await session.stub.fetch("http://session/events?since=0");
    expect(answer.headers.get("content-type")).toBe("text/event-stream");
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    const first = await reader?.read();
    expect(first?.value).toMatch(/^id: 1\nevent: video\.created\ndata: \{.*\}\n\n/);
    await reader?.cancel();
  });
});

describe("the watchdog", () => {
  it("sends a message again that its queue lost", async () => {
    const session = await newSession();
    let sent = 0;
    await runInDurableObject(session.stub, (instance) => {
      const { FACTS } = Reflect.get(instance, "env");
      vi.spyOn(FACTS, "send").mockImplementation(async () => {
        sent += 1;
      });
    });
    await uploadVideo(session);
    await vi.waitFor(() => expect(sent).toBe(1), 10_000);
    vi.setSystemTime(Date.now() + RESEND_MS + 1);
    await runDurableObjectAlarm(session.stub);
    await vi.waitFor(() => expect(sent).toBe(2), 10_000);
  });

  it("takes a job back from a consumer that is gone, and stops what it left running", async () => {
    transcoder.script = (job) => (job.kind === "probe" && job.attempt === 1 ? "hang" : undefined);
    const session = await newSession();
    const video = await uploadVideo(session);
    await transcoder.asked("probe");
    const lost = transcoder.requests.find((job) => job.kind === "probe");
    vi.setSystemTime(Date.now() + WAKE_MS + 1);
    await runDurableObjectAlarm(session.stub);
    expect(transcoder.stopped).toContain(lost?.id);
    vi.setSystemTime(Date.now() + 5_000);
    await runDurableObjectAlarm(session.stub);
    const done = await until(session, video, (now) => now.metadata.status === "ready");
    expect(done.metadata.failure).toBeNull();
  });

  it("removes an upload that was abandoned, with its objects", async () => {
    const session = await newSession();
    const created = await session.stub.createUpload({
      filename: "half.mp4",
      length: 1_000,
      settings: { mode: "auto" },
      metadataHeader: null,
    });
    if (!created.ok) throw new Error(created.code);
    const { video } = created.value;
    const writer = await session.stub.openWriter(video, 0, null);
    if (!writer.ok) throw new Error(writer.code);
    const key = `s/${session.id}/${video}/source/0-1`;
    await env.MEDIA.put(key, new Uint8Array(10));
    await session.stub.recordChunks(video, 1, [{ key, offset: 0, bytes: 10 }]);
    vi.setSystemTime(Date.now() + UPLOAD_IDLE_MS + 1);
    await runDurableObjectAlarm(session.stub);
    await runDurableObjectAlarm(session.stub);
    expect(await session.stub.video(video)).toBeNull();
    expect(await keysBelow(`s/${session.id}/`)).toEqual([]);
  });

  it("ends an expired session: no row, no object, no socket", async () => {
    const session = await newSession();
    const { socket } = await watch(session);
    const closed = new Promise<number>((resolve) => {
      socket.addEventListener("close", ({ code }) => resolve(code));
    });
    const video = await uploadVideo(session);
    await until(session, video, ready);
    expect(await keysBelow(`s/${session.id}/`)).not.toEqual([]);
    vi.setSystemTime(Date.now() + SESSION_TTL_MS + 1);
    await runDurableObjectAlarm(session.stub);
    expect(await keysBelow(`s/${session.id}/`)).toEqual([]);
    expect(await closed).toBe(4401);
    // A writer that was let in before the end comes late: its object goes with the second sweep.
    await env.MEDIA.put(`s/${session.id}/late`, "late");
    vi.setSystemTime(Date.now() + 61_000);
    await runDurableObjectAlarm(session.stub);
    expect(await keysBelow(`s/${session.id}/`)).toEqual([]);
    expect(await session.stub.snapshot()).toBeNull();
  });
});

describe("sweeps", () => {
  it("go a few at a time, oldest first, and the alarm comes again for the rest", async () => {
    const session = await newSession();
    const keys = Array.from({ length: 25 }, (_, nth) => `s/${session.id}/left/${nth + 10}/frames`);
    for (const key of keys) await env.MEDIA.put(key, "left");
    const prefixes = keys.map((key) => key.slice(0, -"frames".length));
    const left = () => keysBelow(`s/${session.id}/left/`);
    const looks = await runInDurableObject(session.stub, async (instance, { storage }) => {
      // No alarm comes by itself in between.
      const armed = vi.spyOn(storage, "setAlarm").mockResolvedValue();
      for (const [nth, prefix] of prefixes.entries()) {
        storage.sql.exec("INSERT INTO sweeps (prefix, due_at) VALUES (?, ?)", prefix, 1_000 - nth);
      }
      const looks = [];
      for (const _ of [1, 2, 3]) {
        await instance.alarm();
        looks.push({ left: await left(), armed: armed.mock.lastCall?.[0] });
      }
      return looks;
    });
    expect(looks.map((look) => look.left)).toEqual([keys.slice(0, 15), keys.slice(0, 5), []]);
    expect(looks.slice(0, 2).map(({ armed }) => armed)).toEqual([986, 996]);
    expect(looks[2]?.armed).toBeGreaterThan(Date.now());
  });
});

describe("what a client asks", () => {
  it("stops at once when cancelled, and goes on where it stood when retried", async () => {
    transcoder.script = (job) => (job.kind === "encode" ? "hang" : undefined);
    const session = await newSession();
    const video = await uploadVideo(session);
    await transcoder.asked("encode");
    const cancelled = await session.stub.cancel(video);
    expect(cancelled).toMatchObject({ ok: true, value: { status: "cancelled" } });
    const encodes = transcoder.requests.filter((job) => job.kind === "encode");
    await vi.waitFor(() => {
      expect(transcoder.stopped).toEqual(expect.arrayContaining(encodes.map((job) => job.id)));
    });
    transcoder.script = () => undefined;
    await session.stub.retry(video);
    await until(session, video, ready);
    expect(transcoder.kinds().filter((kind) => kind === "analyse")).toHaveLength(1);
  });

  it("makes the segments again when joining them has failed, and keeps no row of that", async () => {
    const broken = [{ type: "failed" as const, code: "internal" as const }];
    transcoder.script = (job) => (job.kind === "assemble" ? broken : undefined);
    const session = await newSession();
    const video = await uploadVideo(session);
    const failed = ({ enhancements }: Video) => enhancements[0]?.status === "failed";
    for (const pauses of [1, 2]) {
      await vi.waitFor(async () => {
        const { events } = await session.stub.events(0);
        expect(events.filter(({ type }) => type === "job.retrying")).toHaveLength(pauses);
      });
      vi.setSystemTime(Date.now() + 5_000);
      await runDurableObjectAlarm(session.stub);
    }
    await until(session, video, failed);
    await until(session, video, ({ metadata }) => metadata.status === "ready");
    const encodes = () => transcoder.kinds().filter((kind) => kind === "encode").length;
    const made = encodes();
    transcoder.script = () => undefined;
    await session.stub.retry(video);
    await evictDurableObject(session.stub);
    await runDurableObjectAlarm(session.stub);
    const done = await until(session, video, ready);
    expect(encodes()).toBe(2 * made);
    await evictDurableObject(session.stub);
    expect(await session.stub.video(video)).toEqual(done);
    await runInDurableObject(session.stub, (_, { storage: { sql } }) => {
      const rows = sql.exec("SELECT record FROM jobs").toArray();
      const kinds = rows.map(({ record }) => JSON.parse(String(record)).kind);
      expect(kinds.filter((kind) => kind === "assemble")).toHaveLength(1);
    });
  });

  it("removes a video with its objects and stops what runs", async () => {
    transcoder.script = (job) => (job.kind === "analyse" ? "hang" : undefined);
    const session = await newSession();
    const video = await uploadVideo(session);
    await transcoder.asked("analyse");
    expect(await session.stub.removeVideo(video)).toBe(true);
    await vi.waitFor(() => expect(transcoder.stopped).toHaveLength(1));
    await runDurableObjectAlarm(session.stub);
    expect(await keysBelow(`s/${session.id}/`)).toEqual([]);
    expect(await session.stub.removeVideo(video)).toBe(false);
  });

  it("refuses a fourth upload while three go on", async () => {
    const session = await newSession();
    const wish = { filename: "a.mp4", length: 10, settings: { mode: "auto" as const } };
    const create = () => session.stub.createUpload({ ...wish, metadataHeader: null });
    for (const _ of [1, 2, 3]) expect((await create()).ok).toBe(true);
    expect(await create()).toMatchObject({ ok: false, code: "limit_reached" });
  });

  it("never has more enhance jobs in flight than it may", async () => {
    transcoder.script = (job) => (job.kind === "analyse" ? "hang" : undefined);
    const session = await newSession();
    const uploaded: string[] = [];
    for (const _ of Array(6).keys()) uploaded.push(await uploadVideo(session));
    await transcoder.asked("analyse");
    await runInDurableObject(session.stub, (_, state) => {
      const rows = state.storage.sql.exec("SELECT record FROM jobs WHERE open = 1").toArray();
      const flying = rows
        .map((row) => JSON.parse(String(row.record)))
        .filter((job) => job.kind !== "probe" && job.status !== "waiting");
      expect(flying.length).toBeGreaterThan(0);
      expect(flying.length).toBeLessThanOrEqual(env.JOBS_IN_FLIGHT);
    });
    for (const video of uploaded) await session.stub.removeVideo(video);
  });
});
