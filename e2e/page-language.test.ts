// The page in another language: chosen by the browser or by hand, without losing anything that goes
// on meanwhile.

import { writeFileSync } from "node:fs";
import { beforeAll, expect } from "vitest";
import { type Client, createSession } from "./client.ts";
import { clip } from "./clips.ts";
import { expectAccessible } from "./page-axe.ts";
import { keepPicture } from "./page-shots.ts";
import { absent, PATIENCE, test, type Visitor } from "./page-visitor.ts";
import { scratchFolder } from "./scratch.ts";
import { sharedProduct } from "./shared-product.ts";

const scratch = scratchFolder();
/** Slow enough to step in, in bytes a second. */
const SLOW = 200_000;

let client: Client;
let plain: string;

beforeAll(async () => {
  if (absent) return;
  client = await createSession(sharedProduct().origin);
  plain = await clip("plain");
  const watcher = await client.watch();
  const { video } = await client.upload(plain, { settings: { mode: "auto" } });
  await watcher.waitForEvent("metadata.ready", video);
  await watcher.waitForEvent("enhancement.ready", video);
  watcher.close();
});

test("speaks German where the browser does", async ({ arrive }) => {
  const visitor = await arrive({ as: client, locale: "de-DE" });
  const { page } = visitor;
  await visitor.untilReady(plain);
  await page.getByRole("heading", { level: 1, name: "Videos hinzufügen" }).waitFor();
  await page.getByRole("heading", { level: 2, name: "Ihre Videos" }).waitFor();
  await page.getByText(/hinzugefügt (gerade eben|vor \d+ Minute)/).waitFor();
  expect(await page.locator("html").getAttribute("lang")).toBe("de");
  await expectGerman(visitor, "the list");

  await visitor.open(plain);
  await page
    .getByTestId("metadata")
    .getByRole("row", { name: /^Bildgröße/ })
    .waitFor();
  await page.getByRole("button", { name: /löschen$/ }).waitFor();
  await expectGerman(visitor, "a video");
});

test("tells in German why a file is refused", async ({ arrive }) => {
  const path = scratch("notes.mp4");
  writeFileSync(path, "These are my notes, and not a video.\n".repeat(400));
  const visitor = await arrive({ locale: "de-DE" });
  visitor.expectProblems(/status of 415/);
  await visitor.page.getByTestId("file-input").setInputFiles(path);
  const note = visitor.card(path).getByTestId("failure");
  await note.getByText("Das ist keine Videodatei").waitFor();
  expect(await note.locator("[lang]").count()).toBe(0);
  await expectGerman(visitor, "a file refused");

  // What the session remembers of it is told by another part of the page.
  await visitor.page.reload();
  await note.getByText("Das ist keine Videodatei").waitFor();
  expect(await note.textContent()).toMatch(/Bitte ein Video auswählen/);
  await expectGerman(visitor, "a file remembered");
});

test("changes under an upload, which goes on", async ({ arrive }) => {
  const visitor = await arrive();
  const { page } = visitor;
  let requests = 0;
  page.on("request", (request) => {
    if (request.method() === "PATCH") requests += 1;
  });
  const card = visitor.card(plain);
  const percent = async () =>
    Number(await card.getByTestId("upload-progress").getAttribute("aria-valuenow"));
  await page.getByRole("radio", { name: /^Only facts/ }).check();
  await visitor.slowUpload(SLOW);
  await visitor.choose(plain);
  await expect.poll(percent, PATIENCE).toBeGreaterThanOrEqual(10);
  const before = await percent();

  await page.getByRole("radio", { name: "English" }).focus();
  await page.keyboard.press("ArrowRight");
  await card.getByRole("button", { name: "Hochladen abbrechen" }).waitFor();
  await expect(page.locator("html").getAttribute("lang")).resolves.toBe("de");
  // Whoever chose by the keyboard is still there.
  expect(await page.evaluate(() => document.activeElement?.getAttribute("value"))).toBe("de");
  expect(await page.locator("input[value=off]").isChecked()).toBe(true);
  await expect.poll(percent, PATIENCE).toBeGreaterThan(before);

  await page.keyboard.press("ArrowLeft");
  await card.getByRole("button", { name: "Cancel upload" }).waitFor();
  await page.getByRole("radio", { name: "Deutsch" }).click();
  await card.getByRole("button", { name: "Hochladen abbrechen" }).waitFor();
  await visitor.slowUpload(null);
  await visitor.untilReady(plain);
  expect(requests).toBe(1);

  await page.reload();
  await page.getByRole("heading", { level: 2, name: "Ihre Videos" }).waitFor();
});

test("stays as it is where a language cannot be loaded, and tries again", async ({ arrive }) => {
  const visitor = await arrive();
  const { page } = visitor;
  visitor.expectProblems(/ERR_FAILED/);
  const german = page.getByRole("radio", { name: "Deutsch" });
  await page.route(/\/assets\/de-/, (route) => route.abort());
  await german.click();
  await page.getByText("Deutsch could not be loaded").waitFor();
  expect(await page.getByRole("radio", { name: "English" }).isChecked()).toBe(true);
  await page.getByRole("heading", { name: "Put a video on the light table" }).waitFor();

  await page.unroute(/\/assets\/de-/);
  await german.click();
  await page.getByRole("heading", { name: "Ein Video auf den Leuchttisch legen" }).waitFor();
});

/** No English, no fault for axe, and the longer words fit the narrowest screen. */
async function expectGerman(visitor: Visitor, what: string): Promise<void> {
  const { page } = visitor;
  expect(await englishOn(visitor), what).toEqual([]);
  await expectAccessible(page, `${what} in German`);
  const usual = page.viewportSize();
  await page.setViewportSize({ width: 360, height: 740 });
  await keepPicture(page, `german-${what.split(" ").at(-1)}-360`);
  const tooWide = await page.evaluate(
    () => document.documentElement.scrollWidth - window.innerWidth,
  );
  expect(tooWide, `${what} runs out sideways`).toBeLessThanOrEqual(0);
  if (usual) await page.setViewportSize(usual);
}

/**
 * What the page says with the small words of English, in sight or to a screen reader. Left out is
 * what is marked as English: the service's own sentences.
 */
async function englishOn({ page }: Visitor): Promise<string[]> {
  const said = await page.evaluate(() => {
    const body = document.body.cloneNode(true);
    if (!(body instanceof HTMLElement)) return [];
    for (const foreign of body.querySelectorAll("[lang=en], script, noscript")) foreign.remove();
    const spoken = ["aria-label", "aria-valuetext", "title", "placeholder", "alt"];
    const elements = [...body.querySelectorAll("*")];
    return [
      ...elements.flatMap((element) => spoken.map((name) => element.getAttribute(name) ?? "")),
      ...elements.flatMap((element) =>
        [...element.childNodes]
          .filter((node) => node.nodeType === Node.TEXT_NODE)
          .map((node) => node.textContent ?? ""),
      ),
    ];
  });
  expect(said.length).toBeGreaterThan(50);
  return said.filter((text) => /\b(the|and|of|is|are|with|your|this|from|to|it|not)\b/i.test(text));
}
