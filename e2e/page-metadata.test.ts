// What the page tells of a file: a sentence, what to know of it, everything else on demand, its
// private parts only if asked.

import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, expect } from "vitest";
import * as z from "zod/mini";
import { MetadataDocumentSchema } from "../protocol/metadata.ts";
import { type Client, createSession } from "./client.ts";
import { ffmpeg } from "./ffmpeg.ts";
import { ORIGINAL, untilShown } from "./page-pictures.ts";
import { keepView } from "./page-states.ts";
import { absent, PATIENCE, test } from "./page-visitor.ts";
import { scratchFolder } from "./scratch.ts";
import { sharedProduct } from "./shared-product.ts";

const { origin } = sharedProduct();
const scratch = scratchFolder();

/** Where the clip below says that it was taken. */
const PLACE = "+48.2082+016.3738/";
/** When its black beginning ends, and its only cut is, in seconds. */
const CUT_S = 2;

let client: Client;
let source: string;

/** Black at first, then a picture; the index at the end; a place in its tags. */
async function tellingClip(path: string): Promise<string> {
  const size = "size=640x360:rate=30";
  const picture = `color=black:${size}:duration=${CUT_S}[a];testsrc2=${size}:duration=3[b];[a][b]concat[v]`;
  const sound = "sine=frequency=440:duration=5";
  const maps = ["-map", "[v]", "-map", "0:a"];
  const codecs = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac"];
  const tags = ["-metadata", `location=${PLACE}`, "-metadata", "comment=<b>not markup</b>"];
  const inputs = ["-f", "lavfi", "-i", sound, "-filter_complex", picture];
  await ffmpeg(["-v", "error", ...inputs, ...maps, ...codecs, ...tags, path]);
  return path;
}

beforeAll(async () => {
  if (absent) return;
  client = await createSession(origin);
  source = await tellingClip(scratch("telling.mov"));
  const watcher = await client.watch();
  const { video } = await client.upload(source, { settings: { mode: "off" } });
  await watcher.waitForEvent("metadata.ready", video);
  watcher.close();
});

const panelOf = (page: Page) => page.getByTestId("metadata");

test("tells a clip that is dropped in a sentence, and what to know of it", async ({ arrive }) => {
  const visitor = await arrive();
  const { page } = visitor;
  await page.getByText("None yet.").waitFor();
  await page.getByRole("radio", { name: /^Only facts/ }).check();
  await visitor.drop(source);
  await visitor.open(source);
  const summary = panelOf(page).getByTestId("summary");
  await summary.waitFor();
  expect(await summary.textContent()).toMatch(/^5\ss of 640 × 360 H\.264/);
  await page.locator("[data-testid=track-metadata][data-status=ready]").waitFor();
  await expect.poll(() => summary.textContent(), PATIENCE).toMatch(/sound at −\d+\sLUFS/);

  const finding = panelOf(page).getByTestId("finding-index_at_end");
  await finding.waitFor();
  await finding.locator("summary", { hasText: "What shows it" }).press("Enter");
  await finding.getByRole("row", { name: "Structure: index first" }).waitFor();
});

test("opens its sections by keyboard, and shows hostile text as text", async ({ arrive }) => {
  const visitor = await arrive({ as: client });
  await visitor.open(source);
  const panel = panelOf(visitor.page);
  const sections = ["Colour & light", "Sound", "Timing & groups", "Structure", "Tags", "Content"];
  for (const title of sections) {
    const section = panel.locator("details.section").filter({ has: heading(visitor.page, title) });
    await section.locator(":scope > summary").press("Enter");
    await expect.poll(() => section.locator(".section-body").first().isVisible()).toBe(true);
  }
  await panel.getByRole("row", { name: "<b>not markup</b>" }).first().waitFor();
  for (const title of ["Bit rate", "Loudness", "Brightness"]) {
    await panel.getByRole("img", { name: new RegExp(`^${title} over time: .*\\d`) }).waitFor();
  }
  await panel.getByRole("img", { name: /^How bright it is: Most of the picture/ }).waitFor();
});

const heading = (page: Page, name: string) => page.getByRole("heading", { name, exact: true });

