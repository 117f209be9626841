// The moments of a film on the page: the small picture at a pointed place is the one of that place,
// lists open without losing the keyboard, times are buttons only where something can be played, and
// an answer that the page cannot read is told in words.

import { writeFileSync } from "node:fs";
import type { Locator, Page } from "playwright-core";
import { beforeAll, expect } from "vitest";
import { type Client, createSession } from "./client.ts";
import { ffmpeg } from "./ffmpeg.ts";
import { ORIGINAL, untilShown } from "./page-pictures.ts";
import { absent, PATIENCE, test } from "./page-visitor.ts";
import { scratchFolder } from "./scratch.ts";
import { sharedProduct } from "./shared-product.ts";

const { origin } = sharedProduct();
const scratch = scratchFolder();

const LENGTH_S = 12;
/** From 5 s on one frame stands for three seconds, of which the sprite has one picture only. */
const STILL = { from: 5, to: 8 };
/** Luma of the first second, and how much brighter each next one is. */
const DARKEST = 40;
const BRIGHTER = 16;
/** As wide as the timeline's thumb, whose middle stands on the value. */
const THUMB_PX = 14.4;
/** A machine that is busy with other tests looks at them slowly. */
const LIMIT_MS = 120_000;
const X264 = ["-c:v", "libx264", "-preset", "ultrafast"];
/** The page shows 24 of a list at first. */
const CHAPTERS = 30;

/** The second of the film whose picture is shown at a place. */
const secondAt = (time: number) => Math.floor(time >= STILL.from && time < STILL.to ? 5 : time);

let client: Client;
let playable: string;
let unplayable: string;

/** A film whose brightness tells the second, with chapters. */
async function tellingTime(
  name: string,
  length: number,
  codecs: readonly string[],
): Promise<string> {
  const chapters = Array.from({ length: CHAPTERS }, (_, index) => {
    const [start, end] = [index, index + 1].map((at) => (at * length * 1000) / CHAPTERS);
    return `[CHAPTER]\nTIMEBASE=1/1000\nSTART=${start}\nEND=${end}\ntitle=Part ${index + 1}\n`;
  });
  writeFileSync(scratch("chapters.txt"), `;FFMETADATA1\n${chapters.join("")}`);
  const luma = `${DARKEST}+${BRIGHTER}*floor(T+0.001)`;
  const still = `between(t,${STILL.from}+0.01,${STILL.to}-0.01)`;
  const picture = `color=gray:size=320x180:rate=25:duration=${length},geq=lum='${luma}':cb=128:cr=128,select='not(${still})'`;
  const inputs = ["-f", "lavfi", "-i", picture, "-i", scratch("chapters.txt")];
  const maps = ["-map", "0:v", "-map_metadata", "1", "-fps_mode", "vfr"];
  const path = scratch(name);
  await ffmpeg(["-v", "error", ...inputs, ...maps, ...codecs, path]);
  return path;
}

beforeAll(async () => {
  if (absent) return;
  client = await createSession(origin);
  playable = await tellingTime("telling-time.mp4", LENGTH_S, X264);
  // No browser has the decoder.
  unplayable = await tellingTime("unplayable.mkv", 3, ["-c:v", "mpeg2video"]);
  const watcher = await client.watch();
  const settings = { mode: "off" };
  const sent = [playable, unplayable].map((path) => client.upload(path, { settings }));
  for (const { video } of await Promise.all(sent)) {
    await watcher.waitForEvent("metadata.ready", video, LIMIT_MS);
  }
  watcher.close();
});

test("shows the picture of the pointed place, along the timeline and on the poster", async ({
  arrive,
}) => {
  const visitor = await arrive({ as: client });
  const { page } = visitor;
  const poster = visitor.card(playable).locator(".poster");
  const frame = await boxOf(poster);
  for (const time of [0.5, 6.5, 10.5]) {
    const share = time / LENGTH_S;
    await page.mouse.move(frame.x + share * frame.width, frame.y + frame.height / 2);
    const sprite = page.getByTestId("poster-sprite");
    await expect.poll(() => secondShown(page, sprite), PATIENCE).toBe(secondAt(time));
  }
  await visitor.open(playable);
  await untilShown(page.getByTestId(ORIGINAL), 0);
  const timeline = await boxOf(page.getByRole("slider", { name: "Place in the video" }));
  for (const time of [0.5, 3.5, 5.5, 7.5, 8.5, 11.5]) {
    const along = THUMB_PX / 2 + (time / LENGTH_S) * (timeline.width - THUMB_PX);
    await page.mouse.move(timeline.x + along, timeline.y + timeline.height / 2);
    const picture = page.getByTestId("sprite").locator(".sprite-picture");
    await expect.poll(() => secondShown(page, picture), PATIENCE).toBe(secondAt(time));
  }
});

