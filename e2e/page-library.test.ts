// The library of a session at the page: many videos are looked through, selected, downloaded and
// deleted; the tab and a notification tell when one is done; light and dark are the person's choice.

import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, expect } from "vitest";
import { type Client, createSession } from "./client.ts";
import { clip } from "./clips.ts";
import { keepPicture } from "./page-shots.ts";
import { keepState, keepView, WIDTHS } from "./page-states.ts";
import { absent, PATIENCE, test } from "./page-visitor.ts";
import { sharedProduct } from "./shared-product.ts";

const { origin } = sharedProduct();

const NEWEST = ["notes.mp4", "Clip 2.webm", "Clip 10.webm", "harbour, later.webm", "harbour.webm"];

/** Five videos: two enhanced, two with facts only, one that is none. */
let client: Client;
let odd: string;

async function fill(filled: Client): Promise<void> {
  const bytes = readFileSync(odd);
  const watcher = await filled.watch();
  const enhanced: string[] = [];
  for (const name of ["harbour.webm", "harbour, later.webm"]) {
    const { video } = await filled.upload({ name, bytes });
    // The second one's is the first one's, which was made from the same bytes.
    await watcher.waitForEvent("enhancement.ready", video);
    enhanced.push(video);
  }
  const facts: string[] = [];
  for (const name of ["Clip 10.webm", "Clip 2.webm"]) {
    facts.push((await filled.upload({ name, bytes }, { settings: { mode: "off" } })).video);
  }
  const text = Buffer.from("not a video ".repeat(100));
  await expect(filled.upload({ name: "notes.mp4", bytes: text })).rejects.toThrow();
  for (const video of [...enhanced, ...facts]) await watcher.waitForEvent("metadata.ready", video);
  watcher.close();
}

beforeAll(async () => {
  if (absent) return;
  odd = await clip("odd size");
  client = await createSession(origin);
  await fill(client);
});

const names = (page: Page) => page.getByTestId("video-list").getByRole("heading").allTextContents();
const search = (page: Page) => page.getByRole("searchbox", { name: "Search your videos" });
const box = (page: Page, name: string) => page.getByRole("checkbox", { name: `Select ${name}` });
const bar = (page: Page) => page.getByTestId("selection");
const untilListed = (page: Page, ...expected: string[]) =>
  expect.poll(() => names(page), PATIENCE).toEqual(expected);

test("many videos are looked through by name and state, and the address keeps it", async ({
  arrive,
}) => {
  const { page } = await arrive({ as: client });
  await untilListed(page, ...NEWEST);
  await search(page).fill("clip");
  await untilListed(page, "Clip 2.webm", "Clip 10.webm");
  await page.getByLabel("Sort by").selectOption("Name");
  await page.waitForURL("**/?q=clip&sort=name");
  await page.reload();
  await untilListed(page, "Clip 2.webm", "Clip 10.webm");
  expect(await search(page).inputValue()).toBe("clip");

  await page.getByRole("link", { name: "Clip 10.webm" }).click();
  await page.getByRole("heading", { level: 1, name: "Clip 10.webm" }).waitFor();
  await page.goBack();
  await untilListed(page, "Clip 2.webm", "Clip 10.webm");
  // A link home finds what was asked before as well.
  await page.getByRole("link", { name: "Clip 10.webm" }).click();
  await page.getByRole("link", { name: "All videos" }).click();
  await untilListed(page, "Clip 2.webm", "Clip 10.webm");

  await search(page).fill("failed");
  await untilListed(page, "notes.mp4");
  await search(page).fill("");
  await page.getByLabel("Sort by").selectOption("State");
  await expect.poll(async () => (await names(page))[0], PATIENCE).toBe("notes.mp4");
  await page.getByLabel("Sort by").selectOption("Longest first");
  // The only one without a length.
  await expect.poll(async () => (await names(page)).at(-1), PATIENCE).toBe("notes.mp4");
  await search(page).fill("zebra");
  await page.getByText("None of your 5 videos fits “zebra”.").waitFor();
  await page.getByRole("button", { name: "Show all" }).click();
  await expect.poll(async () => (await names(page)).length, PATIENCE).toBe(5);
});

