// What a person waits for who watches a film being made: a minute of 1080p is dropped on the page in
// Chromium, and played from the moment there is something to play until its end.

import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Page } from "playwright-core";
import { type Client, createSession, newest } from "../e2e/client.ts";
import { announceClips } from "../e2e/clips.ts";
import { Product } from "../e2e/product.ts";
import type { TimelineSpan } from "../protocol/timeline.ts";
import { minuteOf1080p } from "./films.ts";

const LIMIT_MS = 10 * 60_000;
/** Waits shorter than this are not seen: a player also waits for a frame to be decoded. */
const STALL_MS = 100;
/** With less than this ahead of it, a player has run dry. */
const DRY_S = 0.2;
/** What the way from the encoder to the screen may take beside the work itself. */
const SLACK_MS = 2_000;

/** What the player went through; instants in ms since 1970, places in seconds. */
type Watched = {
  playableAt: number;
  percent: number;
  /** `dry`: there was nothing to play. Else a busy machine was late with a picture. */
  stalls: { at: number; ms: number; dry: boolean }[];
  endedAt: number;
  place: number;
};

announceClips();
const folder = mkdtempSync(join(tmpdir(), "reelight-bench-"));
const product = new Product();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--mute-audio"],
});
try {
  await product.start();
  const { path } = await minuteOf1080p(folder);
  for (const mode of ["Automatic", "Manual"]) await watch(path, mode);
  await product.stop();
} finally {
  await browser.close();
  await product.close();
  rmSync(folder, { recursive: true, force: true });
}

async function watch(path: string, mode: string): Promise<void> {
  const { origin } = product.address;
  const client = await createSession(origin);
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(LIMIT_MS);
  const kept = JSON.stringify({ token: client.token, session: client.session });
  await page.addInitScript((text) => localStorage.setItem("reelight.session", text), kept);
  await page.goto(origin);
  await page.getByRole("radio", { name: new RegExp(`^${mode}`) }).check();
  const button = page.locator("button", { hasText: "Choose videos" });
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), button.click()]);
  await chooser.setFiles(path);
  await page.getByRole("article").getByRole("link", { name: "minute.mp4" }).click();
  const watched = await look(page);
  await page.getByTestId("video").and(page.locator("[data-status=ready]")).waitFor();
  await page.close();

  const { videos } = await client.snapshot();
  const [video] = videos;
  if (!video) throw new Error("the film never arrived");
  const { spans } = await client.timeline(video.id);
  tell(mode, spans, watched, await segmentsOf(client, newest(video).playlistUrl ?? ""));
  await client.remove(video.id);
}

