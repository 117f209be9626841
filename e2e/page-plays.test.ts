// Whatever kind of clip it was made of, the result plays in a browser, beside its original where the
// browser can show that one. The plain clip, the odd one and the one of half a minute are played in
// page.test.ts, page-session.test.ts and page-watch.test.ts.

import { beforeAll, expect } from "vitest";
import { type Client, createSession } from "./client.ts";
import { clip, type Trait } from "./clips.ts";
import { ENHANCED, expectToPlay } from "./page-pictures.ts";
import { absent, PATIENCE, test } from "./page-visitor.ts";
import { sharedProduct } from "./shared-product.ts";

const TRAITS: Trait[] = [
  "webm",
  "speech",
  "rotated",
  "wide pixels",
  "two sound tracks",
  "noisy",
  "film",
];

const { origin } = sharedProduct();

let client: Client;
const videos = new Map<Trait, string>();

beforeAll(async () => {
  if (absent) return;
  client = await createSession(origin);
  const watcher = await client.watch();
  for (const trait of TRAITS) {
    videos.set(trait, (await client.upload(await clip(trait))).video);
  }
  for (const video of videos.values()) await watcher.waitForEvent("enhancement.ready", video);
  watcher.close();
});

test.for(TRAITS)("the result of a clip plays: %s", async (trait, { arrive }) => {
  const { page } = await arrive({ as: client, at: `${origin}/videos/${videos.get(trait)}` });
  const player = page.getByTestId(ENHANCED);
  const size = () =>
    player.evaluate((video: HTMLVideoElement) => [video.videoWidth, video.videoHeight]);
  const address = () => player.evaluate((video: HTMLVideoElement) => video.currentSrc);
  await expect.poll(address, PATIENCE).toMatch(/\/enhanced\.mp4$/);
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await expectToPlay(player);
  const report = (await client.video(videos.get(trait) ?? "")).enhancements[0]?.report;
  expect(await size()).toEqual([report?.width, report?.height]);
});