test("several are selected by pointer and keys, and downloaded", async ({ arrive }) => {
  const { page } = await arrive({ as: client });
  await untilListed(page, ...NEWEST);
  await box(page, "Clip 2.webm").click();
  await box(page, "harbour.webm").click({ modifiers: ["Shift"] });
  await bar(page).getByText("4 selected", { exact: true }).waitFor();
  expect(await box(page, "notes.mp4").isChecked()).toBe(false);

  // What is not shown is not selected.
  await search(page).fill("harbour");
  await bar(page).getByText("2 selected", { exact: true }).waitFor();
  await search(page).fill("");
  await page.keyboard.press("Control+a");
  await bar(page).getByText("4 selected", { exact: true }).waitFor();
  await box(page, "notes.mp4").focus();
  await page.keyboard.press("Escape");
  await bar(page).getByText("Select all 5").waitFor();

  await page.keyboard.press("Space");
  await box(page, "Clip 10.webm").focus();
  await page.keyboard.press("Shift+Space");
  await bar(page).getByText("3 selected", { exact: true }).waitFor();
  expect(await bar(page).getByRole("status").textContent()).toBe("3 selected, 0 ready to download");
  await page.keyboard.press("Control+a");
  await bar(page).getByText("5 selected", { exact: true }).waitFor();

  const saved: string[] = [];
  page.on("download", (download) => saved.push(download.suggestedFilename()));
  await bar(page)
    .getByRole("button", { name: /^Download 2 of 5 · / })
    .click();
  await expect
    .poll(() => saved, PATIENCE)
    .toEqual(["harbour, later-enhanced.mp4", "harbour-enhanced.mp4"]);
});

test("several are deleted at once, and taken back at once", async ({ arrive }) => {
  const other = await createSession(origin);
  const bytes = Buffer.from("not a video ".repeat(100));
  for (const name of ["one.mp4", "two.mp4", "three.mp4", "four.mp4"]) {
    await expect(other.upload({ name, bytes })).rejects.toThrow();
  }
  const { page } = await arrive({ as: other });
  await untilListed(page, "four.mp4", "three.mp4", "two.mp4", "one.mp4");
  await box(page, "three.mp4").check();
  await box(page, "two.mp4").check();
  await page.keyboard.press("Delete");
  await untilListed(page, "four.mp4", "one.mp4");
  const toast = page.getByTestId("toast");
  await toast.getByText("2 videos deleted").waitFor();
  await toast.getByRole("button", { name: "Undo" }).waitFor();
  await box(page, "one.mp4").press("Control+z");
  await untilListed(page, "four.mp4", "three.mp4", "two.mp4", "one.mp4");

  await box(page, "one.mp4").check();
  await box(page, "three.mp4").check();
  await bar(page).getByRole("button", { name: "Delete 2" }).click();
  await untilListed(page, "four.mp4", "two.mp4");
  // Leaving the page makes it final.
  await page.goto(`${origin}/theme.js`);
  const left = async () => (await other.snapshot()).videos.map(({ filename }) => filename).sort();
  await expect.poll(left, PATIENCE).toEqual(["four.mp4", "two.mp4"]);
});

test.for(WIDTHS)("the library can be used on a %d px wide screen", async (width, { arrive }) => {
  const dark = width !== 768;
  const { page } = await arrive({
    as: client,
    viewport: { width, height: width < 500 ? 740 : 900 },
    colorScheme: dark ? "dark" : "light",
    reducedMotion: "reduce",
  });
  const look = (state: string) =>
    keepView(page, `library-${state}-${width}-${dark ? "dark" : "light"}`);
  await untilListed(page, ...NEWEST);
  await look("all");
  await box(page, "harbour.webm").check();
  await box(page, "notes.mp4").check();
  await look("selected");
  await bar(page).getByRole("button", { name: "Delete 2" }).click();
  await look("deleted");
  await page.getByTestId("toast").getByRole("button", { name: "Undo" }).click();
  await search(page).fill("zebra");
  await page.getByRole("button", { name: "Show all" }).waitFor();
  await look("nothing-found");
});

test("before the list is known its place is kept, and nothing moves when it comes", async ({
  arrive,
}) => {
  const { page } = await arrive({ as: client });
  await untilListed(page, ...NEWEST);
  const next = await page.context().newPage();
  // The page's files come, the session does not.
  await next.route("**/v1/**", (route) => route.abort());
  await next.routeWebSocket("**/v1/**", () => undefined);
  await next.goto(origin);
  await next.getByTestId("skeletons").waitFor();
  await keepState(next, "library-unknown");
  const top = async (one: Page, what: string) => (await one.locator(what).first().boundingBox())?.y;
  expect(await top(next, ".card")).toBe(await top(page, ".card"));
  await next.goto(`${origin}/videos/not-known-yet`);
  await next.locator(".view-skeleton").waitFor();
});

