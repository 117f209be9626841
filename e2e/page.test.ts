// The main path of a person at the page: drop a clip, see it arrive and be understood, compare the
// two pictures, take the result home, and ask for another one.

import { basename, extname } from "node:path";
import { beforeAll, describe, expect } from "vitest";
import { announceClips, clip } from "./clips.ts";
import { probe } from "./ffmpeg.ts";
import { expectGoodResult } from "./good-result.ts";
import { ENHANCED, expectToPlay, meanLuma, ORIGINAL, untilShown } from "./page-pictures.ts";
import { keepState } from "./page-states.ts";
import { PATIENCE, test } from "./page-visitor.ts";
import { scratchFolder } from "./scratch.ts";

const scratch = scratchFolder();

let source: string;
let name: string;
let enhancedName: string;

beforeAll(async () => {
  announceClips();
  source = await clip("plain");
  name = basename(source);
  enhancedName = `${basename(source, extname(source))}-enhanced.mp4`;
});

describe("a person with a clip", () => {
  test("drops it, sees both tracks to their end, and takes the result home", async ({ arrive }) => {
    const visitor = await arrive();
    const { page } = visitor;
    await page.getByText("None yet.").waitFor();
    await visitor.drag(source);
    await page.getByText("Let go to send").waitFor();
    await keepState(page, "drop-veil");
    await visitor.slowUpload(400_000);
    await visitor.drop(source);
    const card = visitor.card(source);
    const progress = card.getByRole("progressbar", { name: `Upload of ${name}` });
    const seen = () => progress.getAttribute("aria-valuenow").then(Number);
    await expect.poll(seen, PATIENCE).toBeGreaterThan(0);
    expect(await seen()).toBeLessThan(100);
    await visitor.slowUpload(null);

    await card.getByTestId("track-metadata").waitFor();
    await card.getByTestId("track-enhancement").waitFor();
    await visitor.untilReady(source);
    expect(await card.getByTestId("track-metadata").textContent()).toContain("Complete");
    expect(await card.getByTestId("track-enhancement").textContent()).toContain("Ready");

    await page.reload();
    await visitor.untilReady(source);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      visitor
        .card(source)
        .getByRole("link", { name: /^Download/ })
        .click(),
    ]);
    expect(download.suggestedFilename()).toBe(enhancedName);
    const answer = await fetch(download.url(), { method: "HEAD" });
    const disposition = answer.headers.get("content-disposition");
    expect(disposition).toBe(`attachment; filename="${enhancedName}"`);
    await download.saveAs(scratch("taken.mp4"));
    await expectGoodResult(source, scratch("taken.mp4"));
  });

  test("chooses the numbers, compares both pictures, and asks for another look", async ({
    arrive,
  }) => {
    const visitor = await arrive();
    const { page } = visitor;
    await page.getByRole("radio", { name: /^Manual/ }).check();
    await page.getByRole("textbox", { name: /^Brightness/ }).fill("0.2");
    await visitor.choose(source);
    await visitor.open(source);
    const facts = page.getByTestId("metadata");
    await facts.getByRole("row", { name: /^Picture size/ }).waitFor();
    await page.locator("[data-testid=video][data-status=ready]").waitFor({ timeout: 120_000 });

    const { video } = await probe(source);
    const table = (await facts.textContent()) ?? "";
    expect(table).toContain(`${video.width} × ${video.height}`);
    expect(table).toMatch(/Codec\s*H\.264/);
    expect(table).toMatch(/Length\s*[45](\.\d+)?\ss/);

    const [original, enhanced] = [page.getByTestId(ORIGINAL), page.getByTestId(ENHANCED)];
    await page.getByRole("button", { name: "Play", exact: true }).click();
    await Promise.all([expectToPlay(original), expectToPlay(enhanced)]);
    await page.getByRole("button", { name: "Pause", exact: true }).click();
    await page.getByRole("slider", { name: "Place in the video" }).fill("2");
    await Promise.all([untilShown(original, 2), untilShown(enhanced, 2)]);
    const brighter = (await meanLuma(enhanced)) - (await meanLuma(original));
    expect(brighter).toBeGreaterThan(25);

    await page.getByText("Run again with other settings").click();
    const again = page.locator("details.again");
    await again.getByRole("button", { name: "Vivid" }).click();
    expect(await again.getByRole("radio", { name: /^Manual/ }).isChecked()).toBe(true);
    await again.getByRole("radio", { name: /^Classic look/ }).check();
    await again.getByRole("button", { name: "Try on a picture" }).click();
    const tried = again.getByRole("img", { name: "With these settings" });
    const width = () => tried.evaluate((image: HTMLImageElement) => image.naturalWidth);
    await expect.poll(width, PATIENCE).toBe(video.width);
    await again.getByRole("button", { name: "Run again" }).click();
    const runs = page.getByRole("combobox", { name: "Run" });
    await runs.waitFor();
    await page.locator("[data-testid=video][data-status=ready]").waitFor({ timeout: 120_000 });
    expect(await runs.locator("option").allTextContents()).toEqual([
      expect.stringMatching(/^1\. Manual: brightness 0\.2 \(Ready\)/),
      expect.stringMatching(/^2\. Classic look \(Ready\)/),
    ]);
    await page.getByTestId("report").getByText("Classic look").waitFor();
  });
});
