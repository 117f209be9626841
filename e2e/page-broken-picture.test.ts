// What a person reads where the enhanced picture does not come: a cut line is told from a picture that
// this browser cannot play, and what was only cut off comes by itself.

import { expect, onTestFinished } from "vitest";
import { createSession, newest } from "./client.ts";
import { clip } from "./clips.ts";
import { openLine } from "./page-line.ts";
import { ENHANCED, expectToPlay } from "./page-pictures.ts";
import { PATIENCE, test } from "./page-visitor.ts";
import { sharedProduct } from "./shared-product.ts";

const { origin } = sharedProduct();

const CUT_OFF = "The enhanced picture could not be loaded.";
const UNPLAYABLE = "This browser cannot play the enhanced picture.";

test("a picture that was cut off comes by itself, one that cannot be played does not", async ({
  arrive,
}) => {
  const odd = await clip("odd size");
  const line = await openLine(origin);
  onTestFinished(() => line.close());
  const client = await createSession(origin);
  const { video } = await client.upload(odd);
  const ready = async () => newest(await client.video(video)).status;
  await expect.poll(ready, { ...PATIENCE, timeout: 120_000 }).toBe("ready");
  const visitor = await arrive({ at: line.origin, as: client });
  visitor.expectProblems(/net::ERR_|WebSocket connection/);
  const { page } = visitor;
  const { downloadUrl } = newest(await client.video(video));
  if (!downloadUrl) throw new Error("there is no file");
  const address = `**${new URL(downloadUrl, origin).pathname}`;

  // The line is cut at the moment the page asks for the picture.
  await page.route(address, async (route) => {
    line.cut();
    await route.abort("connectionreset");
  });
  await visitor.open(odd);
  await page.getByText(CUT_OFF).waitFor();
  await page.getByRole("button", { name: "Try now" }).waitFor();
  await page.unroute(address);
  line.mend();
  await page.getByText(CUT_OFF).waitFor({ state: "detached" });
  expect(await page.getByText(UNPLAYABLE).count()).toBe(0);
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await expectToPlay(page.getByTestId(ENHANCED));

  // An answer comes, and it is no film.
  await page.route(address, (route) =>
    route.fulfill({ contentType: "video/mp4", body: "x".repeat(1000) }),
  );
  await page.reload();
  await page.getByText(UNPLAYABLE).waitFor();
  expect(await page.getByText(CUT_OFF).count()).toBe(0);
});
