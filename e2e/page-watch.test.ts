// A person watches the enhanced picture while it is still being made: the stream grows under the
// player, and when the finished file takes its place the film goes on from frame to frame.

import { beforeEach, expect } from "vitest";
import { createSession, newest } from "./client.ts";
import { COUNTER_RATE, makeCounterClip, readCounters } from "./frame-counter.ts";
import { ENHANCED, expectToPlay, ORIGINAL, placeOf } from "./page-pictures.ts";
import { absent, PATIENCE, test } from "./page-visitor.ts";
import { scratchFolder } from "./scratch.ts";
import { sharedProduct } from "./shared-product.ts";
import { untilIdle } from "./transcoder.ts";

const scratch = scratchFolder();

// What others have left to do would hold up what is watched here.
beforeEach(() => (absent ? undefined : untilIdle(sharedProduct())));

/** Noise is work for an encoder: this takes longer to make than its first segment to be watched. */
const NOISE = "noise=alls=12:allf=t";

// A measure of time: on a machine that is busy with something else it is given another go.
test("the new picture plays before it is finished, and goes on when it is", {
  retry: 2,
}, async ({ arrive }) => {
  const source = scratch("half-a-minute.mp4");
  await makeCounterClip(source, 30, "640x360", NOISE);
  const visitor = await arrive();
  const { page } = visitor;
  await visitor.choose(source);
  await visitor.open(source);
  await page.getByTestId("still-being-made").waitFor({ ...PATIENCE, timeout: 90_000 });
  await page.getByRole("button", { name: "Play", exact: true }).click();
  const [original, enhanced] = [page.getByTestId(ORIGINAL), page.getByTestId(ENHANCED)];
  await expectToPlay(enhanced);
  const making = page.getByTestId("still-being-made");
  expect(await making.textContent()).toMatch(/being made: \d{1,2}\s%/);
  expect(await enhanced.evaluate((video: HTMLVideoElement) => video.currentSrc)).toMatch(/^blob:/);
  await expectToPlay(original);

  // However fast the work is, there is film left to play when it is done.
  const made = async () =>
    Number(/(\d+)\s%/.exec((await making.allTextContents()).join(""))?.[1] ?? 100);
  await expect.poll(made, { ...PATIENCE, timeout: 90_000 }).toBeGreaterThan(75);
  await page.getByRole("slider", { name: "Place in the video" }).fill("1");
  await expectToPlay(enhanced);

  // From now on each picture that is shown is looked at, until the file has been on for a while.
  await readCounters(page);
  await page.evaluate(() => {
    const look = () => {
      window.looks.push(window.lookAtCounters());
      requestAnimationFrame(look);
    };
    look();
  });
  const address = () => enhanced.evaluate((video: HTMLVideoElement) => video.currentSrc);
  await expect.poll(address, { ...PATIENCE, timeout: 120_000 }).toMatch(/\/enhanced\.mp4$/);
  await expectToPlay(enhanced);
  const looks = await page.evaluate(() => window.looks);
  const change = looks.findIndex(({ source }) => source.endsWith("/enhanced.mp4"));
  expect(change).toBeGreaterThan(0);
  // Between the last picture of the stream and the first of the file as much film went by as time.
  const [last, first] = [looks[change - 1], looks[change]];
  if (!last || !first) throw new Error("nothing was seen");
  const passed = (first.at - last.at) / 1000;
  expect(Math.abs(first.time - last.time - passed)).toBeLessThanOrEqual(1 / COUNTER_RATE);
  expect(Math.abs(first.right - first.time * COUNTER_RATE)).toBeLessThanOrEqual(1.5);
  // It never went back, went on at once, and is on the original's frame.
  for (const [at, { right }] of looks.entries()) {
    expect(right).toBeGreaterThanOrEqual(looks[at - 1]?.right ?? 0);
  }
  const after = looks.filter(({ at }) => at >= first.at + 300).slice(0, 20);
  expect(Math.max(...after.map(({ right }) => right))).toBeGreaterThan(first.right + 5);
  const together = after.filter(({ left, right }) => Math.abs(left - right) <= 1);
  expect(together.length).toBeGreaterThanOrEqual(0.9 * after.length);
  expect(await page.getByRole("button", { name: "Pause", exact: true }).count()).toBe(1);
});

