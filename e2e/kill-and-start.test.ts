// The power fails in the middle of a film: every process is killed at once, Worker, transcoder and
// ffmpeg alike, and the queue's messages are lost with them. After the next start the work goes on by
// itself from what was saved, and whoever watched sees one result, once. An orderly stop keeps as much.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { StoredEventTypeSchema, type VideoEvent } from "../protocol/stream.ts";
import { createSession, newest } from "./client.ts";
import { clip } from "./clips.ts";
import { figure, seconds } from "./figures.ts";
import { expectGoodResult } from "./good-result.ts";
import { isFfmpeg } from "./processes.ts";
import { Product } from "./product.ts";
import { save, scratchFolder } from "./scratch.ts";
import { untilBusy } from "./transcoder.ts";

const scratch = scratchFolder();
const product = new Product();

/** After the start, the work itself not counted. */
const RECOVERY_MS = 60_000;

beforeAll(() => product.start());
afterAll(() => product.close());

it("finishes by itself what was running when everything was killed", async () => {
  const source = await clip("half a minute");
  const { origin } = product.address;
  const client = await createSession(origin);
  const before = await client.watch();
  const { video, lastByteAt } = await client.upload(source);
  await before.waitForEnhancement("half of it", video, ({ progress }) => progress > 0.35);
  // Between one segment and the next there may be none for a moment.
  await vi.waitUntil(() => product.processes().some(isFfmpeg), { timeout: 10_000, interval: 20 });
  const told = before.stored();
  const halfway = performance.now() - lastByteAt;
  expect(told.map(({ type }) => type)).not.toContain("enhancement.ready");

  before.leave();
  await product.kill();
  await product.start();
  const begun = performance.now();
  // Nobody asks for the session meanwhile: what wakes it is its own alarm.
  await untilBusy(product.address, RECOVERY_MS);
  figure("work goes on after kill -9 and start", seconds(performance.now() - begun));
  const last = told.at(-1)?.seq ?? 0;
  const after = await client.watch(last);
  const limit = RECOVERY_MS + 3 * halfway;
  const { message, at } = await after.waitForEvent("enhancement.ready", video, limit);
  await after.waitForVideo("both tracks", video, (seen) => seen.status === "ready", limit);
  figure("enhancement.ready after kill -9 and start", seconds(at - begun));

  const { events } = await client.events(0);
  expect(events.slice(0, told.length)).toEqual(told);
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  const types = events.map(({ type }) => type);
  const once: VideoEvent["type"][] = StoredEventTypeSchema.options.filter(
    (type) => !["metadata.updated", "job.retrying", "proxy.updated"].includes(type),
  );
  for (const type of once) {
    const times = types.filter((other) => other === type).length;
    const expected = ["track.failed", "video.cancelled", "video.deleted"].includes(type) ? 0 : 1;
    expect(times, type).toBe(expected);
  }
  // What died was heard of no more; the same job was tried again and ended well.
  const { spans } = await client.timeline(video);
  const lost = spans.filter(({ outcome }) => outcome === "lost");
  expect(lost.map(({ kind }) => kind)).toContain("encode");
  for (const { kind, index, rendition, attempt } of lost) {
    const again = { kind, index, rendition, attempt: attempt + 1, outcome: "done" };
    expect(spans).toContainEqual(expect.objectContaining(again));
  }
  const { downloadUrl } = newest(message.video);
  await expectGoodResult(source, await save(origin, downloadUrl, scratch("survivor.mp4")));
  after.close();

  // All of it is on record, the kill too, and nothing that opens a session or a film.
  const logs = join(product.stateDir, "logs");
  const texts = readdirSync(logs, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
  expect(texts.length).toBeGreaterThanOrEqual(4);
  for (const text of texts) {
    expect(text).not.toContain(client.token);
    expect(text).not.toMatch(/\/v1\/media\/\w/);
  }
});

it("keeps what it has over an orderly stop in the middle of work, and leaves no process", async () => {
  const client = await createSession(product.address.origin);
  const watcher = await client.watch();
  const { video } = await client.upload(await clip("odd size"), { settings: { mode: "off" } });
  await watcher.waitForEvent("metadata.ready", video);
  const film = await client.upload(await clip("half a minute"));
  await watcher.waitForEnhancement("encoding", film.video, ({ status }) => status === "encoding");
  const { videos, session } = await client.snapshot();
  const kept = videos.find(({ id }) => id === video);

  watcher.leave();
  await product.stop();
  await product.start();
  expect((await client.snapshot()).session).toEqual(session);
  expect(await client.video(video)).toEqual(kept);
  const url = new URL(kept?.original?.url ?? "", product.address.origin);
  expect((await fetch(url)).headers.get("content-length")).toBe(String(kept?.bytes));
  await client.remove(film.video);
});
