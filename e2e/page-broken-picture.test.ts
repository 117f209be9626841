// What a person reads where the enhanced picture does not come: a cut line is told from a picture that
// this browser cannot play, and what was only cut off comes by itself.

import { expect, onTestFinished } from "vitest";
import { createSession, newest } from "./client.ts";
import { clip } from "./clips.ts";
import { ffmpeg } from "./ffmpeg.ts";
import { expectAccessible } from "./page-axe.ts";
import { openLine } from "./page-line.ts";
import { ENHANCED, expectToPlay } from "./page-pictures.ts";
import { PATIENCE, test } from "./page-visitor.ts";
import { scratchFolder } from "./scratch.ts";
import { sharedProduct } from "./shared-product.ts";

const { origin } = sharedProduct();
const scratch = scratchFolder();

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

test("sound without a picture can be heard, and nothing is offered that it cannot have", async ({
  arrive,
}) => {
  const path = scratch("sound.m4a");
  await ffmpeg(["-v", "error", "-f", "lavfi", "-i", "sine=d=3", "-c:a", "aac", path]);
  const client = await createSession(origin);
  const { video } = await client.upload(path);
  const { page } = await arrive({ as: client, at: `${origin}/videos/${video}` });
  await page.getByTestId("failure").getByText("There is only sound in this file").waitFor(PATIENCE);
  const player = page.locator("audio");
  await player.evaluate((audio: HTMLAudioElement) => audio.play());
  const place = () => player.evaluate((audio: HTMLAudioElement) => audio.currentTime);
  await expect.poll(place, PATIENCE).toBeGreaterThan(0.5);
  expect(await page.locator(".viewer").count()).toBe(0);
  expect(await page.getByText("Run again with other settings").count()).toBe(0);
  await expectAccessible(page, "sound without a picture");
});
