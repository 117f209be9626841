// What a laptop goes through while it sends a film and waits for it: the page is loaded again in the
// middle of the upload and in the middle of the work, the line breaks ten times, the lid is closed for
// a minute. What comes of it is what comes of a quiet afternoon, and nothing is there twice.

import { setTimeout as pause } from "node:timers/promises";
import { expect, onTestFinished } from "vitest";
import { createSession, newest } from "./client.ts";
import { makeCounterClip } from "./frame-counter.ts";
import { openLine } from "./page-line.ts";
import { PATIENCE, test } from "./page-visitor.ts";
import { descendants } from "./processes.ts";
import { scratchFolder } from "./scratch.ts";
import { sharedProduct } from "./shared-product.ts";

const { origin } = sharedProduct();
const scratch = scratchFolder();

const CUTS = 10;
const SLEEP_MS = 60_000;
/** Work for the encoder, so that it is not done before all this has happened. */
const NOISE = "noise=alls=12:allf=t";
const SECONDS = 60;
/** Bytes a second: the film takes some seconds to send. */
const SLOW = 2_000_000;

test("a film comes through cuts, reloads and a minute's sleep, once", async ({ arrive }) => {
  const source = scratch("hardships.mp4");
  await makeCounterClip(source, SECONDS, "640x360", NOISE);
  const line = await openLine(origin);
  onTestFinished(() => line.close());
  const client = await createSession(origin);
  const witness = await client.watch();
  const visitor = await arrive({ at: line.origin, as: client });
  // The last one: what was sent twice over a cut is refused, and the upload asks where to go on.
  visitor.expectProblems(/net::ERR_|WebSocket connection|status of 409/);
  const { page } = visitor;
  page.on("dialog", (dialog) => void dialog.accept());
  const card = visitor.card(source);
  const connection = () => page.getByTestId("connection").getAttribute("data-state");
  const cutAndMend = async () => {
    await expect.poll(connection, PATIENCE).toBe("open");
    line.cut();
    await expect.poll(connection, PATIENCE).not.toBe("open");
    line.mend();
  };

  // On the way up: two cuts, then the page is loaded again and gets the file once more.
  await visitor.slowUpload(SLOW);
  await visitor.choose(source);
  const sent = async () => {
    const progress = card.getByTestId("upload-progress");
    return Number(await progress.getAttribute("aria-valuenow"));
  };
  for (const percent of [10, 25]) {
    await expect.poll(sent, PATIENCE).toBeGreaterThanOrEqual(percent);
    await cutAndMend();
  }
  await expect.poll(sent, PATIENCE).toBeGreaterThanOrEqual(40);
  await page.reload();
  const again = card.getByRole("button", { name: "Choose the file again to go on" });
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), again.click()]);
  await visitor.slowUpload(null);
  await chooser.setFiles(source);

  // While it is made: loaded again, and more cuts, at the video's own view.
  await visitor.open(source);
  const still = page.getByTestId("still-being-made");
  await still.waitFor({ ...PATIENCE, timeout: 90_000 });
  await page.reload();
  for (let cuts = 2; cuts < CUTS / 2; cuts++) await cutAndMend();
  await expect.poll(connection, PATIENCE).toBe("open");
  const before = await client.snapshot();
  expect(before.videos.map((video) => newest(video).status)).toEqual(["encoding"]);

  // The lid is closed: no process of the browser runs, and its connections go meanwhile.
  const browser = descendants(process.pid).filter(({ command }) => /chrom/.test(command));
  expect(browser.length).toBeGreaterThan(1);
  for (const { pid } of browser) process.kill(pid, "SIGSTOP");
  try {
    line.cut();
    await pause(SLEEP_MS);
  } finally {
    line.mend();
    for (const { pid } of browser) process.kill(pid, "SIGCONT");
  }
  for (let cuts = CUTS / 2; cuts < CUTS; cuts++) await cutAndMend();

  await page
    .getByTestId("video")
    .and(page.locator("[data-status=ready]"))
    .waitFor({ timeout: 180_000 });
  await expect.poll(connection, PATIENCE).toBe("open");

  // One video with one run, each of whose steps was done once: what a quiet afternoon leaves.
  const { videos } = await client.snapshot();
  expect(videos).toHaveLength(1);
  const [video] = videos;
  if (!video) throw new Error("there is no video");
  expect(video.enhancements).toHaveLength(1);
  const run = newest(video);
  expect(run.status).toBe("ready");
  const told = witness.stored(video.id).map(({ type }) => type);
  for (const once of ["upload.completed", "enhancement.ready", "metadata.ready"] as const) {
    expect(
      told.filter((type) => type === once),
      once,
    ).toHaveLength(1);
  }
  witness.close();
  const { spans } = await client.timeline(video.id);
  const done = spans.filter(({ outcome }) => outcome === "done");
  const steps = done.map(({ kind, index, enhancement }) => `${kind} ${index} of ${enhancement}`);
  expect(steps).toContain(`encode 0 of ${run.id}`);
  expect(steps.filter((step, at) => steps.indexOf(step) !== at)).toEqual([]);
  // And the page tells of the same.
  await page.getByRole("link", { name: "Reelight" }).first().click();
  await expect.poll(() => page.getByRole("article").count(), PATIENCE).toBe(1);
  expect(await card.getAttribute("data-status")).toBe("ready");
});
