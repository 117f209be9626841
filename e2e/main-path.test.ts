// The main path as the page and an API client go it: one upload, watched over all three forms of the
// stream, to the finished file and its report. One upload serves all the assertions.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ProgressEventTypeSchema, type VideoEvent } from "../protocol/stream.ts";
import type { Enhancement, Video } from "../protocol/video.ts";
import { type Client, createSession, newest, type Uploaded } from "./client.ts";
import { announceClips, clip } from "./clips.ts";
import { ffmpeg, probe, spanOf } from "./ffmpeg.ts";
import { figure, seconds } from "./figures.ts";
import { expectGoodResult } from "./good-result.ts";
import { save, scratchFolder } from "./scratch.ts";
import { sharedProduct } from "./shared-product.ts";
import type { HeardEvent, Watcher } from "./watcher.ts";

const { origin } = sharedProduct();
const scratch = scratchFolder();

let client: Client;
let source: string;
let watcher: Watcher;
let sse: Watcher;
let uploaded: Uploaded;
let ready: HeardEvent;
let video: Video;
let enhancement: Enhancement;

beforeAll(async () => {
  announceClips();
  source = await clip("plain");
  client = await createSession(origin);
  [watcher, sse] = await Promise.all([client.watch(), client.watchEvents()]);
  await watcher.waitFor("hello", ({ type }) => type === "hello");
  uploaded = await client.upload(source);
  ready = await watcher.waitForEvent("enhancement.ready", uploaded.video);
  await watcher.waitForEvent("metadata.ready", uploaded.video);
  video = await client.video(uploaded.video);
  enhancement = newest(video);
});

afterAll(() => watcher.close());

const types = () => watcher.stored().map((event) => event.type);
const place = (type: VideoEvent["type"]) => types().indexOf(type);

describe("the stream", () => {
  it("begins with hello and tells each step once, in order", () => {
    expect(watcher.heard[0]?.message).toMatchObject({ type: "hello", seq: 0, videos: [] });
    expect(types()[0]).toBe("video.created");
    expect(types()[1]).toBe("upload.completed");
    const once = ["video.created", "upload.completed", "metadata.ready"] as const;
    const enhanced = ["enhancement.started", "enhancement.playable", "enhancement.ready"] as const;
    for (const type of [...once, ...enhanced]) {
      expect(types().filter((other) => other === type)).toEqual([type]);
    }
    expect(place("metadata.updated")).toBeLessThan(place("metadata.ready"));
    const stages = watcher.stored(uploaded.video).map(({ video }) => video.metadata.stage);
    expect([...new Set(stages)]).toEqual(["none", "facts", "packets", "content"]);
    const order = enhanced.map(place);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(types()).not.toContain("job.retrying");
    expect(types()).not.toContain("track.failed");
  });

  it("tells first facts within a second of the last byte", async () => {
    const facts = await watcher.waitForEvent("metadata.updated", uploaded.video);
    const waited = facts.at - uploaded.lastByteAt;
    figure("first facts after the last byte", seconds(waited));
    expect(waited).toBeLessThan(1_000);
    expect(facts.message.video.metadata).toMatchObject({ stage: "facts", failure: null });
  });

  it("carries the resource as it was at each step", () => {
    const at = (type: VideoEvent["type"]) => watcher.stored()[place(type)]?.video;
    expect(at("video.created")).toMatchObject({ status: "uploading", original: null });
    expect(at("upload.completed")).toMatchObject({
      status: "processing",
      upload: { offset: at("video.created")?.bytes, complete: true },
    });
    const playable = at("enhancement.playable")?.enhancements[0];
    expect(playable?.playlistUrl).toBe(enhancement.playlistUrl);
    expect(playable?.recipe).toEqual(enhancement.recipe);
    expect(at("enhancement.ready")?.enhancements[0]).toEqual(enhancement);
  });

  it("is the same over server-sent events and JSON", async () => {
    await sse.waitForEvent("enhancement.ready", uploaded.video);
    await sse.waitForEvent("metadata.ready", uploaded.video);
    expect(sse.stored()).toEqual(watcher.stored());
    const { events, seq } = await client.events(0);
    expect(events).toEqual(watcher.stored());
    expect(seq).toBe(watcher.stored().length);
    sse.close();
  });

  it("replays exactly what a socket missed", async () => {
    const sent = watcher.stored();
    for (const since of [0, 1, sent.length - 1, sent.length]) {
      const again = await client.watch(since);
      const last = sent.at(-1);
      if (since < sent.length)
        await again.waitFor("the last event", ({ seq }) => seq === last?.seq);
      expect(again.stored()).toEqual(sent.slice(since));
      again.close();
      expect((await client.events(since)).events).toEqual(sent.slice(since));
    }
  });

  it("says hello where the log does not reach", async () => {
    const again = await client.watch(1_000_000);
    const { message } = await again.waitFor("hello", ({ type }) => type === "hello");
    expect(message).toMatchObject({ type: "hello", seq: watcher.stored().length, videos: [video] });
    again.close();
  });

  it("gives a socket that comes back what happened while it was away", async () => {
    const before = await client.watch();
    const { message } = await before.waitFor("hello", ({ type }) => type === "hello");
    before.close();
    const other = await client.oneShot(await clip("odd size"), { mode: "off" });
    const again = await client.watch(message.seq);
    await again.waitForEvent("metadata.ready", other.id);
    await watcher.waitForEvent("metadata.ready", other.id);
    expect(again.stored()).toEqual(watcher.stored(other.id));
    expect(again.stored()[0]).toMatchObject({ type: "video.created", seq: message.seq + 1 });
    again.close();
    await client.remove(other.id);
    await watcher.waitForEvent("video.deleted", other.id);
  });

  it("sends progress at most twice a second, of the video as it stands", () => {
    const times = watcher.heard.flatMap(({ message }) =>
      message.type !== "hello" && ProgressEventTypeSchema.safeParse(message.type).success
        ? [Date.parse(message.at)]
        : [],
    );
    expect(times.length).toBeGreaterThan(1);
    for (const [index, time] of times.slice(1).entries()) {
      expect(time - (times[index] ?? 0)).toBeGreaterThanOrEqual(500);
    }
  });
});

