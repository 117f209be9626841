// States of the page, looked at as they stand: each is kept as a picture, runs out nowhere sideways,
// and has no fault for axe.

import type { Page } from "playwright-core";
import { expect } from "vitest";
import { expectAccessible } from "./page-axe.ts";
import { keepPicture } from "./page-shots.ts";

/** A phone, a tablet, a desk. */
export const WIDTHS = [360, 768, 1440] as const;

/** Keeps and checks what the page shows at the width it has. `name` is that of the picture. */
export async function keepView(page: Page, name: string): Promise<void> {
  await keepPicture(page, name);
  const { scrollWidth, innerWidth } = await page.evaluate(() => ({
    scrollWidth: document.documentElement.scrollWidth,
    innerWidth: window.innerWidth,
  }));
  expect(scrollWidth, `${name} runs out sideways`).toBeLessThanOrEqual(innerWidth);
  await expectAccessible(page, name);
}

/** The same at each width, for a state that stands still meanwhile. Leaves the page as wide as it was. */
export async function keepState(page: Page, state: string): Promise<void> {
  const usual = page.viewportSize();
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: width < 500 ? 740 : 900 });
    await keepView(page, `${state}-${width}`);
  }
  if (usual) await page.setViewportSize(usual);
}
