// What a person sees of the work while it goes on, and how it went afterwards: phases by name, honest
// figures, and the waterfall. Work that is stopped says so.

import { basename } from "node:path";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { PONG_TEXT } from "../protocol/limits.ts";
import { createSession } from "./client.ts";
import { clip } from "./clips.ts";
import { ENHANCED, expectToPlay } from "./page-pictures.ts";
import { keepState } from "./page-states.ts";
import { PATIENCE, test } from "./page-visitor.ts";
import { sharedProduct } from "./shared-product.ts";

/** The work itself, on a machine that may have other. */
const WORK = { timeout: 120_000, interval: 50 };

test("tells phases, figures and time while it works, and then how it went", async ({ arrive }) => {
  const source = await clip("half a minute");
  const client = await createSession(sharedProduct().origin);
  const bystander = await arrive({ as: client });
  const hold = await holdableLine(bystander.page);
  const { video } = await client.upload(source);
  const visitor = await arrive({ as: client });
  const { page } = visitor;
  await visitor.open(source);
  const timeline = page.getByTestId("timeline");
  await timeline.getByRole("heading", { name: "Timeline" }).click();
  const row = (name: string) => timeline.getByRole("row", { name });
  await row("Upload").first().waitFor();

  // Every figure that the meter shows, as fast as a person could read it.
  const figures: number[] = [];
  const seen = new Set<string>();
  const track = page.getByTestId("track-enhancement");
  const meter = track.getByRole("progressbar", { name: "Enhancement" });
  const look = () =>
    meter.evaluateAll((meters) =>
      meters.map((one) => [one.ariaValueNow ?? "", one.ariaValueText ?? ""] as const),
    );
  const making = bystander.page.getByTestId("still-being-made");
  const stop = async () => {
    await bystander.open(source);
    await making.waitFor();
    hold();
  };
  const stopped = stop();
  await expect
    .poll(async () => {
      const shown = await look();
      for (const [percent, words] of shown) {
        if (percent !== "") figures.push(Number(percent));
        seen.add(words.replace(/\d+/g, "N").replace(/\s/g, " "));
      }
      return shown.length;
    }, WORK)
    .toBe(0);
  await stopped;
  await track.and(page.locator("[data-status=ready]")).waitFor();
  expect(figures).toEqual(figures.toSorted((a, b) => a - b));
  expect(Math.max(...figures)).toBeLessThan(100);
  expect([...seen]).toContain("Encoding: segment N of N, N %, about N s left");

  // It grew by itself: nobody has opened it again.
  const { spans } = await client.timeline(video);
  for (const name of ["Measuring", "Segment 1", "Sound 1", "Joining and checking"]) {
    await expect.poll(() => row(name).first().textContent(), PATIENCE).toMatch(/Done\.[\d.]+\ss$/);
  }
  const bars = timeline.getByRole("row").getByRole("button");
  expect(await bars.count()).toBe(spans.length);
  const words = timeline.getByTestId("waterfall-words");
  await bars.first().focus();
  await expect.poll(() => words.textContent()).toMatch(/^Upload: .* until [\d:.]+\. Done\.$/);
  await page.keyboard.press("ArrowDown");
  await expect.poll(() => words.textContent()).toMatch(/^Index, attempt 1: waited /);
  await page.keyboard.press("End");
  await expect.poll(() => words.textContent()).toBe(await bars.last().textContent());
  expect(await page.getByTestId("spoken").textContent()).toContain(basename(source));

  await keepState(page, "timeline");

  // The other one still sees the work, and the new picture as far as it had grown.
  await bystander.page.getByRole("button", { name: "Play", exact: true }).click();
  await expectToPlay(bystander.page.getByTestId(ENHANCED));
  await bystander.page.getByRole("button", { name: "Pause", exact: true }).click();
  await keepState(bystander.page, "work-under-way");
  await bystander.page.getByRole("progressbar", { name: "Enhancement" }).waitFor();
  await making.waitFor();
});

/**
 * Loads the page again with a live line on which news can be held back from then on, so that the
 * page stands as it was at that moment. The line itself stays up.
 */
async function holdableLine(page: Page): Promise<() => void> {
  let held = false;
  await page.routeWebSocket("**/v1/**", (socket) => {
    const service = socket.connectToServer();
    service.onMessage((message) => {
      if (!held || message === PONG_TEXT) socket.send(message);
    });
  });
  await page.reload();
  return () => {
    held = true;
  };
}

test("work that is stopped says so, and what can be done then", async ({ arrive }) => {
  const source = await clip("half a minute");
  const visitor = await arrive();
  const { page } = visitor;
  await visitor.choose(source);
  await visitor.open(source);
  const track = page.getByTestId("track-enhancement");
  await track.getByRole("progressbar", { name: "Enhancement" }).waitFor(WORK);
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await track.getByText("Stopped").waitFor();
  await page.getByRole("button", { name: "Try again" }).waitFor();
  await keepState(page, "stopped");
});
