// What a person on a phone line waits for: when the page shows what it is there for, and whether it
// holds still from then on. The bounds are those that web.dev calls good for LCP and for CLS; the
// line is the "slow 4G" that Lighthouse tests with.

import type { Page } from "playwright-core";
import { beforeAll, expect } from "vitest";
import { type Client, createSession } from "./client.ts";
import { clip } from "./clips.ts";
import { absent, PATIENCE, test, type Visitor } from "./page-visitor.ts";
import { sharedProduct } from "./shared-product.ts";
import { untilIdle } from "./transcoder.ts";

const { origin } = sharedProduct();

const SLOW_4G = {
  offline: false,
  latency: 150,
  downloadThroughput: 1.6e6 / 8,
  uploadThroughput: 0.75e6 / 8,
};
const LARGEST_PAINT_MS = 2_500;
const SHIFT_MAX = 0.1;
/** Nothing is asked of the line for so long: the page is there. */
const QUIET_MS = 1_500;

let client: Client;
let video: string;

beforeAll(async () => {
  if (absent) return;
  client = await createSession(origin);
  const watcher = await client.watch();
  const uploaded = await client.upload(await clip("plain"), { settings: { mode: "manual" } });
  video = uploaded.video;
  await watcher.waitForEvent("metadata.ready", video);
  watcher.close();
  await untilIdle(sharedProduct());
});

declare global {
  interface Window {
    paints: { largestMs: number; what: string; shift: number };
  }
}

const OBSERVE = () => {
  window.paints = { largestMs: 0, what: "", shift: 0 };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { element } = entry as PerformanceEntry & { element?: Element };
      window.paints.largestMs = entry.startTime;
      window.paints.what = element?.outerHTML.slice(0, 100) ?? "";
    }
  }).observe({ type: "largest-contentful-paint", buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { value, hadRecentInput } = entry as PerformanceEntry & {
        value: number;
        hadRecentInput: boolean;
      };
      if (!hadRecentInput) window.paints.shift += value;
    }
  }).observe({ type: "layout-shift", buffered: true });
};

/** Comes to the address for the first time, over the slow line. */
async function come(visitor: Visitor, address: string) {
  const { page } = visitor;
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Network.enable");
  await devtools.send("Network.clearBrowserCache");
  await devtools.send("Network.emulateNetworkConditions", SLOW_4G);
  await page.addInitScript(OBSERVE);
  await page.goto(address);
}

async function quiet(page: Page): Promise<void> {
  const count = () => page.evaluate(() => performance.getEntriesByType("resource").length);
  let [before, since] = [-1, 0];
  await expect
    .poll(async () => {
      const now = await count();
      if (now !== before) [before, since] = [now, Date.now()];
      return Date.now() - since;
    }, PATIENCE)
    .toBeGreaterThan(QUIET_MS);
}

const VIEWS = [
  ["a first visit", () => "/", false],
  ["the library", () => "/", true],
  ["a video", () => `/videos/${video}`, true],
] as const;

// A measure of time: on a machine that is busy with something else it is given another go.
test.for(VIEWS)(
  "%s is there soon on a phone line, and holds still",
  { retry: 2 },
  async ([name, path, known], { arrive }) => {
    const visitor = await arrive(known ? { as: client } : {});
    await come(visitor, `${origin}${path()}`);
    await quiet(visitor.page);
    const { largestMs, what, shift } = await visitor.page.evaluate(() => window.paints);
    console.log(
      `${name}: largest paint ${largestMs.toFixed(0)} ms (${what}), shift ${shift.toFixed(3)}`,
    );
    expect(largestMs).toBeGreaterThan(0);
    expect(largestMs).toBeLessThanOrEqual(LARGEST_PAINT_MS);
    expect(shift).toBeLessThanOrEqual(SHIFT_MAX);
  },
);
