// What settings would do, shown before a film is made with them; and a film that was made before
// with the same settings, which is not made again.

import { writeFile } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "vitest";
import type { Settings } from "../protocol/settings.ts";
import { PreviewSchema } from "../protocol/video.ts";
import { type Client, createSession, jsonBody, newest, problemOf } from "./client.ts";
import { clip } from "./clips.ts";
import { exactly } from "./exactly.ts";
import { lumaByFrame, mean, probe } from "./ffmpeg.ts";
import { figure, seconds } from "./figures.ts";
import { scratchFolder } from "./scratch.ts";
import { sharedProduct } from "./shared-product.ts";
import type { Watcher } from "./watcher.ts";

const { origin } = sharedProduct();
const scratch = scratchFolder();

let client: Client;
let watcher: Watcher;
let video: string;

beforeAll(async () => {
  client = await createSession(origin);
  watcher = await client.watch();
  ({ video } = await client.upload(await clip("plain")));
  await watcher.waitForEvent("enhancement.ready", video);
  return () => watcher.close();
});

const ask = (body: object, whose = client) =>
  whose.call(`/v1/videos/${video}/preview`, jsonBody(body));

/** Asks for a preview and takes its file. */
async function preview(body: { settings: Settings; as?: "still" | "clip"; at?: number }) {
  const asked = performance.now();
  const answer = await ask(body);
  expect(answer.status).toBe(200);
  const shown = exactly(PreviewSchema, await answer.json());
  const took = performance.now() - asked;
  const file = await fetch(new URL(shown.url, origin));
  expect(file.headers.get("content-type")).toBe(shown.contentType);
  const path = scratch(`${shown.url.split("/").slice(-1)}-${Math.round(asked)}`);
  await writeFile(path, Buffer.from(await file.arrayBuffer()));
  return { shown, path, took };
}

const lumaOf = async (path: string) => mean((await lumaByFrame(path)).map(({ luma }) => luma));

describe("a preview", () => {
  it("is a lossless picture of the size of the result, with the settings in it", async () => {
    const plain = await preview({ settings: { mode: "manual" }, at: 2 });
    const bright = await preview({ settings: { mode: "manual", brightness: 0.2 }, at: 2 });
    const { report } = newest(await client.video(video));
    const { video: picture } = await probe(plain.path);
    expect(picture).toMatchObject({ codec_name: "png", width: report?.width });
    expect(plain.shown).toMatchObject({ contentType: "image/png", duration: 0 });
    expect(plain.shown.at).toBeCloseTo(2, 1);
    expect(bright.shown.recipe.lift).toBeCloseTo(0.2);
    expect((await lumaOf(bright.path)) - (await lumaOf(plain.path))).toBeGreaterThan(25);
    figure("a still of other settings", seconds(bright.took));
  });

  it("is three seconds that play, of a place it chose", async () => {
    const { shown, path, took } = await preview({ settings: { mode: "seed" }, as: "clip" });
    expect(shown).toMatchObject({ contentType: "video/mp4" });
    expect(shown.duration).toBeCloseTo(3, 1);
    expect((await probe(path)).video).toMatchObject({ codec_name: "h264", pix_fmt: "yuv420p" });
    figure("three seconds of other settings", seconds(took));
  });

  it("is refused by name for settings that mean nothing, and to strangers", async () => {
    const wrong = await ask({ settings: { mode: "manual", contrast: 9 } });
    expect(wrong.status).toBe(422);
    expect((await problemOf(wrong)).detail).toMatch(/contrast.*0.*3/);
    const stranger = await createSession(origin);
    expect((await ask({ settings: { mode: "auto" } }, stranger)).status).toBe(404);
  });
});

describe("the same settings again", () => {
  it("are answered at once from what exists", async () => {
    const first = newest(await client.video(video));
    const again = await client.enhance(video, { mode: "auto", strength: 1, fps: "source" });
    expect(again).toMatchObject({ cached: true, status: "ready", report: first.report });
    expect(again.id).not.toBe(first.id);
    const [one, two] = await Promise.all(
      [first, again].map(async ({ downloadUrl }) => {
        const file = await fetch(new URL(downloadUrl ?? "", origin));
        return Buffer.from(await file.arrayBuffer());
      }),
    );
    expect(two?.equals(one ?? Buffer.alloc(0))).toBe(true);
  });
});