test("takes the player to a moment, and shows the film along the timeline", async ({ arrive }) => {
  const visitor = await arrive({ as: client });
  const { page } = visitor;
  await visitor.card(source).locator(".poster").hover();
  await page.getByTestId("poster-sprite").waitFor();
  await visitor.open(source);
  await untilShown(page.getByTestId(ORIGINAL), 0);
  await heading(page, "Content").click();
  await panelOf(page).getByText("1 scene change", { exact: true }).first().waitFor();
  const scenes = panelOf(page).locator(".moments").filter({ hasText: "Scenes begin" });
  expect(await scenes.textContent()).not.toContain("are listed");
  await scenes.getByRole("button", { name: "0:02.00" }).click();
  await untilShown(page.getByTestId(ORIGINAL), CUT_S);

  const timeline = page.getByRole("slider", { name: "Place in the video" });
  await timeline.hover();
  const picture = page.getByTestId("sprite").locator("div");
  const image = await picture.evaluate((element) => getComputedStyle(element).backgroundImage);
  const sheet = /url\("(.+)"\)/.exec(image)?.[1] ?? "";
  expect((await fetch(sheet)).headers.get("content-type")).toMatch(/^image\//);
});

test("tells the place only to who asks, and asks no map", async ({ arrive }) => {
  const visitor = await arrive({ as: client });
  const { page } = visitor;
  await visitor.open(source);
  const location = panelOf(page).getByTestId("location");
  await location.waitFor();
  await heading(page, "Tags").click();
  expect(await page.content()).not.toContain("48.208");
  await location.getByRole("button", { name: "Show the place" }).press("Enter");
  expect(await location.textContent()).toContain("48.2082° north, 16.3738° east");
  // The button is gone; the keyboard is at what it showed.
  const focused = await page.evaluate(() => document.activeElement?.textContent);
  expect(focused).toContain("48.2082° north");
  await panelOf(page).getByRole("cell", { name: PLACE }).first().waitFor();
  const map = location.getByRole("link");
  expect(await map.getAttribute("href")).toMatch(/^https:\/\/www\.openstreetmap\.org\/\?mlat=48/);
  expect(await map.getAttribute("rel")).toBe("noreferrer noopener");
});

test("gives everything away, as a file and by copy", async ({ arrive }) => {
  const visitor = await arrive({ as: client, permissions: ["clipboard-read", "clipboard-write"] });
  const { page } = visitor;
  await visitor.open(source);
  const take = async (name: string) => {
    const button = panelOf(page).getByRole("button", { name: `Download ${name}`, exact: true });
    const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
    const path = scratch(`${name}.txt`);
    await download.saveAs(path);
    return { name: download.suggestedFilename(), text: readFileSync(path, "utf8") };
  };
  const json = await take("JSON");
  expect(json.name).toBe("telling.json");
  const document = MetadataDocumentSchema.parse(JSON.parse(json.text));
  expect(document.file.name).toBe(basename(source));
  expect(document.content?.sound).toHaveLength(1);
  // Addresses are signed: they open the session's files to whoever is given them.
  expect(json.text).not.toContain("/v1/");
  const probed = z.object({ format: z.object({ duration: z.string() }) });
  expect(probed.parse(JSON.parse((await take("ffprobe JSON")).text)).format.duration).toMatch(/^5/);
  const mediainfo = z.object({ media: z.object({ track: z.array(z.looseObject({})) }) });
  expect(mediainfo.parse(JSON.parse((await take("MediaInfo JSON")).text)).media.track).toHaveLength(
    3,
  );
  expect((await take("CSV")).text.split("\n").length).toBeGreaterThan(20);

  await panelOf(page).getByRole("button", { name: "Copy all" }).click();
  await page.getByText("Copied").waitFor();
  await page.getByText("It says where the file was made.").waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(JSON.parse(copied)).toEqual(JSON.parse(json.text));
});

test("enhances with what a finding recommends", async ({ arrive }) => {
  const visitor = await arrive({ as: client });
  const { page } = visitor;
  await visitor.open(source);
  const finding = panelOf(page).getByTestId("finding-location_inside");
  await finding.getByRole("button", { name: /^Enhance with this/ }).click();
  const asked = async () => (await client.snapshot()).videos.at(-1)?.enhancements.length;
  await expect.poll(asked, PATIENCE).toBe(1);
  await page.locator("[data-testid=track-enhancement][data-status=ready]").waitFor();
});

const VIEWS = [
  { width: 360, scheme: "dark" },
  { width: 768, scheme: "light" },
  { width: 1440, scheme: "dark" },
] as const;

test.for(VIEWS)(
  "fits a $width px wide screen with all open, in $scheme",
  async ({ width, scheme }, { arrive }) => {
    const viewport = { width, height: 900 };
    const visitor = await arrive({ as: client, colorScheme: scheme, viewport });
    const { page } = visitor;
    await visitor.open(source);
    await panelOf(page).getByTestId("summary").waitFor();
    await page.evaluate(() => {
      for (const part of document.querySelectorAll<HTMLDetailsElement>(".metadata details")) {
        part.open = true;
      }
    });
    await keepView(page, `metadata-${width}-${scheme}`);
  },
);
