// A film that the browser cannot decode: the page has a smaller copy made without being told to, and
// shows it beside the enhanced picture, frame for frame. Settings are tried on it too, and before it is
// there on pictures of the service.

import type { Locator } from "playwright-core";
import { expect } from "vitest";
import { countedFrames } from "./clips.ts";
import { expectAccessible } from "./page-axe.ts";
import { ENHANCED, ORIGINAL, untilShown } from "./page-pictures.ts";
import { keepPicture } from "./page-shots.ts";
import { PATIENCE, test } from "./page-visitor.ts";

const RATE = 25;

/** The number of the frame that is shown: how far a white bar on black has come, in its own widths. */
function frameShown(player: Locator, frames: number): Promise<number> {
  return player.evaluate((picture: HTMLVideoElement | HTMLCanvasElement, count) => {
    const [width, height] = [count * 4, 9];
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const context = canvas.getContext("2d");
    if (!context) throw new Error("no canvas");
    context.drawImage(picture, 0, 0, width, height);
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

test("settings are tried at any moment of a film the browser cannot decode", async ({ arrive }) => {
  const frames = 3 * RATE;
  const source = await countedFrames(RATE, frames);
  const visitor = await arrive();
  const { page } = visitor;
  // The copy is asked for when the page was looked at without it.
  const looked = Promise.withResolvers<void>();
  await page.route("**/proxy", async (route) => {
    await looked.promise;
    await route.continue();
  });
  await visitor.choose(source);
  await visitor.open(source);
  await page.getByTestId("original-undecodable").waitFor(PATIENCE);
  await page.getByText("Run again with other settings").click();
  const preview = page.getByTestId("preview");
  const drawn = preview.getByTestId("toned");
  const moment = preview.getByRole("slider", { name: "Moment of the preview" });
  const choose = async (frame: number, seconds: number) => {
    await moment.fill(String(seconds));
    await expect.poll(() => frameShown(drawn, frames), PATIENCE).toBe(frame);
  };
  // The service takes the frame that begins nearest.
  for (const frame of [12, 57]) await choose(frame, frame / RATE);
  await expect.poll(() => preview.getAttribute("aria-busy"), PATIENCE).toBe("false");
  expect(await preview.getByRole("button", { name: "Play the preview" }).count()).toBe(0);
  await expectAccessible(page, "a film whose smaller copy is not made yet");
  await keepPicture(page, "original-undecodable-1280");

  looked.resolve();
  await preview.getByText("this is a smaller copy of it").waitFor({ timeout: 60_000 });
  const place = async () => Number(await drawn.getAttribute("data-seconds"));
  const play = preview.getByRole("button", { name: "Play the preview" });
  await play.waitFor();
  // It goes on where the picture of the service was.
  await expect.poll(() => frameShown(drawn, frames), PATIENCE).toBe(57);
  await choose(20, 20.5 / RATE);
  await page.getByTestId("original-copy").waitFor(PATIENCE);
  await expectAccessible(page, "a film with its smaller copy");
  await keepPicture(page, "original-as-copy-1280");
  const begun = await place();
  await play.click();
  await expect.poll(place, PATIENCE).toBeGreaterThan(begun + 0.5);
});