/** Seconds that each segment of the picture lasts. */
async function segmentsOf(client: Client, master: string): Promise<number[]> {
  const read = async (path: string) => await (await client.call(path)).text();
  const [variant] = (await read(master)).split("\n").filter((line) => /^[^#]/.test(line));
  const address = new URL(variant ?? "", new URL(master, client.origin));
  const lengths = (await read(address.pathname)).matchAll(/^#EXTINF:([\d.]+)/gm);
  return [...lengths].map(([, seconds]) => Number(seconds));
}

/** Seconds that no player could have spared: a segment is seen when it and those before are made. */
function leastWait(spans: readonly TimelineSpan[], lengths: readonly number[], from: number) {
  const made = spans.filter(({ kind, outcome }) => kind === "encode" && outcome === "done");
  let start = 0;
  const waits = lengths.map((seconds, index) => {
    const endedAt = made.find((span) => span.index === index)?.endedAt ?? "";
    const wait = (Date.parse(endedAt) - from) / 1000 - start;
    start += seconds;
    return wait;
  });
  return Math.max(0, ...waits);
}

/** Plays as soon as something can be played, and writes down each wait until the end. */
async function look(page: Page): Promise<Watched> {
  const player = page.getByTestId("enhanced-video");
  await player.waitFor({ state: "attached" });
  await page.waitForFunction(() => {
    const video = document.querySelector("[data-testid=enhanced-video]");
    return video instanceof HTMLVideoElement && video.readyState >= 3;
  });
  const playableAt = Date.now();
  const words = await page.getByTestId("still-being-made").allTextContents();
  const percent = Number(/(\d+)\s%/.exec(words.join(""))?.[1] ?? 100);
  await page.getByRole("button", { name: "Play", exact: true }).click();
  const seen = await page.evaluate(
    ([stallMs, dryS]) =>
      new Promise<Pick<Watched, "stalls" | "endedAt" | "place">>((resolve) => {
        const stalls: Watched["stalls"] = [];
        // The finished file brings a player of its own, so the element is looked up each time.
        let [place, since, dry] = [0, performance.now(), false];
        const timer = setInterval(() => {
          const video = document.querySelector("[data-testid=enhanced-video]");
          if (!(video instanceof HTMLVideoElement)) return;
          const { currentTime, duration, buffered } = video;
          const ends = Array.from({ length: buffered.length }, (_, at) => buffered.end(at));
          // `readyState` tells it late: it stands at "enough" for seconds behind the last picture.
          if (!ends.some((end) => end > currentTime + dryS)) dry = true;
          const now = performance.now();
          const over = video.ended || currentTime > duration - 0.1;
          if (currentTime > place || over) {
            const ms = now - since;
            if (ms > stallMs) stalls.push({ at: place, ms, dry });
            [place, since, dry] = [currentTime, now, false];
          }
          if (!over || duration < 59) return;
          clearInterval(timer);
          resolve({ stalls, endedAt: Date.now(), place });
        }, 20);
      }),
    [STALL_MS, DRY_S] as const,
  );
  return { playableAt, percent, ...seen };
}

function tell(
  mode: string,
  spans: readonly TimelineSpan[],
  watched: Watched,
  lengths: readonly number[],
): void {
  const { playableAt, percent, stalls, endedAt, place } = watched;
  const began = (kind: string) => spans.find((span) => span.kind === kind)?.startedAt ?? "";
  const first = spans.find((span) => span.kind === "encode" && span.index === 0);
  const work = Date.parse(first?.endedAt ?? "") - Date.parse(first?.startedAt ?? "");
  const since = (instant: string) => ((playableAt - Date.parse(instant)) / 1000).toFixed(1);
  const secondsOf = (some: Watched["stalls"]) => some.reduce((sum, { ms }) => sum + ms, 0) / 1000;
  const stalled = secondsOf(stalls.filter(({ dry }) => dry));
  const late = secondsOf(stalls.filter(({ dry }) => !dry));
  const machine = `${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}`;
  console.log(
    `60 s 1080p, ${mode}: playable ${since(began("encode"))} s after the encoding began ` +
      `(${since(began("analyse"))} s after the analysis did), at ${percent} %; ` +
      `the first segment took ${(work / 1000).toFixed(1)} s (${machine})`,
  );
  const least = leastWait(spans, lengths, playableAt);
  const each = stalls.map(({ at, ms, dry }) => {
    return `${(ms / 1000).toFixed(1)} s at ${at.toFixed(1)}${dry ? "" : " with pictures at hand"}`;
  });
  console.log(
    `60 s 1080p, ${mode}: played to ${place.toFixed(1)} s in ` +
      `${((endedAt - playableAt) / 1000).toFixed(1)} s, of which ${stalled.toFixed(1)} s waiting, ` +
      `where the encoder's own pace costs ${least.toFixed(1)} s, and ${late.toFixed(1)} s late with ` +
      `pictures that were there (${each.join(", ") || "never"})`,
  );
  const playable = playableAt - Date.parse(began("encode"));
  if (playable > work + SLACK_MS || percent >= 50) throw new Error("it was playable too late");
  if (stalled > least + SLACK_MS / 1000) throw new Error("it waited longer than for the encoder");
}
