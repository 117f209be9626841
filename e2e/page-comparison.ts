// The view in which two pictures are compared, as tests handle it.

import type { Page } from "playwright-core";
import { expect } from "vitest";
import type { Client } from "./client.ts";
import { readCounters } from "./frame-counter.ts";
import { ENHANCED, ORIGINAL } from "./page-pictures.ts";
import { PATIENCE, type Visitor } from "./page-visitor.ts";

type At = { as: Client; at: string };
export type Arrive = (options: At) => Promise<Visitor>;

/** The video's view with that run (from 0) on the right, its counters ready to be read. */
export async function openRun(arrive: Arrive, run: number, options: At): Promise<Page> {
  const { page } = await arrive(options);
  await page.getByRole("combobox", { name: "Run" }).selectOption({ index: run });
  await untilReady(page);
  await readCounters(page);
  return page;
}

/** Waits until both players have a picture. */
export async function untilReady(page: Page): Promise<void> {
  for (const id of [ORIGINAL, ENHANCED]) {
    const ready = () =>
      page.getByTestId(id).evaluate((player: HTMLVideoElement) => player.readyState);
    await expect.poll(ready, PATIENCE).toBeGreaterThanOrEqual(3);
  }
}

/** The numbers of the frames that are shown. */
export const counters = async (page: Page) => {
  const { left, right } = await page.evaluate(() => window.lookAtCounters());
  return { left, right };
};

export const press = (page: Page, name: string) =>
  page.getByRole("button", { name, exact: true }).click();
export const choose = (page: Page, group: string, name: string) =>
  page
    .getByRole("group", { name: group, exact: true })
    .getByRole("radio", { name, exact: true })
    .check();
