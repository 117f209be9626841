// What the page reads in a chosen file by itself: shown while the file is being sent, and gone when
// the server's facts are there.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { clip } from "./clips.ts";
import { ffmpeg } from "./ffmpeg.ts";
import { PATIENCE, test, type Visitor } from "./page-visitor.ts";
import { scratchFolder } from "./scratch.ts";

const scratch = scratchFolder();

/** Chooses a file that takes half a minute to send, and gives its card. */
async function sendSlowly(visitor: Visitor, path: string, bytesPerSecond: number) {
  await visitor.page.getByRole("radio", { name: /^Only facts/ }).check();
  await visitor.slowUpload(bytesPerSecond);
  await visitor.choose(path);
  return visitor.card(path);
}

/** Of each small picture: how far its pixels lie from their mean, and the mean. */
function lookOf(visitor: Visitor, path: string) {
  return visitor
    .card(path)
    .getByTestId("local-picture")
    .evaluateAll((canvases) =>
      canvases.map((canvas) => {
        if (!(canvas instanceof HTMLCanvasElement)) throw new Error("not a canvas");
        const context = canvas.getContext("2d");
        const pixels = context?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
        const greens = [...pixels].filter((_, index) => index % 4 === 1);
        const mean = greens.reduce((sum, value) => sum + value, 0) / greens.length;
        const square = greens.reduce((sum, value) => sum + (value - mean) ** 2, 0);
        const { width, height } = canvas;
        return { width, height, mean, deviation: Math.sqrt(square / greens.length) };
      }),
    );
}

test("a chosen file is described and pictured before it is sent", async ({ arrive }) => {
  const path = await clip("plain");
  const visitor = await arrive();
  const card = await sendSlowly(visitor, path, 40_000);
  const facts = card.getByTestId("local-facts");
  await facts.waitFor();
  const text = ((await facts.textContent()) ?? "").replaceAll("\u00a0", " ");
  expect(text).toMatch(/^From your file/);
  expect(text).toMatch(/\d+ × \d+ · H\.264 · [\d.]+ fps · sound: AAC/);

  await expect.poll(() => card.getByTestId("local-picture").count(), PATIENCE).toBe(4);
  const looks = await lookOf(visitor, path);
  for (const { width, height, deviation } of looks) {
    expect([width > height, height]).toEqual([true, 128]);
    expect(deviation).toBeGreaterThan(10);
  }
  expect(new Set(looks.map(({ mean }) => mean)).size).toBe(4);
  expect(await card.getByTestId("upload").getAttribute("data-phase")).toBe("sending");

  await visitor.slowUpload(null);
  await card.getByTestId("track-metadata").waitFor();
  expect(await card.getByTestId("local-facts").count()).toBe(0);
  await visitor.untilReady(path);
});

test("a picture that the browser cannot decode is described all the same", async ({ arrive }) => {
  const path = await hevc();
  const next = await clip("plain");
  const visitor = await arrive();
  const card = await sendSlowly(visitor, path, 2_000);
  const facts = card.getByTestId("local-facts");
  await facts.waitFor();
  expect(await facts.textContent()).toMatch(/\d+ × \d+ · H\.265/);
  // Files are looked at one after another: with the next one's pictures there, this look is over.
  await visitor.choose(next);
  await visitor.card(next).getByTestId("local-picture").first().waitFor();
  expect(await facts.count()).toBe(1);
  expect(await card.getByTestId("local-picture").count()).toBe(0);
  await visitor.slowUpload(null);
  await visitor.untilReady(path);
  await visitor.untilReady(next);
});

test("a transparent picture is shown within the page's policy", async ({ arrive }) => {
  const path = scratch("clear.webm");
  const picture = ["-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25,format=yuva420p"];
  const codec = ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-auto-alt-ref"];
  await ffmpeg([...picture, "-t", "2", ...codec, "0", path]);
  const visitor = await arrive();
  const card = await sendSlowly(visitor, path, 5_000);
  await card.getByTestId("local-picture").first().waitFor();
  await visitor.slowUpload(null);
  await visitor.untilReady(path);
});

test("a file that the page cannot read is sent all the same", async ({ arrive }) => {
  const path = scratch("recording.ts");
  await ffmpeg(["-i", await clip("plain"), "-t", "1", "-c", "copy", path]);
  const visitor = await arrive();
  await visitor.page.getByRole("radio", { name: /^Only facts/ }).check();
  await visitor.choose(path, await clip("webm"));
  await visitor.untilReady(path);
  await visitor.untilReady(await clip("webm"));
});

async function hevc(): Promise<string> {
  const real = join(process.env.MEDIA_DIR ?? "", "h265-10bit.mp4");
  if (process.env.MEDIA_DIR && existsSync(real)) return real;
  const path = scratch("hevc.mp4");
  const picture = ["-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25"];
  await ffmpeg([...picture, "-t", "2", "-c:v", "libx265", "-tag:v", "hvc1", path]);
  return path;
}
