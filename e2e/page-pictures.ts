// What the players on the page really show, asked of the players themselves.

import type { Locator } from "playwright-core";
import { expect } from "vitest";
import { PATIENCE } from "./page-visitor.ts";

/** How far a player must come to count as playing, in seconds. */
const PLAYED_S = 0.5;

/** The players of the video's view. */
export const ORIGINAL = "original-video";
export const ENHANCED = "enhanced-video";

/** Where the player stands, in seconds. */
export function placeOf(player: Locator): Promise<number> {
  return player.evaluate((video: HTMLVideoElement) => video.currentTime);
}

/** Waits until the player has moved on from where it stands now. */
export async function expectToPlay(player: Locator): Promise<void> {
  const begun = await placeOf(player);
  await expect.poll(() => placeOf(player), PATIENCE).toBeGreaterThan(begun + PLAYED_S);
}

/** Waits until the player stands still at the instant with its picture there. */
export async function untilShown(player: Locator, seconds: number): Promise<void> {
  const shown = () =>
    player.evaluate(
      (video: HTMLVideoElement, at) =>
        !video.seeking && video.readyState >= 2 && Math.abs(video.currentTime - at) < 0.1,
      seconds,
    );
  await expect.poll(shown, PATIENCE).toBe(true);
}

/** Mean luma of the frame the player shows, 0…255 (BT.709 weights). */
export function meanLuma(player: Locator): Promise<number> {
  return player.evaluate((video: HTMLVideoElement) => {
    const [width, height] = [160, 90];
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const context = canvas.getContext("2d");
    if (!context) throw new Error("no canvas");
    context.drawImage(video, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    let sum = 0;
    for (let at = 0; at < data.length; at += 4) {
      const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
      sum += 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    }
    return sum / (width * height);
  });
}
