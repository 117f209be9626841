// Uploads at the page when things do not go straight: several files, a pause, a change of mind, a
// page that is left in the middle, a file that is no video.

import { writeFileSync } from "node:fs";
import { basename } from "node:path";
import { beforeAll, expect } from "vitest";
import { clip } from "./clips.ts";
import { expectAccessible } from "./page-axe.ts";
import { keepState } from "./page-states.ts";
import { PATIENCE, test, type Visitor } from "./page-visitor.ts";
import { scratchFolder } from "./scratch.ts";

const scratch = scratchFolder();
/** Slow enough to step in, in bytes a second. */
const SLOW = 200_000;
/** So slow that not one piece of it arrives while a test looks on. */
const CRAWL = 20_000;
/** After so long without news an upload was taken for one that has stopped. */
const SILENT_MS = 10_000;

let plain: string;
let odd: string;
let webm: string;

beforeAll(async () => {
  [plain, odd, webm] = await Promise.all([clip("plain"), clip("odd size"), clip("webm")]);
});

/** Only facts: these tests are about the way in. */
async function wantFactsOnly({ page }: Visitor): Promise<void> {
  await page.getByRole("radio", { name: /^Only facts/ }).check();
}

/** Offsets of the upload requests the page has sent so far. */
function offsetsSent({ page }: Visitor): number[] {
  const offsets: number[] = [];
  page.on("request", (request) => {
    const offset = request.headers()["upload-offset"];
    if (request.method() === "PATCH" && offset !== undefined) offsets.push(Number(offset));
  });
  return offsets;
}

async function percentOf(visitor: Visitor, path: string): Promise<number> {
  const progress = visitor.card(path).getByTestId("upload-progress");
  return Number(await progress.getAttribute("aria-valuenow"));
}

async function untilUnderWay(visitor: Visitor, path: string, percent = 10): Promise<void> {
  await expect.poll(() => percentOf(visitor, path), PATIENCE).toBeGreaterThanOrEqual(percent);
}

test("several files at once all arrive", async ({ arrive }) => {
  const visitor = await arrive();
  await wantFactsOnly(visitor);
  await visitor.choose(plain, odd, webm);
  for (const path of [plain, odd, webm]) await visitor.untilReady(path);
  expect(await visitor.page.getByRole("article").count()).toBe(3);
  expect(await visitor.card(odd).getByTestId("track-enhancement").textContent()).toContain(
    "Not asked for",
  );
});

test("an upload pauses, stands still, and goes on from there", async ({ arrive }) => {
  const visitor = await arrive();
  const offsets = offsetsSent(visitor);
  await wantFactsOnly(visitor);
  await visitor.slowUpload(SLOW);
  await visitor.choose(plain);
  await untilUnderWay(visitor, plain);
  const card = visitor.card(plain);
  await card.getByRole("button", { name: "Pause" }).click();
  await card.getByText(/^Paused at/).waitFor();
  const stood = await percentOf(visitor, plain);
  // Long enough to see whether it moves.
  await keepState(visitor.page, "upload-paused");
  expect(await percentOf(visitor, plain)).toBe(stood);
  await visitor.slowUpload(null);
  await card.getByRole("button", { name: "Resume" }).click();
  await visitor.untilReady(plain);
  expect(offsets).toHaveLength(2);
  expect(offsets[1]).toBeGreaterThan(0);
});

test("a cancelled upload is gone, here and on the server", async ({ arrive }) => {
  const visitor = await arrive();
  await wantFactsOnly(visitor);
  await visitor.slowUpload(SLOW);
  await visitor.choose(plain);
  await untilUnderWay(visitor, plain);
  await visitor.card(plain).getByRole("button", { name: "Cancel upload" }).click();
  await visitor.card(plain).waitFor({ state: "detached" });
  await visitor.slowUpload(null);
  await visitor.page.reload();
  await visitor.page.getByText("None yet.").waitFor();
});

test("an upload that the page was closed on goes on with the same file", async ({ arrive }) => {
  const visitor = await arrive();
  const { page } = visitor;
  const offsets = offsetsSent(visitor);
  // The page warns; the person goes all the same.
  const warned = new Promise<string>((resolve) => {
    page.once("dialog", (dialog) => {
      resolve(dialog.type());
      void dialog.accept();
    });
  });
  await wantFactsOnly(visitor);
  await visitor.slowUpload(SLOW);
  await visitor.choose(plain);
  await untilUnderWay(visitor, plain, 20);
  await page.reload();
  expect(await warned).toBe("beforeunload");
  await visitor.slowUpload(null);

  const card = visitor.card(plain);
  const button = card.getByRole("button", { name: "Choose the file again to go on" });
  await button.waitFor();
  await keepState(page, "upload-interrupted");
  const pick = async (path: string) => {
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), button.click()]);
    await chooser.setFiles(path);
  };
  await pick(webm);
  await card
    .getByRole("alert")
    .getByText(/^That is another file/)
    .waitFor();
  await pick(plain);
  await visitor.untilReady(plain);
  expect(offsets).toHaveLength(2);
  expect(offsets[1]).toBeGreaterThan(0);
  expect(await page.getByRole("article").count()).toBe(1);
});

