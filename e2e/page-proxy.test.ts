// A film that the browser cannot decode: the page has a smaller copy made without being told to, and
// shows it beside the enhanced picture, frame for frame.

import type { Locator } from "playwright-core";
import { expect } from "vitest";
import { countedFrames } from "./clips.ts";
import { ENHANCED, ORIGINAL, untilShown } from "./page-pictures.ts";
import { PATIENCE, test } from "./page-visitor.ts";

const RATE = 25;

/** The number of the frame that is shown: how far a white bar on black has come, in its own widths. */
function frameShown(player: Locator, frames: number): Promise<number> {
  return player.evaluate((video: HTMLVideoElement, count) => {
    const [width, height] = [count * 4, 9];
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const context = canvas.getContext("2d");
    if (!context) throw new Error("no canvas");
    context.drawImage(video, 0, 0, width, height);
    const { data } = context.getImageData(0, 4, width, 1);
    const brightness = Array.from({ length: count }, (_, at) => data[(at * 4 + 2) * 4 + 1] ?? 0);
    return brightness.indexOf(Math.max(...brightness));
  }, frames);
}

test("a film the browser cannot decode is seen beside the new picture", async ({ arrive }) => {
  const frames = 3 * RATE;
  const source = await countedFrames(RATE, frames);
  const visitor = await arrive();
  const { page } = visitor;
  await visitor.choose(source);
  await visitor.open(source);
  const [original, enhanced] = [page.getByTestId(ORIGINAL), page.getByTestId(ENHANCED)];
  await page.getByTestId("original-copy").waitFor({ ...PATIENCE, timeout: 60_000 });
  const address = () => original.evaluate((video: HTMLVideoElement) => video.currentSrc);
  expect(await address()).toMatch(/\/proxy\.mp4$/);
  await page.locator("[data-testid=video][data-status=ready]").waitFor({ timeout: 120_000 });
  const finished = () => enhanced.evaluate((video: HTMLVideoElement) => video.currentSrc);
  await expect.poll(finished, PATIENCE).toMatch(/\/enhanced\.mp4$/);

  for (const frame of [10, 61, 33]) {
    // The middle of a frame, so that no rounding decides which one it is.
    const seconds = (frame + 0.5) / RATE;
    const timeline = page.getByRole("slider", { name: "Place in the video" });
    await timeline.fill(String(seconds));
    for (const player of [original, enhanced]) await untilShown(player, seconds);
    await expect.poll(() => frameShown(enhanced, frames), PATIENCE).toBe(frame);
    await expect.poll(() => frameShown(original, frames), PATIENCE).toBe(frame);
  }
});