describe("the finished video", () => {
  it("is ready on both tracks", () => {
    expect(video).toMatchObject({ status: "ready", failure: null });
    expect(video.metadata).toMatchObject({ status: "ready", stage: "content", failure: null });
    expect(enhancement).toMatchObject({ status: "ready", progress: 1, failure: null });
    expect(enhancement.settings).toEqual({ mode: "auto" });
  });

  it("has facts that fit the file", async () => {
    const { facts } = await client.metadata(video.id);
    const probed = await probe(source);
    const span = await spanOf(source, "v:0");
    expect(facts?.source).toBe("ffprobe");
    expect(facts?.container.bytes).toBe(video.bytes);
    const picture = facts?.streams.find((stream) => stream.kind === "video");
    expect(picture).toMatchObject({
      width: probed.video.width,
      height: probed.video.height,
      codec: probed.video.codec_name,
      frames: span.packets,
      variableFrameRate: false,
    });
    expect(Math.abs((picture?.measuredFrameRate ?? 0) - span.rate)).toBeLessThan(0.01);
    expect(facts?.streams.filter(({ kind }) => kind === "audio")).toHaveLength(probed.audio.length);
  });

  it("has a document with pictures and sound, and shows the files it names", async () => {
    const { file, packets, content, rawUrl } = await client.metadata(video.id);
    expect(file).toMatchObject({
      name: video.filename,
      bytes: video.bytes,
      mediaType: "video/mp4",
    });
    const span = await spanOf(source, "v:0");
    expect(packets?.streams[0]?.packets).toBe(span.packets);
    expect(content?.picture?.frames).toBe(span.packets);
    expect(content?.sha256).toBe(createHash("sha256").update(readFileSync(source)).digest("hex"));
    expect(content?.poster?.url).toBe(video.posterUrl);
    const typeOf = async (url: string | null | undefined) => {
      const answer = await fetch(new URL(url ?? "", origin));
      return `${answer.status} ${answer.headers.get("content-type")}`;
    };
    expect(await typeOf(video.posterUrl)).toBe("200 image/jpeg");
    expect(await typeOf(rawUrl)).toBe("200 application/json");
    expect(await typeOf(content?.sprite?.vttUrl)).toBe("200 text/vtt");
    expect(await typeOf(content?.sprite?.sheetUrls[0])).toBe("200 image/jpeg");
  });

  it("downloads as an MP4 that plays everywhere", async () => {
    const result = await save(origin, enhancement.downloadUrl, scratch("enhanced.mp4"));
    await expectGoodResult(source, result);
    const [rendition] = enhancement.renditions;
    expect(rendition).toMatchObject({ kind: "sdr", url: enhancement.downloadUrl });
    const whole = await spanOf(result, "v:0");
    expect(enhancement.report).toMatchObject({
      frames: whole.packets,
      bytes: rendition?.bytes,
    });
  });

  it("keeps the original as it came", async () => {
    const copy = await save(origin, video.original?.url ?? null, scratch("original"));
    expect(readFileSync(copy).equals(readFileSync(source))).toBe(true);
  });

  it("reports encoder arguments that a bare ffmpeg takes as they are", async () => {
    const { encoder = [] } = enhancement.report ?? {};
    expect(encoder[0]).toBe("-c:v");
    const bare = scratch("bare.mp4");
    const begun = performance.now();
    await ffmpeg(["-v", "error", "-i", source, "-map", "0:v:0", ...encoder, bare]);
    const alone = performance.now() - begun;
    const waited = ready.at - uploaded.lastByteAt;
    const ratio = `${(waited / alone).toFixed(1)} × a bare ffmpeg's ${seconds(alone)}`;
    figure("enhancement.ready after the last byte", `${seconds(waited)} = ${ratio}`);
    expect((await spanOf(bare, "v:0")).packets).toBe(enhancement.report?.frames);
  });
});
