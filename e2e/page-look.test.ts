// How the page looks wherever it is opened: nothing runs out of the narrowest screen, and light and
// dark are both whole, and axe finds no fault.

import { beforeAll, expect } from "vitest";
import { type Client, createSession } from "./client.ts";
import { clip } from "./clips.ts";
import { keepView } from "./page-states.ts";
import { absent, test } from "./page-visitor.ts";
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
  await expect(client.upload(text)).rejects.toThrow();
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
    await keepView(page, `list-${width}-${scheme}`);
    const manual = page.getByRole("radio", { name: /^Manual/ });
    // Where there is room the panel is open from the start.
    if (!(await manual.isVisible())) await page.getByText("Settings", { exact: true }).click();
    await manual.check();
    await keepView(page, `settings-${width}-${scheme}`);
    await visitor.open(shown);
    await page.getByText("Run again with other settings").click();
    await page
      .getByTestId("metadata")
      .getByRole("row", { name: /^Picture size/ })
      .waitFor();
    await keepView(page, `video-${width}-${scheme}`);
    await page.goto(`${origin}/nowhere`);
    await page.getByRole("heading", { name: "There is nothing here" }).waitFor();
    await keepView(page, `nowhere-${width}-${scheme}`);
  },
);