test("light and dark are chosen on the device, and there before anything is drawn", async ({
  arrive,
}) => {
  const visitor = await arrive({ colorScheme: "light" });
  const { page } = visitor;
  const ground = () =>
    page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const choose = (name: string) => page.getByRole("radio", { name, exact: true }).check();
  const light = await ground();
  await choose("Dark");
  const dark = await ground();
  expect(dark).not.toBe(light);
  await keepState(page, "empty-dark");

  // Not one line of the page's own program has run.
  visitor.expectProblems(/net::ERR_FAILED/);
  await page.route("**/assets/*.js", (route) => route.abort());
  await page.reload();
  expect(await ground()).toBe(dark);
  await page.unrouteAll();
  await page.reload();
  expect(await page.getByRole("radio", { name: "Dark", exact: true }).isChecked()).toBe(true);
  await choose("Light");
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await ground()).toBe(light);
  await choose("As the device");
  expect(await ground()).toBe(dark);
  await page.reload();
  expect(await ground()).toBe(dark);
});

/** Keeps what is notified, and tells the page that nobody looks at it, or somebody does. */
const WATCHED = `
  window.notified = [];
  const Real = window.Notification;
  window.Notification = class extends Real {
    constructor(title, options) {
      super(title, options);
      window.notified.push(this);
    }
  };
  window.lookAway = (away) => {
    Object.defineProperty(document, "hidden", { value: away, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  };
`;

test("the tab and a notification tell of what was done unseen", async ({ arrive }) => {
  const visitor = await arrive({ permissions: ["notifications"] });
  const { page } = visitor;
  await page.addInitScript(WATCHED);
  await page.reload();
  expect(await page.title()).toBe("Reelight");
  expect(await page.getByRole("switch").count()).toBe(0);
  await page.getByRole("radio", { name: /^Only facts/ }).check();
  await visitor.slowUpload(10_000);
  await visitor.choose(odd);
  const tell = page.getByRole("switch", { name: "Tell me when it is done" });
  await tell.click();
  // The browser is asked for leave first, and answers when it likes.
  await expect.poll(() => tell.getAttribute("aria-checked"), PATIENCE).toBe("true");
  await page.evaluate("lookAway(true)");
  await expect.poll(() => page.title(), PATIENCE).toMatch(/^↑ [1-9]\d*\u00a0% · /);
  await visitor.slowUpload(null);

  await expect
    .poll(() => page.title(), { ...PATIENCE, timeout: 60_000 })
    .toBe(`Done · ${basename(odd)}`);
  expect(await page.evaluate("notified.map(({ title }) => title)")).toEqual([
    `${basename(odd)} is done`,
  ]);
  expect(await page.locator("link[rel=icon]").getAttribute("href")).toBe("/favicon-done.svg");
  await page.evaluate("notified[0].onclick()");
  await page.getByRole("heading", { level: 1, name: basename(odd) }).waitFor();
  await page.evaluate("lookAway(false)");
  expect(await page.title()).toBe(`${basename(odd)} · Reelight`);
  expect(await page.locator("link[rel=icon]").getAttribute("href")).toBe("/favicon.svg");
  // It stays on for the next visit, and can be switched off there.
  await page.reload();
  await tell.click();
  await tell.waitFor({ state: "detached" });
});

test("where notifications are forbidden the switch says so when it is pressed", async ({
  arrive,
}) => {
  const visitor = await arrive();
  const { page } = visitor;
  await visitor.slowUpload(10_000);
  // A minute and more at that pace.
  const plain = await clip("plain");
  await visitor.choose(plain);
  await page.getByTestId("upload").waitFor();
  await keepState(page, "upload-under-way");
  // A browser without a screen refuses for the person.
  await page.getByRole("switch", { name: "Tell me when it is done" }).click();
  await page.getByRole("switch", { name: "Notifications are blocked" }).waitFor();
  await page.getByTestId("toast").getByText("The browser's settings for this site").waitFor();
  await keepPicture(page, "upload-blocked-notifications-1280-light");
  await visitor.card(plain).getByRole("button", { name: "Cancel upload" }).click();
  await page.getByRole("switch").waitFor({ state: "detached" });
});
