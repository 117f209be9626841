// Runs of the enhancement looked at beside one another, and what is left where they cannot be played.

import type { Page } from "playwright-core";
import { beforeAll, expect } from "vitest";
import type { Enhancement } from "../protocol/video.ts";
import { type Client, createSession } from "./client.ts";
import { COUNTER_RATE, makeCounterClip } from "./frame-counter.ts";
import { type Arrive, choose, counters, openRun, press, untilReady } from "./page-comparison.ts";
import { ENHANCED, expectToPlay, ORIGINAL } from "./page-pictures.ts";
import { absent, PATIENCE, test } from "./page-visitor.ts";
import { scratchFolder } from "./scratch.ts";
import { sharedProduct } from "./shared-product.ts";

const { origin } = sharedProduct();
const scratch = scratchFolder();
const SECONDS = 4;
/** Settings of runs 1 to 3. */
const RUNS = [{}, { brightness: 0.2 }, { fps: 2 * COUNTER_RATE }];

let client: Client;
let video: string;

beforeAll(async () => {
  if (absent) return;
  client = await createSession(origin);
  const watcher = await client.watch();
  await makeCounterClip(scratch("runs.mp4"), SECONDS);
  const [first, ...others] = RUNS.map((settings) => ({ mode: "manual", ...settings }));
  ({ video } = await client.upload(scratch("runs.mp4"), { settings: first }));
  await watcher.waitForEvent("enhancement.ready", video);
  for (const settings of others) {
    const { id } = await client.enhance(video, settings);
    const isReady = (run: Enhancement) => run.id === id && run.status === "ready";
    await watcher.waitForEnhancement("another run", video, isReady);
  }
  await watcher.waitForEvent("metadata.ready", video);
  watcher.close();
});

const open = (arrive: Arrive, run = 0) =>
  openRun(arrive, run, { as: client, at: `${origin}/videos/${video}` });

test("two runs are compared with one another", async ({ arrive }) => {
  const page = await open(arrive);
  await page.getByRole("combobox", { name: "Compare with" }).selectOption("Run 2");
  await untilReady(page);
  const source = page
    .getByTestId(ORIGINAL)
    .evaluate((player: HTMLVideoElement) => player.currentSrc);
  expect(await source).toMatch(/\/enhanced\.mp4$/);
  await choose(page, "View", "Side by side");
  await page.getByRole("slider", { name: "Place in the video" }).fill("2.01");
  await expect.poll(() => counters(page), PATIENCE).toEqual({ left: 60, right: 60 });
  expect(await page.locator(".pane-name").allTextContents()).toEqual(["Run 2", "Run 1"]);
});

test("a run that cannot be played beside another says which it is", async ({ arrive }) => {
  const page = await open(arrive);
  await spoil(page, (await client.video(video)).enhancements.slice(1));
  await page.getByRole("combobox", { name: "Compare with" }).selectOption("Run 2");
  await page.getByText("Run 2: This browser cannot play the enhanced picture.").waitFor();
  await press(page, "Play");
  await expectToPlay(page.getByTestId(ENHANCED));
});

test("two runs that cannot be played leave the way back to the original", async ({ arrive }) => {
  const page = await open(arrive);
  await spoil(page, (await client.video(video)).enhancements);
  // The newest run is what is looked at first.
  await page.reload();
  await page.getByText("This browser cannot play the enhanced picture.").waitFor();
  const against = page.getByRole("combobox", { name: "Compare with" });
  await against.selectOption("Run 2");
  await page.getByText("Run 2: This browser cannot play the enhanced picture.").waitFor();
  await against.selectOption("Original");
  await press(page, "Play");
  await expectToPlay(page.getByTestId(ORIGINAL));
});

/** Puts into the place of the runs' files what no browser plays. */
async function spoil(page: Page, runs: readonly Enhancement[]): Promise<void> {
  for (const { downloadUrl } of runs) {
    await page.route(`**${new URL(downloadUrl ?? "", origin).pathname}`, (route) =>
      route.fulfill({ contentType: "video/mp4", body: "x".repeat(1000) }),
    );
  }
}

test("frames of a run that has twice as many are stepped through one by one", async ({
  arrive,
}) => {
  const page = await open(arrive, 2);
  await page.getByRole("slider", { name: "Place in the video" }).fill("2");
  const wanted = (frame: number) => ({ left: frame, right: frame });
  await expect.poll(() => counters(page), PATIENCE).toEqual(wanted(2 * COUNTER_RATE));
  const place = () =>
    page.getByTestId(ENHANCED).evaluate((player: HTMLVideoElement) => player.currentTime);
  for (const step of [1, 2, 3, 4]) {
    await press(page, "One frame on");
    const frame = 2 * COUNTER_RATE + Math.floor(step / 2);
    await expect.poll(() => counters(page), PATIENCE).toEqual(wanted(frame));
    expect(Math.floor((await place()) * 2 * COUNTER_RATE)).toBe(4 * COUNTER_RATE + step);
  }
  const looking = page.evaluate(() => window.lookForMs(1_500));
  await press(page, "Play");
  const apart = (await looking).map(({ left, right }) => Math.abs(left - right));
  expect(apart.length).toBeGreaterThan(COUNTER_RATE);
  expect(apart.filter((frames) => frames <= 1).length / apart.length).toBeGreaterThanOrEqual(0.9);
});
