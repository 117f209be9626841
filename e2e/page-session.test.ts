// What the page does for a person beside the video itself: it says when the live line is cut and
// finds back, it takes back a deletion, and its main path can be gone without a mouse.

import { basename } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, expect, onTestFinished } from "vitest";
import { createSession } from "./client.ts";
import { clip } from "./clips.ts";
import { openLine } from "./page-line.ts";
import { ENHANCED, expectToPlay } from "./page-pictures.ts";
import { keepState } from "./page-states.ts";
import { PATIENCE, test } from "./page-visitor.ts";
import { sharedProduct } from "./shared-product.ts";

const { origin } = sharedProduct();

/** The offer to undo a deletion stands for 6 s. */
const UNDO_OVER_MS = 15_000;

let odd: string;

beforeAll(async () => {
  odd = await clip("odd size");
});

const connection = (page: Page) => page.getByTestId("connection").getAttribute("data-state");

test("a cut line is told, and what was missed is there when it is mended", async ({ arrive }) => {
  const line = await openLine(origin);
  onTestFinished(() => line.close());
  const client = await createSession(origin);
  const visitor = await arrive({ at: line.origin, as: client });
  visitor.expectProblems(/net::ERR_|WebSocket connection/);
  const { page } = visitor;
  await expect.poll(() => connection(page), PATIENCE).toBe("open");

  line.cut();
  await page.getByTestId("connection-notice").getByText("The live line is cut.").waitFor();
  await keepState(page, "cut-line");
  expect(await connection(page)).not.toBe("open");
  const { video } = await client.upload(odd, { settings: { mode: "off" } });
  expect(await visitor.card(odd).count()).toBe(0);

  line.mend();
  await page.getByRole("button", { name: "Reconnect now" }).click();
  await visitor.card(odd).waitFor();
  await expect.poll(() => connection(page), PATIENCE).toBe("open");
  await page.getByTestId("connection-notice").waitFor({ state: "detached" });
  await visitor.untilReady(odd);
  expect((await client.snapshot()).videos.map(({ id }) => id)).toEqual([video]);
});

test("a deletion can be taken back, and else is final", async ({ arrive }) => {
  const client = await createSession(origin);
  const { video } = await client.upload(odd, { settings: { mode: "off" } });
  const visitor = await arrive({ as: client });
  const { page } = visitor;
  const erase = visitor.card(odd).getByRole("button", { name: `Delete ${basename(odd)}` });

  await erase.click();
  await visitor.card(odd).waitFor({ state: "detached" });
  await page.getByTestId("toast").getByRole("button", { name: "Undo" }).click();
  await visitor.card(odd).waitFor();
  expect((await client.video(video)).id).toBe(video);

  await erase.click();
  // The offer stands as long as somebody points at it.
  await page.mouse.move(5, 5);
  await page.getByTestId("toast").waitFor({ state: "detached", timeout: UNDO_OVER_MS });
  await expect
    .poll(() => client.call(`/v1/videos/${video}`).then(({ status }) => status), PATIENCE)
    .toBe(404);
  await page.reload();
  await page.getByText("None yet.").waitFor();
});

test("a part that cannot be loaded leaves a way on, and loads again", async ({ arrive }) => {
  const client = await createSession(origin);
  const { video } = await client.upload(odd, { settings: { mode: "off" } });
  const visitor = await arrive({ as: client });
  const { page } = visitor;
  visitor.expectProblems(/net::ERR_FAILED|Failed to fetch|error boundary|Error handled/);
  await visitor.card(odd).waitFor();
  await page.route("**/assets/VideoPage-*.js", (route) => route.abort());
  await visitor.card(odd).getByRole("link").click();
  await page.getByRole("heading", { name: "This page tripped over itself" }).waitFor();
  await keepState(page, "broken");
  await page.unrouteAll();
  await page.getByRole("button", { name: "Load again" }).click();
  await page.getByRole("heading", { level: 1, name: basename(odd) }).waitFor();
  await page.waitForURL(`**/videos/${video}`);
  await page.getByTestId("video").and(page.locator("[data-status=ready]")).waitFor();

  // While the part is on its way, its place is kept.
  await page.route("**/assets/VideoPage-*.js", () => undefined);
  await page.reload({ waitUntil: "commit" });
  await page.locator(".view-skeleton").waitFor();
  await keepState(page, "video-unknown");
});

test("the main path needs no mouse", async ({ arrive }) => {
  const visitor = await arrive();
  const { page } = visitor;
  // Listening has to begin well before: a chooser that opens meanwhile is the browser's own.
  const opened = page.waitForEvent("filechooser", { timeout: PATIENCE.timeout });
  await tabTo(page, /^Choose videos$/);
  await page.keyboard.press("Enter");
  const chooser = await opened;
  await chooser.setFiles(odd);
  await visitor.untilReady(odd);

  await tabTo(page, new RegExp(`^${basename(odd)}$`));
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: basename(odd) }).waitFor();
  await tabTo(page, /^Download/);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.keyboard.press("Enter"),
  ]);
  expect(download.suggestedFilename()).toMatch(/-enhanced\.mp4$/);

  await tabTo(page, /^Play$/);
  await page.keyboard.press("Enter");
  await expectToPlay(page.getByTestId(ENHANCED));

  await tabTo(page, /^Wipe$/);
  await page.keyboard.press("ArrowRight");
  await page.locator(".viewer[data-view=side]").waitFor();
});

/** Presses Tab until the thing of that name has the focus, and can be seen to have it. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let steps = 0; steps < 60; steps++) {
    await page.keyboard.press("Tab");
    const [named, marked] = await page.evaluate(() => {
      const element = document.activeElement;
      if (!(element instanceof HTMLElement)) return ["", false];
      const label = element.closest("label")?.textContent ?? "";
      const shown = element.matches("input[type=radio]") ? element.parentElement : element;
      const styles = [element, shown].map((one) => one && getComputedStyle(one));
      const outlined = styles.some((style) => style && style.outlineStyle !== "none");
      return [element.getAttribute("aria-label") || label || element.textContent || "", outlined];
    });
    if (!name.test(String(named).trim())) continue;
    expect({ name, focusIsSeen: marked }).toEqual({ name, focusIsSeen: true });
    return;
  }
  throw new Error(`Tab never came to ${name}`);
}
