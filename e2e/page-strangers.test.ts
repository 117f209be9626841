// What other people's pages do with the product, from another origin: Uppy uploads to it, hls.js
// plays from it. Neither knows anything of it but its addresses.

import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { beforeAll, expect, onTestFinished } from "vitest";
import { type Client, createSession, newest } from "./client.ts";
import { clip } from "./clips.ts";
import { placeOf } from "./page-pictures.ts";
import { serveStranger } from "./page-stranger.ts";
import { absent, PATIENCE, test, type Visitor } from "./page-visitor.ts";
import { sharedProduct } from "./shared-product.ts";

const { origin } = sharedProduct();
/** Slow enough to step in, in bytes a second. */
const SLOW = 200_000;
/** The film is watched at this speed, to save the tester's time. */
const SPEED = 2;

let client: Client;
let source: string;

beforeAll(async () => {
  if (absent) return;
  client = await createSession(origin);
  source = await clip("plain");
});

async function openUppy(arrive: (arrival: { at: string; calls: string }) => Promise<Visitor>) {
  const stranger = await serveStranger("page-uppy-script.ts");
  onTestFinished(() => stranger.close());
  const query = new URLSearchParams({ api: origin, token: client.token });
  const visitor = await arrive({ at: `${stranger.origin}/?${query}`, calls: origin });
  await visitor.page.locator("input[type=file]").setInputFiles(source);
  return visitor;
}

/** Bytes the server has of the session's newest upload. */
async function arrived(): Promise<number> {
  const { videos } = await client.snapshot();
  return videos.at(-1)?.upload.offset ?? 0;
}

test("Uppy uploads, pauses and resumes", async ({ arrive }) => {
  const visitor = await openUppy(arrive);
  const { page } = visitor;
  await visitor.slowUpload(SLOW);
  await page.evaluate(() => void window.uppy.upload());
  await expect.poll(arrived, PATIENCE).toBeGreaterThan(0);
  await page.evaluate(() => window.uppy.pauseAll());
  await page.waitForTimeout(1_000);
  const stood = await arrived();
  await page.waitForTimeout(1_000);
  expect(await arrived()).toBe(stood);
  await visitor.slowUpload(null);
  await page.evaluate(() => window.uppy.resumeAll());

  const bytes = readFileSync(source);
  await expect.poll(arrived, PATIENCE).toBe(bytes.length);
  const isDone = () => page.evaluate(() => window.uppy.getFiles()[0]?.progress.uploadComplete);
  await expect.poll(isDone, PATIENCE).toBe(true);
  const video = (await client.snapshot()).videos.at(-1);
  expect(video).toMatchObject({ filename: basename(source), enhancements: [] });
  const original = await fetch(new URL(video?.original?.url ?? "", origin));
  expect(Buffer.from(await original.arrayBuffer()).equals(bytes)).toBe(true);
});

test("Uppy cancels, and nothing of the upload is left", async ({ arrive }) => {
  const before = (await client.snapshot()).videos.length;
  const visitor = await openUppy(arrive);
  const { page } = visitor;
  await visitor.slowUpload(SLOW);
  await page.evaluate(() => void window.uppy.upload());
  const count = async () => (await client.snapshot()).videos.length;
  await expect.poll(count, PATIENCE).toBe(before + 1);
  await expect.poll(arrived, PATIENCE).toBeGreaterThan(0);
  await visitor.slowUpload(null);
  await page.evaluate(() => window.uppy.cancelAll());
  await expect.poll(count, PATIENCE).toBe(before);
});

test("hls.js plays from the first segment to the end while the rest is made", async ({
  arrive,
}) => {
  const watcher = await client.watch();
  onTestFinished(() => watcher.close());
  const { video } = await client.upload(await clip("half a minute"));
  const { message } = await watcher.waitForEvent("enhancement.playable", video, 120_000);
  const stranger = await serveStranger("page-hls-script.ts");
  onTestFinished(() => stranger.close());
  const stream = new URL(newest(message.video).playlistUrl ?? "", origin).href;
  const at = `${stranger.origin}/?${new URLSearchParams({ stream })}`;
  const { page } = await arrive({ at, calls: origin });
  const player = page.locator("video");
  await expect.poll(() => placeOf(player), PATIENCE).toBeGreaterThan(0.2);
  const begun = await placeOf(player);
  expect(begun).toBeLessThan(3);
  const status = newest(await client.video(video)).status;
  expect(["encoding", "assembling"]).toContain(status);

  await player.evaluate((element: HTMLVideoElement, speed) => {
    element.playbackRate = speed;
  }, SPEED);
  const toGo = () =>
    player.evaluate(({ ended, duration, currentTime }: HTMLVideoElement) =>
      ended ? 0 : duration - currentTime,
    );
  await watcher.waitForEvent("enhancement.ready", video, 120_000);
  const whole = newest(await client.video(video)).report?.duration ?? 0;
  const length = () => player.evaluate((element: HTMLVideoElement) => element.duration);
  await expect.poll(length, PATIENCE).toBeGreaterThan(whole - 0.5);
  await expect.poll(toGo, { ...PATIENCE, timeout: 60_000 }).toBeLessThan(0.5);
  expect(await page.evaluate(() => window.fatal)).toEqual([]);
  const { dropped, shown } = await player.evaluate((element: HTMLVideoElement) => {
    const { droppedVideoFrames, totalVideoFrames } = element.getVideoPlaybackQuality();
    return { dropped: droppedVideoFrames, shown: totalVideoFrames };
  });
  expect(shown).toBeGreaterThan(dropped);
});
