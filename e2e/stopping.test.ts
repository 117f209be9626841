// What a person stops is stopped: cancelled work leaves no ffmpeg, and goes on where it was when it is
// asked for again; a deleted video leaves no byte. And what is too much for one session is refused.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { UPLOADS_PER_SESSION } from "../protocol/limits.ts";
import { type Client, createSession, newest, problemOf } from "./client.ts";
import { clip } from "./clips.ts";
import { figure, seconds } from "./figures.ts";
import { expectGoodResult } from "./good-result.ts";
import { descendants, isFfmpeg } from "./processes.ts";
import { save, scratchFolder } from "./scratch.ts";
import { sharedProduct } from "./shared-product.ts";
import { storedObjects, untilNothingStored } from "./stored-objects.ts";
import { untilIdle } from "./transcoder.ts";
import type { Watcher } from "./watcher.ts";

const product = sharedProduct();
const { origin, stateDir, pid } = product;
const scratch = scratchFolder();

/** A cancelled job's ffmpeg is gone after this. */
const STOP_MS = 2_000;

let client: Client;
let watcher: Watcher;

beforeAll(async () => {
  // What others have left to do has ffmpegs of its own.
  await untilIdle(product);
  client = await createSession(origin);
  watcher = await client.watch();
});

afterAll(() => watcher.close());

const ffmpegs = () => descendants(pid).filter(isFfmpeg);

/** Resolves when an ffmpeg is at work, or none is; answers after how many ms. */
async function untilFfmpeg(running: boolean, limitMs: number): Promise<number> {
  const begun = performance.now();
  while (ffmpegs().length > 0 !== running) {
    if (performance.now() - begun > limitMs) {
      throw new Error(`after ${limitMs} ms: ${ffmpegs().map(({ command }) => command)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return performance.now() - begun;
}

describe("a film that is being encoded", () => {
  let source: string;
  let video: string;

  beforeAll(async () => {
    source = await clip("half a minute");
    ({ video } = await client.upload(source));
    await watcher.waitForEnhancement("first segments", video, ({ progress }) => progress > 0.2);
    // What is decoded for the metadata waits for the enhancement.
    await watcher.waitForVideo("packets", video, ({ metadata }) => metadata.stage === "packets");
    await untilFfmpeg(true, 5_000);
  });

  it("stops on request, with all its ffmpegs", async () => {
    const cancelled = await client.cancel(video);
    expect(cancelled.status).toBe("cancelled");
    expect(newest(cancelled)).toMatchObject({ status: "cancelled", failure: null });
    const waited = await untilFfmpeg(false, STOP_MS);
    figure("no ffmpeg after a cancel", seconds(waited));
    await untilIdle(product, STOP_MS);
    await watcher.waitForEvent("video.cancelled", video);
  });

  it("goes on from what was finished when it is retried", async () => {
    const { progress } = newest(await client.video(video));
    const again = await client.retry(video);
    expect(newest(again).progress).toBeGreaterThanOrEqual(progress);
    const { message } = await watcher.waitForEvent("enhancement.ready", video);
    const { downloadUrl, status } = newest(message.video);
    await expectGoodResult(source, await save(origin, downloadUrl, scratch("again.mp4")));
    expect(status).toBe("ready");
    const whole = await watcher.waitForEvent("metadata.ready", video);
    expect(whole.message.video.status).toBe("ready");
  });

  it("leaves no byte when it is deleted", async () => {
    const prefix = `s/${client.session.id}/${video}/`;
    const { original, enhancements } = await client.video(video);
    expect(storedObjects(stateDir, prefix).length).toBeGreaterThan(5);
    await client.remove(video);
    await watcher.waitForEvent("video.deleted", video);
    await untilNothingStored(stateDir, prefix);
    expect((await client.call(`/v1/videos/${video}`)).status).toBe(404);
    for (const url of [original?.url, enhancements[0]?.downloadUrl, enhancements[0]?.playlistUrl]) {
      expect((await fetch(new URL(url ?? "", origin))).status).toBe(404);
    }
    expect((await client.snapshot()).videos).toEqual([]);
  });

  it("leaves no byte and no ffmpeg when it is deleted in the middle", async () => {
    const uploaded = await client.upload(source);
    const other = uploaded.video;
    await watcher.waitForEnhancement("first segments", other, ({ progress }) => progress > 0.2);
    await client.remove(other);
    await untilFfmpeg(false, STOP_MS);
    await untilIdle(product, STOP_MS);
    await untilNothingStored(stateDir, `s/${client.session.id}/${other}/`);
  });
});

describe("uploads at the same time", () => {
  it("are refused past three, until one is gone", async () => {
    const create = () =>
      client.call("/v1/uploads", {
        method: "POST",
        headers: { "tus-resumable": "1.0.0", "upload-length": "1000" },
      });
    const urls: string[] = [];
    for (let place = 0; place < UPLOADS_PER_SESSION; place++) {
      const answer = await create();
      expect(answer.status).toBe(201);
      urls.push(answer.headers.get("location") ?? "");
    }
    const refused = await create();
    expect(refused.status).toBe(429);
    expect(refused.headers.get("retry-after")).toMatch(/^\d+$/);
    expect(await problemOf(refused)).toMatchObject({ code: "limit_reached", retryable: true });
    const headers = { "tus-resumable": "1.0.0" };
    expect((await client.call(urls.pop() ?? "", { method: "DELETE", headers })).status).toBe(204);
    const admitted = await create();
    expect(admitted.status).toBe(201);
    urls.push(admitted.headers.get("location") ?? "");
    for (const url of urls) await client.call(url, { method: "DELETE", headers });
  });
});
