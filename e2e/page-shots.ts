// Pictures of the page as tests saw it, kept as build output: in .reelight/screenshots, or where
// REELIGHT_SCREENSHOTS says.

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";

const FOLDER =
  process.env.REELIGHT_SCREENSHOTS ||
  fileURLToPath(new URL("../.reelight/screenshots", import.meta.url));

/** Keeps the whole page as `name`.png, once its fonts are there and what moves has come to rest. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  await untilAtRest(page);
  await page.screenshot({ path: join(FOLDER, `${name}.png`), fullPage: true });
}

/** Waits for fonts and for every animation that has an end. */
export function untilAtRest(page: Page): Promise<void> {
  return page.evaluate(async () => {
    await document.fonts.ready;
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY);
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });
}