// A measure of time, as above.
test("the new picture joins an original that is playing already", { retry: 2 }, async ({
  arrive,
}) => {
  const source = scratch("joined.mp4");
  await makeCounterClip(source, 30, "640x360", NOISE);
  const visitor = await arrive();
  const { page } = visitor;
  await visitor.choose(source);
  await visitor.open(source);
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await page.getByTestId("still-being-made").waitFor({ ...PATIENCE, timeout: 90_000 });
  await page.getByTestId(ENHANCED).waitFor();
  await readCounters(page);
  // It may have to wait for the place where the original is to be made.
  const shown = () => page.evaluate(() => window.lookAtCounters().right);
  await expect.poll(shown, { ...PATIENCE, timeout: 60_000 }).toBeGreaterThan(0);
  await page.waitForTimeout(1_500);
  const looks = await page.evaluate(() => window.lookForMs(3_000));
  expect(looks.length).toBeGreaterThan(COUNTER_RATE);
  const apart = looks.map(({ left, right }) => Math.abs(left - right));
  expect(Math.max(...apart) / COUNTER_RATE).toBeLessThanOrEqual(0.1);
});

test("what was made of a stopped one plays to its end, and goes on when it is tried again", async ({
  arrive,
}) => {
  const source = scratch("stopped.mp4");
  await makeCounterClip(source, 30, "640x360", NOISE);
  const client = await createSession(sharedProduct().origin);
  const visitor = await arrive({ as: client });
  const { page } = visitor;
  await visitor.choose(source);
  await visitor.open(source);
  const words = page.getByTestId("run-words");
  await expect.poll(() => words.textContent(), PATIENCE).toMatch(/comes here once/);
  // What cannot be chosen yet has its place already: nothing moves below it when it can.
  const board = page.locator(".console");
  const heightOf = async () => (await board.boundingBox())?.height;
  const height = await heightOf();
  const wipe = board.getByRole("radio", { name: "Wipe", exact: true });
  expect(await wipe.isDisabled()).toBe(true);
  const making = page.getByTestId("still-being-made");
  await making.waitFor({ ...PATIENCE, timeout: 90_000 });
  await expect.poll(() => wipe.isDisabled(), PATIENCE).toBe(false);
  expect(await heightOf()).toBe(height);
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await expect.poll(() => words.textContent(), PATIENCE).toMatch(/^Stopped at \d{1,2}\s%/);
  // The button is gone; the keyboard goes on from where it was.
  expect(await page.evaluate(() => document.activeElement?.className)).toBe("actions");
  expect(await making.count()).toBe(0);

  // It has an end, which is reached and not waited at.
  const [video] = (await client.snapshot()).videos;
  if (!video) throw new Error("there is no video");
  const master = new URL(newest(video).playlistUrl ?? "", client.origin);
  const playlist = await (await fetch(new URL("video.m3u8", master))).text();
  expect(playlist).toContain("#EXT-X-ENDLIST");
  const lengths = [...playlist.matchAll(/^#EXTINF:([\d.]+)/gm)].map(([, length]) => Number(length));
  const made = lengths.reduce((sum, length) => sum + length, 0);
  expect(made).toBeLessThan(27);
  const enhanced = page.getByTestId(ENHANCED);
  // Neither the original, which is heard, goes on without it, nor its own sound.
  const slider = page.getByRole("slider", { name: "Place in the video" });
  const longest = async () => Number(await slider.getAttribute("max"));
  await expect.poll(longest, PATIENCE).toBeCloseTo(made, 1);
  for (const name of ["View", "Sound"]) {
    const group = page.getByRole("group", { name });
    await group.getByRole("radio", { name: "Enhanced", exact: true }).check();
  }
  await slider.fill(String(Math.floor(made - 2)));
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await page.getByRole("button", { name: "Pause", exact: true }).waitFor();
  await page.getByRole("button", { name: "Play", exact: true }).waitFor();
  expect(await placeOf(enhanced)).toBeGreaterThan(made - 0.5);
  expect(await page.locator(".stage-words").count()).toBe(0);

  await page.getByRole("button", { name: "Try again", exact: true }).click();
  const end = () =>
    enhanced.evaluate(({ seekable }: HTMLVideoElement) =>
      seekable.length > 0 ? seekable.end(seekable.length - 1) : 0,
    );
  await expect.poll(end, { ...PATIENCE, timeout: 60_000 }).toBeGreaterThan(made + 1);
});
