// First facts: how long after the last byte of an upload they reach whoever listens, for ordinary
// clips, while films are enhanced beside them, and for 2 GiB with the index at the end.
// REELIGHT_BENCH_LARGE=0 leaves the 2 GiB out.

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type Client, createSession } from "../e2e/client.ts";
import { announceClips, clip, type Trait } from "../e2e/clips.ts";
import { lateIndex, piecesOf } from "../e2e/late-index.ts";
import { Product } from "../e2e/product.ts";
import { uploadTimed } from "../e2e/timed-upload.ts";
import type { Watcher } from "../e2e/watcher.ts";
import { minuteOf1080p } from "./films.ts";

const UPLOADS = 100;
/** With films enhanced beside them: as many as fit into the minutes that those take. */
const BUSY_UPLOADS = 100;
const FILMS = 4;
/** What the first requests of a new process cost is measured, and told apart. */
const WARM_UPLOADS = 5;

/** Containers whose index the edge reads; of others ffprobe gives the first facts. */
const TRAITS: readonly Trait[] = ["plain", "webm", "speech", "rotated", "wide pixels", "noisy"];

const LARGE_BYTES = 2 * 2 ** 30;
/** Bytes per second that they come at, a line of 1 Gbit/s: no disk here keeps up with a loopback. */
const LINE = 125_000_000;

type Sample = { completedMs: number; factsMs: number };

announceClips();
const product = new Product();
const folder = mkdtempSync(join(tmpdir(), "reelight-bench-"));
try {
  const clips = await Promise.all(TRAITS.map(clip));
  const film = await minuteOf1080p(folder);
  await product.start();
  const client = await createSession(product.address.origin);
  const watcher = await client.watch();
  const clipAt = (index: number) => clips[index % clips.length] ?? "";
  const upload = (index: number) => once(client, watcher, clipAt(index), wholeOf);

  const first = await upload(0);
  say("first upload of a new process", [first]);
  for (let index = 1; index < WARM_UPLOADS; index++) await upload(index);
  const idle: Sample[] = [];
  for (let index = 0; index < UPLOADS; index++) idle.push(await upload(index));
  say("ordinary clips", idle);

  const films = await enhanceFilms(film.path);
  const busy: Sample[] = [];
  for (let index = 0; index < BUSY_UPLOADS && !films.done(); index++) {
    // What comes after the facts waits for the films.
    busy.push(await once(client, watcher, clipAt(index)));
  }
  say(`while ${FILMS} films are enhanced`, busy);
  await films.stop();

  if (process.env.REELIGHT_BENCH_LARGE !== "0") await measureLarge(client, watcher);
  watcher.close();
} finally {
  await product.close();
  rmSync(folder, { recursive: true, force: true });
}

/** One upload that asks for facts alone. The next one begins after `until`. */
async function once(
  client: Client,
  watcher: Watcher,
  path: string,
  until?: typeof wholeOf,
): Promise<Sample> {
  const bytes = readFileSync(path);
  const name = basename(path);
  const { video, lastByteAt } = await uploadTimed(client, name, bytes.length, [bytes]);
  const sample = await measured(watcher, video, lastByteAt);
  await until?.(watcher, video);
  await client.remove(video);
  return sample;
}

async function measured(watcher: Watcher, video: string, lastByteAt: number): Promise<Sample> {
  const completed = await watcher.waitForEvent("upload.completed", video);
  const facts = await watcher.waitForEvent("metadata.updated", video);
  return { completedMs: completed.at - lastByteAt, factsMs: facts.at - lastByteAt };
}

/** Waits until all is known of it. */
async function wholeOf(watcher: Watcher, video: string): Promise<void> {
  await watcher.waitFor(
    `the metadata of ${video}`,
    (message) =>
      "video" in message && message.video.id === video && message.video.status === "ready",
  );
}

/** Begins as many enhancements, in a session of their own, and waits until they encode. */
async function enhanceFilms(path: string): Promise<{ done(): boolean; stop(): Promise<void> }> {
  const client = await createSession(product.address.origin);
  const watcher = await client.watch();
  const videos: string[] = [];
  for (let count = 0; count < FILMS; count++) {
    videos.push((await client.upload(path, { settings: { mode: "manual", denoise: 0.4 } })).video);
  }
  for (const video of videos) await watcher.waitForEvent("enhancement.started", video, 600_000);
  let ready = 0;
  for (const video of videos) {
    watcher.waitForEvent("enhancement.ready", video, 3_600_000).then(
      () => ready++,
      () => undefined,
    );
  }
  return {
    done: () => ready === FILMS,
    async stop() {
      for (const video of videos) await client.remove(video);
      watcher.close();
    },
  };
}

async function measureLarge(client: Client, watcher: Watcher): Promise<void> {
  const film = lateIndex(readFileSync(await clip("noisy")), LARGE_BYTES);
  const pieces = paced(piecesOf(film));
  const { video, lastByteAt } = await uploadTimed(client, "large.mp4", film.bytes, pieces);
  const sample = await measured(watcher, video, lastByteAt);
  say(`${(LARGE_BYTES / 2 ** 30).toFixed(0)} GiB, index at the end`, [sample]);
  await client.remove(video);
}

async function* paced(pieces: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const began = performance.now();
  let sent = 0;
  for (const piece of pieces) {
    yield piece;
    sent += piece.length;
    await pause(Math.max(0, began + (sent / LINE) * 1000 - performance.now()));
  }
}

function say(name: string, samples: readonly Sample[]): void {
  const machine = `${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}`;
  const line = (values: number[]) => {
    const sorted = values.toSorted((a, b) => a - b);
    const at = (part: number) =>
      (sorted[Math.ceil(part * sorted.length) - 1] ?? Number.NaN).toFixed(0);
    return `p50 ${at(0.5)}, p99 ${at(0.99)}, max ${at(1)} ms`;
  };
  const facts = line(samples.map(({ factsMs }) => factsMs));
  const completed = line(samples.map(({ completedMs }) => completedMs));
  console.log(`${name}: first facts ${facts}; upload recorded ${completed}`);
  console.log(`  (${samples.length} uploads; ${machine})`);
}