test("an upload goes on while another video is looked at", async ({ arrive }) => {
  const visitor = await arrive();
  const { page } = visitor;
  await wantFactsOnly(visitor);
  await visitor.choose(odd);
  await visitor.card(odd).getByTestId("track-metadata").waitFor();
  const offsets = offsetsSent(visitor);
  await visitor.slowUpload(SLOW);
  await visitor.choose(plain);
  await untilUnderWay(visitor, plain);
  await visitor.open(odd);
  const link = page.getByTestId("work-link");
  const words = new RegExp(`^Sending (\\d+)\\s% ${basename(plain)}$`);
  const shown = async () => Number(words.exec((await link.textContent()) ?? "")?.[1]);
  const before = await shown();
  await expectAccessible(page, "another video during an upload");
  await expect.poll(shown, PATIENCE).toBeGreaterThan(before + 5);
  await page.goBack();
  await page.goForward();
  await visitor.slowUpload(null);
  await link.click();
  await visitor.untilReady(plain);
  expect(offsets).toEqual([0]);
});

test("leaving asks only while something is being sent", async ({ arrive }) => {
  const visitor = await arrive();
  const { page } = visitor;
  const asked: string[] = [];
  page.on("dialog", (dialog) => {
    asked.push(dialog.type());
    void dialog.dismiss();
  });
  await wantFactsOnly(visitor);
  await visitor.slowUpload(SLOW);
  await visitor.choose(plain);
  await untilUnderWay(visitor, plain);
  // Whoever stays finds the upload as it was.
  await page.evaluate(() => location.assign("/theme.js"));
  await expect.poll(() => asked, PATIENCE).toEqual(["beforeunload"]);
  await untilUnderWay(visitor, plain, 20);
  await visitor.card(plain).getByRole("button", { name: "Pause" }).click();
  await visitor
    .card(plain)
    .getByText(/^Paused at/)
    .waitFor();
  await page.reload();
  await visitor
    .card(plain)
    .getByText(/^The upload stopped at/)
    .waitFor();
  expect(asked).toEqual(["beforeunload"]);
  await visitor.open(plain);
  await page.getByText(/^The upload stopped at/).waitFor();
  await keepState(page, "upload-interrupted-view");
});

test("another window knows a slow upload from one that has stopped", async ({ arrive }) => {
  const visitor = await arrive();
  const { page } = visitor;
  await wantFactsOnly(visitor);
  await visitor.slowUpload(CRAWL);
  await visitor.choose(plain);
  const here = visitor.card(plain);
  await here.getByTestId("upload-progress").waitFor();
  const other = await page.context().newPage();
  await other.goto(page.url());
  const there = other.getByTestId("unfinished-upload");
  await there.getByText(/^Being sent from another window/).waitFor();
  // Longer than it goes by what arrives: nothing does.
  await other.waitForTimeout(SILENT_MS);
  expect(await there.textContent()).toMatch(/^Being sent from another window/);
  await here.getByRole("button", { name: "Pause" }).click();
  await there.getByText(/^The upload stopped at/).waitFor();
  await other.close();
});

test("a text file in a video's clothes is refused in plain words", async ({ arrive }) => {
  const path = scratch("notes.mp4");
  writeFileSync(path, "These are my notes, and not a video.\n".repeat(400));
  const visitor = await arrive();
  const { page } = visitor;
  visitor.expectProblems(/status of 415/);
  await visitor.choose(path);
  const note = visitor.card(path).getByTestId("failure");
  await note.getByText("This is not a video file").waitFor();
  expect(await note.textContent()).toMatch(/Choose a video file/);
  expect(await visitor.card(path).getByRole("button", { name: "Try again" }).count()).toBe(0);
  await page.reload();
  await visitor.open(path);
  await page.getByTestId("failure").waitFor();
  await keepState(page, "failed");
  await page.goBack();
  await visitor
    .card(path)
    .getByRole("button", { name: `Delete ${basename(path)}` })
    .click();
  await visitor.card(path).waitFor({ state: "detached" });
});
