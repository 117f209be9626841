// Settings that can be seen: what the page draws at once, with the settings' tone, is what the
// service makes of the same frame.

import { existsSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { beforeAll, expect } from "vitest";
import { PRESET_NAMES } from "../protocol/presets.ts";
import type { Settings } from "../protocol/settings.ts";
import { PreviewSchema } from "../protocol/video.ts";
import { type Client, createSession, jsonBody } from "./client.ts";
import { clip } from "./clips.ts";
import { exactly } from "./exactly.ts";
import { ffmpeg } from "./ffmpeg.ts";
import { figure } from "./figures.ts";
import { keepPicture } from "./page-shots.ts";
import { absent, PATIENCE, test } from "./page-visitor.ts";
import { sharedProduct } from "./shared-product.ts";

const { origin } = sharedProduct();

/** Mean distance of all channels that is allowed, in codes of 8 bit. */
const DISTANCE_MAX = 2;
/** Where the film is looked at, in seconds. */
const MOMENT = 0.5;

type Numbers = Pick<Settings, "brightness" | "contrast" | "gamma" | "saturation" | "temperature">;

const TONES: readonly Numbers[] = [
  {},
  { brightness: 0.2 },
  { contrast: 1.5 },
  { gamma: 1.6 },
  { saturation: 1.6 },
  { temperature: 4200 },
  { temperature: 9000 },
  { brightness: 0.08, contrast: 1.25, gamma: 1.2, saturation: 1.3, temperature: 5200 },
  { brightness: -0.1, contrast: 0.8, gamma: 0.8, saturation: 0.7, temperature: 8000 },
  // Steep enough for the service to work in 10 bit.
  { contrast: 2.6, gamma: 1.5 },
];

const FILMS = ["BT.709 in HD", "BT.601 in SD"] as const;
type Film = (typeof FILMS)[number];

const videos = new Map<Film, string>();
const files = new Map<Film, string>();
let client: Client;

beforeAll(async () => {
  if (absent) return;
  client = await createSession(origin);
  const watcher = await client.watch();
  files.set("BT.709 in HD", await highDefinition());
  files.set("BT.601 in SD", await clip("speech"));
  for (const [film, path] of files) {
    const { video } = await client.upload(path, { settings: { mode: "off" } });
    await watcher.waitForEvent("metadata.ready", video);
    videos.set(film, video);
  }
  watcher.close();
});

test.for(FILMS)("the picture of %s is drawn as the service makes it", async (film, { arrive }) => {
  const visitor = await arrive({ as: client });
  const { page } = visitor;
  await visitor.open(files.get(film) ?? "");
  await page.getByText("Run again with other settings").click();
  const again = page.locator("details.again");
  const picture = again.getByTestId("toned");
  await expect.poll(() => secondsOf(picture), PATIENCE).not.toBeNaN();
  await again.getByRole("slider", { name: "Moment of the preview" }).fill(String(MOMENT));
  await expect
    .poll(async () => Math.abs((await secondsOf(picture)) - MOMENT), PATIENCE)
    .toBeLessThan(0.1);
  await again.getByRole("radio", { name: /^Manual/ }).check();
  for (const numbers of TONES) {
    await again.getByRole("button", { name: "Reset numbers" }).click();
    for (const [name, value] of Object.entries(numbers)) {
      await again.getByRole("textbox", { name: new RegExp(`^${name}`, "i") }).fill(String(value));
    }
    const still = await stillOf(videos.get(film) ?? "", numbers, await secondsOf(picture));
    const distance = await distanceTo(picture, still);
    figure(`${film}, ${JSON.stringify(numbers)}`, `${distance.toFixed(2)} of 255`);
    expect.soft(distance, JSON.stringify(numbers)).toBeLessThanOrEqual(DISTANCE_MAX);
  }
});

test("what Automatic chose is moved on by hand, and taken back", async ({ arrive }) => {
  const visitor = await arrive({ as: client, viewport: { width: 360, height: 740 } });
  const { page } = visitor;
  // The film comes only after the first picture was asked for, which must not be lost.
  const film = Promise.withResolvers<void>();
  await page.route("**/v1/media/*/original", (route) => film.promise.then(() => route.continue()));
  await visitor.open(files.get("BT.601 in SD") ?? "");
  await page.getByText("Run again with other settings").click();
  const again = page.locator("details.again");
  const mode = (name: RegExp) => again.getByRole("radio", { name });
  const contrast = again.getByRole("textbox", { name: /^Contrast/ });
  await again.getByRole("button", { name: "Try on a picture" }).click();
  await again.getByRole("button", { name: "Making a picture…" }).waitFor();
  film.resolve();
  await contrast.waitFor();
  const chosen = await contrast.inputValue();
  await again.getByRole("slider", { name: "Contrast slider" }).press("ArrowRight");
  expect(await mode(/^Manual/).isChecked()).toBe(true);
  expect(Number(await contrast.inputValue())).toBeGreaterThan(Number(chosen));
  await again
    .getByRole("status")
    .getByText(/^Manual now, beginning with Automatic/)
    .waitFor();
  // The slider that was moved is still the one in the hand.
  await page.keyboard.press("Control+z");
  expect(await mode(/^Automatic/).isChecked()).toBe(true);
  expect(await contrast.inputValue()).toBe(chosen);
  await page.keyboard.press("Control+Shift+z");
  expect(await mode(/^Manual/).isChecked()).toBe(true);
  await again.getByRole("button", { name: "Reset contrast" }).click();
  expect(await contrast.inputValue()).toBe("1");
  await again.getByRole("button", { name: "Reset all" }).click();
  expect(await mode(/^Automatic/).isChecked()).toBe(true);
  const pictures = again.getByRole("group", { name: "Start from" }).locator("canvas");
  expect(await pictures.count()).toBe(PRESET_NAMES.length);
  for (const picture of await pictures.all()) expect(await spanOf(picture)).toBeGreaterThan(100);
  await keepPicture(page, "settings-seen-360");
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(360);
});

test("the picture stays in sight of its sliders, and a run that is asked for is seen", async ({
  arrive,
}) => {
  const visitor = await arrive({ as: client, viewport: { width: 1440, height: 900 } });
  const { page } = visitor;
  await visitor.open(files.get("BT.601 in SD") ?? "");
  await page.getByText("Run again with other settings").click();
  const again = page.locator("details.again");
  const picture = again.getByTestId("toned");
  await expect.poll(() => secondsOf(picture), PATIENCE).not.toBeNaN();
  const slider = again.getByRole("slider", { name: "Brightness slider" });
  const brightness = again.getByRole("textbox", { name: /^Brightness/ });
  let last = -1;
  await again.getByRole("radio", { name: /^Manual/ }).check();
  await slider.fill("97");
  // Over the middle, where a step is smaller than a hundredth.
  for (let step = 0; step < 6; step += 1) {
    await slider.press("ArrowRight");
    const value = Number(await brightness.inputValue());
    expect(value).toBeGreaterThan(last);
    last = value;
  }
  expect(last).toBeGreaterThan(0);
  const { y = -1, height = 0 } = (await picture.boundingBox()) ?? {};
  const { y: below = -1 } = (await slider.boundingBox()) ?? {};
  expect(y).toBeGreaterThanOrEqual(0);
  expect(below).toBeGreaterThan(y + height);
  expect(below).toBeLessThan(900);

  await again.getByRole("button", { name: "Run again", exact: true }).click();
  const viewer = page.locator(".viewer");
  await expect
    .poll(() => viewer.evaluate((element) => element === document.activeElement), PATIENCE)
    .toBe(true);
  const top = async () => (await viewer.boundingBox())?.y ?? -1;
  await expect.poll(top, PATIENCE).toBeGreaterThanOrEqual(0);
});

const secondsOf = async (picture: Locator) =>
  Number((await picture.getAttribute("data-seconds")) ?? Number.NaN);

/** The address of the service's still of that moment. */
async function stillOf(video: string, numbers: Numbers, at: number): Promise<string> {
  const settings: Settings = { mode: "manual", ...numbers };
  const answer = await client.call(`/v1/videos/${video}/preview`, jsonBody({ settings, at }));
  expect(answer.status).toBe(200);
  return exactly(PreviewSchema, await answer.json()).url;
}

/** From the darkest to the brightest green of what is drawn, 0…255: nothing drawn has none. */
function spanOf(picture: Locator): Promise<number> {
  return picture.evaluate((drawn: HTMLCanvasElement) => {
    const { width, height } = drawn;
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const context = canvas.getContext("2d");
    if (!context) throw new Error("no canvas");
    context.drawImage(drawn, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    const greens = data.filter((_, at) => at % 4 === 1);
    return (
      greens.reduce((most, value) => Math.max(most, value), 0) -
      greens.reduce((least, value) => Math.min(least, value), 255)
    );
  });
}

/** Mean absolute difference of all channels, 0…255, of what is drawn from a picture of that size. */
function distanceTo(picture: Locator, url: string): Promise<number> {
  return picture.evaluate(async (drawn: HTMLCanvasElement, address) => {
    const image = new Image();
    image.src = address;
    await image.decode();
    const { width, height } = drawn;
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const pixels = (source: CanvasImageSource) => {
      const context = canvas.getContext("2d", { willReadFrequently: true });
      if (!context) throw new Error("no canvas");
      context.drawImage(source, 0, 0, width, height);
      return context.getImageData(0, 0, width, height).data;
    };
    if (image.naturalWidth !== width || image.naturalHeight !== height) {
      throw new Error(`${image.naturalWidth} × ${image.naturalHeight}, not ${width} × ${height}`);
    }
    const [one, other] = [pixels(drawn), pixels(image)];
    let sum = 0;
    for (const [at, value] of one.entries()) {
      // Every fourth says how opaque a pixel is.
      if (at % 4 < 3) sum += Math.abs(value - (other[at] ?? 0));
    }
    return sum / (width * height * 3);
  }, url);
}

/** A film of 720 lines that declares BT.709: a real one, or without those one that is made. */
async function highDefinition(): Promise<string> {
  const media = process.env.MEDIA_DIR;
  if (media) return join(media, "cockatoo.mp4");
  const folder = join(tmpdir(), "reelight-clips-tone");
  const path = join(folder, "bt709.mp4");
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  const picture = "gradients=s=1280x720:d=2:r=25:c0=0x204060:c1=0xd0a080:c2=0x408020:n=3";
  const colour = ["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"];
  await ffmpeg([
    ...["-v", "error", "-f", "lavfi", "-i", picture, "-vf", "scale=out_color_matrix=bt709"],
    ...["-pix_fmt", "yuv420p", "-c:v", "libx264", ...colour, "-y", path],
  ]);
  return path;
}
