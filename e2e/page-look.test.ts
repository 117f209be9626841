// How the page looks wherever it is opened: nothing runs out of the narrowest screen, and light and
// dark are both whole. REELIGHT_SCREENSHOTS names a folder to keep what was seen.

import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, expect } from "vitest";
import { type Client, createSession } from "./client.ts";
import { clip } from "./clips.ts";
import { absent, test, type Visitor } from "./page-visitor.ts";
import { sharedProduct } from "./shared-product.ts";

const { origin } = sharedProduct();

/** One of each kind of card; made once, looked at from all sides. */
let client: Client;
let shown: string;

beforeAll(async () => {
  if (absent) return;
  client = await createSession(origin);
  const watcher = await client.watch();
  shown = await clip("speech");
  const facts = await client.upload(await clip("odd size"), { settings: { mode: "off" } });
  const text = { name: "a very long name without a space".replaceAll(" ", "_").repeat(4), bytes };
  await client.upload(text).catch(() => undefined);
  const { video } = await client.upload(shown);
  await watcher.waitForEvent("metadata.ready", facts.video);
  await watcher.waitForEvent("metadata.ready", video);
  await watcher.waitForEvent("enhancement.ready", video);
  watcher.close();
});

const bytes = Buffer.from("not a video ".repeat(100));

const VIEWS = [
  { width: 360, scheme: "light" },
  { width: 360, scheme: "dark" },
  { width: 768, scheme: "light" },
  { width: 1440, scheme: "light" },
  { width: 1440, scheme: "dark" },
] as const;

test.for(VIEWS)(
  "fits a $width px wide screen in $scheme",
  async ({ width, scheme }, { arrive }) => {
    const visitor = await arrive({
      as: client,
      colorScheme: scheme,
      viewport: { width, height: width < 500 ? 740 : 900 },
    });
    const { page } = visitor;
    await visitor.untilReady(shown);
    await look(visitor, `list-${width}-${scheme}`);
    const manual = page.getByRole("radio", { name: /^Manual/ });
    // Where there is room the panel is open from the start.
    if (!(await manual.isVisible())) await page.getByText("Settings", { exact: true }).click();
    await manual.check();
    await look(visitor, `settings-${width}-${scheme}`);
    await visitor.open(shown);
    await page.getByText("Run again with other settings").click();
    await page
      .getByTestId("metadata")
      .getByRole("row", { name: /^Picture size/ })
      .waitFor();
    await look(visitor, `video-${width}-${scheme}`);
    await page.goto(`${origin}/nowhere`);
    await page.getByRole("heading", { name: "There is nothing here" }).waitFor();
    await look(visitor, `nowhere-${width}-${scheme}`);
  },
);

/** Nothing sticks out sideways, and words can be read on what lies behind them. */
async function look({ page }: Visitor, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  const folder = process.env.REELIGHT_SCREENSHOTS;
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  const { scrollWidth, innerWidth } = await page.evaluate(() => ({
    scrollWidth: document.documentElement.scrollWidth,
    innerWidth: window.innerWidth,
  }));
  expect(scrollWidth, `${name} runs out sideways`).toBeLessThanOrEqual(innerWidth);
  expect(await faintWords(page), `${name} has words that can hardly be read`).toEqual([]);
}

/** Texts whose contrast with the plain colour behind them is below WCAG's 4.5 (3 if large). */
function faintWords(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    if (!canvas) throw new Error("no canvas");
    type Colour = { red: number; green: number; blue: number; alpha: number };
    const parse = (css: string): Colour => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = css;
      canvas.fillRect(0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0, alpha = 0] = canvas.getImageData(0, 0, 1, 1).data;
      return { red, green, blue, alpha: alpha / 255 };
    };
    const luminance = ({ red, green, blue }: Colour) => {
      const linear = (value: number) => {
        const share = value / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      };
      return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    };
    /** The colour behind, or null where a picture or a film may lie between. */
    const behind = (element: Element): Colour | null => {
      for (let at: Element | null = element; at; at = at.parentElement) {
        const style = getComputedStyle(at);
        if (style.backgroundImage !== "none" || style.position === "absolute") return null;
        const colour = parse(style.backgroundColor);
        if (colour.alpha === 1) return colour;
        if (colour.alpha > 0) return null;
      }
      return null;
    };
    const faint: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      const words = node.textContent?.trim() ?? "";
      if (!element?.checkVisibility({ opacityProperty: true }) || words === "") continue;
      const style = getComputedStyle(element);
      const ground = behind(element);
      if (!ground || element.closest(".unseen, .skip, :disabled")) continue;
      const [one, other] = [luminance(parse(style.color)), luminance(ground)];
      const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
      const large = Number.parseFloat(style.fontSize) >= 24;
      if (contrast < (large ? 3 : 4.5)) faint.push(`${contrast.toFixed(2)}: ${words}`);
    }
    return faint;
  });
}