async function boxOf(place: Locator) {
  await place.scrollIntoViewIfNeeded();
  const box = await place.boundingBox();
  if (!box) throw new Error("not shown");
  return box;
}

/** The second that the brightness in the middle of a picture on the screen tells. */
async function secondShown(page: Page, picture: Locator): Promise<number> {
  await picture.waitFor();
  const { x, y, width, height } = await boxOf(picture);
  const clip = { x: x + width / 2 - 4, y: y + height / 3, width: 8, height: 8 };
  const path = scratch("seen.png");
  await page.screenshot({ path, clip });
  const gray = ["-vf", "scale=1:1,format=gray", "-f", "rawvideo", "-"];
  const { stdout } = await ffmpeg(["-v", "error", "-i", path, ...gray]);
  // The screen's black is 0 and its white 255; those of the film are 16 and 235.
  return Math.floor(((stdout[0] ?? 0) * (219 / 255) + 16 - DARKEST) / BRIGHTER + 0.5);
}

test("opens a long list, and the keyboard goes on where it was cut", async ({ arrive }) => {
  const visitor = await arrive({ as: client });
  const { page } = visitor;
  await visitor.open(playable);
  await untilShown(page.getByTestId(ORIGINAL), 0);
  const chapters = await chaptersOf(page);
  await chapters.getByRole("button", { name: "Show all" }).press("Enter");
  expect(await focusedWords(page)).toMatch(/Part 25$/);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await untilShown(page.getByTestId(ORIGINAL), 9.6);
});

test("times are no buttons where nothing can be played", async ({ arrive }) => {
  const visitor = await arrive({ as: client });
  const { page } = visitor;
  await visitor.open(unplayable);
  await page.getByTestId("original-undecodable").waitFor();
  const chapters = await chaptersOf(page);
  await chapters.getByRole("button", { name: "Show all" }).press("Enter");
  expect(await focusedWords(page)).toMatch(/^0:02\.40.*Part 25$/);
  expect(await chapters.getByRole("button").count()).toBe(0);
  expect(await chapters.getByRole("listitem").count()).toBe(CHAPTERS);
});

async function chaptersOf(page: Page): Promise<Locator> {
  const panel = page.getByTestId("metadata");
  await panel.getByRole("heading", { name: "Content", exact: true }).click();
  const list = panel.locator(".moments").filter({ hasText: "Chapters" });
  await list.waitFor();
  return list;
}

const focusedWords = (page: Page) => page.evaluate(() => document.activeElement?.textContent);

test("says so when an answer cannot be read, and goes on once it can", async ({ arrive }) => {
  const visitor = await arrive({ as: client });
  const { page } = visitor;
  const answering = (path: string, body: string) =>
    page.route(path, (route) => route.fulfill({ status: 200, body }));
  await answering("**/metadata", '{"version":2}');
  await visitor.card(playable).locator(".poster").hover();
  await page.getByTestId("poster-sprite").getByText("cannot be read").waitFor();
  await visitor.open(playable);
  const trouble = page.getByRole("alert").filter({ hasText: "The answer cannot be read" });
  await trouble.waitFor();
  expect(await page.getByTestId("metadata").textContent()).not.toContain("in a moment");

  await page.unroute("**/metadata");
  await answering("**/*.vtt*", "<html>Log in</html>");
  await trouble.getByRole("button", { name: "Reload the page" }).click();
  await page.getByTestId("summary").waitFor();
  expect(await trouble.count()).toBe(0);
  await untilShown(page.getByTestId(ORIGINAL), 0);
  await page.getByRole("slider", { name: "Place in the video" }).hover();
  await page.getByTestId("sprite").getByText("cannot be read").waitFor();
});
