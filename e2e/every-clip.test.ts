// Clips of every kind that people have, one after the other: each becomes an MP4 that decodes, plays
// in a browser and has the length, the shape and the sound of its source; and no finding calls such
// a clip broken. The plain clip and the one of half a minute are looked at in main-path.test.ts and
// segments.test.ts, and played in page.test.ts and page-watch.test.ts.

import { afterAll, beforeAll, expect, it } from "vitest";
import { type Client, createSession, newest } from "./client.ts";
import { clip, type Trait } from "./clips.ts";
import { figure, seconds } from "./figures.ts";
import { expectGoodResult } from "./good-result.ts";
import { ENHANCED, expectToPlay } from "./page-pictures.ts";
import { PATIENCE, test } from "./page-visitor.ts";
import { save, scratchFolder } from "./scratch.ts";
import { sharedProduct } from "./shared-product.ts";
import type { Watcher } from "./watcher.ts";

const TRAITS: Trait[] = [
  "webm",
  "speech",
  "rotated",
  "odd size",
  "wide pixels",
  "two sound tracks",
  "noisy",
  "film",
  "variable rate",
];

const { origin } = sharedProduct();
const scratch = scratchFolder();

let client: Client;
let watcher: Watcher;
const videos = new Map<Trait, string>();

beforeAll(async () => {
  client = await createSession(origin);
  watcher = await client.watch();
});
afterAll(async () => {
  for (const video of videos.values()) await client.remove(video);
  watcher.close();
});

it.each(TRAITS)("makes a good result of a clip with the trait: %s", async (trait) => {
  const source = await clip(trait);
  const { video, lastByteAt } = await client.upload(source);
  videos.set(trait, video);
  const { message, at } = await watcher.waitForEvent("enhancement.ready", video, 120_000);
  await watcher.waitForEvent("metadata.ready", video);
  figure(`enhancement.ready: ${trait}`, seconds(at - lastByteAt));
  const { downloadUrl } = newest(message.video);
  const { findings } = await client.metadata(video);
  expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
  await expectGoodResult(source, await save(origin, downloadUrl, scratch(`${trait}.mp4`)));
  expect(watcher.stored(video).map(({ type }) => type)).not.toContain("job.retrying");
});

test.for(TRAITS)("the result of a clip plays: %s", async (trait, { arrive }) => {
  const video = videos.get(trait) ?? "";
  const { page } = await arrive({ as: client, at: `${origin}/videos/${video}` });
  const player = page.getByTestId(ENHANCED);
  const address = () => player.evaluate((element: HTMLVideoElement) => element.currentSrc);
  await expect.poll(address, PATIENCE).toMatch(/\/enhanced\.mp4$/);
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await expectToPlay(player);
  const report = newest(await client.video(video)).report;
  const size = await player.evaluate((element: HTMLVideoElement) => [
    element.videoWidth,
    element.videoHeight,
  ]);
  expect(size).toEqual([report?.width, report?.height]);
});
