// A person watches the enhanced picture while it is still being made: the stream grows under the
// player, and when the finished file takes its place the film goes on where it was.

import { expect } from "vitest";
import { clip } from "./clips.ts";
import { ENHANCED, expectToPlay, ORIGINAL, placeOf } from "./page-pictures.ts";
import { PATIENCE, test } from "./page-visitor.ts";

test("the new picture plays before it is finished, and goes on when it is", async ({ arrive }) => {
  const source = await clip("half a minute");
  const visitor = await arrive();
  const { page } = visitor;
  await visitor.choose(source);
  await visitor.open(source);
  await page.getByTestId("still-being-made").waitFor({ ...PATIENCE, timeout: 60_000 });
  await page.getByRole("button", { name: "Play", exact: true }).click();
  const [original, enhanced] = [page.getByTestId(ORIGINAL), page.getByTestId(ENHANCED)];
  await expectToPlay(enhanced);
  expect(await page.getByTestId("still-being-made").count()).toBe(1);
  expect(await enhanced.evaluate((video: HTMLVideoElement) => video.currentSrc)).toMatch(/^blob:/);
  await expectToPlay(original);

  const before = await placeOf(enhanced);
  await page.locator("[data-testid=video][data-status=ready]").waitFor({ timeout: 120_000 });
  const address = () => enhanced.evaluate((video: HTMLVideoElement) => video.currentSrc);
  await expect.poll(address, PATIENCE).toMatch(/\/enhanced\.mp4$/);
  await expectToPlay(enhanced);
  expect(await placeOf(enhanced)).toBeGreaterThan(before);
  const apart = (await placeOf(enhanced)) - (await placeOf(original));
  expect(Math.abs(apart)).toBeLessThan(0.3);
});
