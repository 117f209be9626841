// What may be asked of an enhancement, at each of the three doors; that what is asked for is seen in
// the picture; and that another look needs no second upload.

import { beforeAll, describe, expect, it } from "vitest";
import type { Settings } from "../protocol/settings.ts";
import type { Enhancement } from "../protocol/video.ts";
import { type Client, createSession, jsonBody, newest, problemOf } from "./client.ts";
import { clip } from "./clips.ts";
import { lumaByFrame, mean } from "./ffmpeg.ts";
import { save, scratchFolder } from "./scratch.ts";
import { sharedProduct } from "./shared-product.ts";
import type { Watcher } from "./watcher.ts";

const { origin } = sharedProduct();
const scratch = scratchFolder();

let client: Client;
let watcher: Watcher;
let source: string;
let video: string;

beforeAll(async () => {
  client = await createSession(origin);
  watcher = await client.watch();
  source = await clip("odd size");
  ({ video } = await client.upload(source, { settings: { mode: "manual" } }));
  await watcher.waitForEvent("enhancement.ready", video);
  await watcher.waitForEvent("metadata.ready", video);
  return () => watcher.close();
});

describe("settings out of range", () => {
  const wrong: [unknown, RegExp][] = [
    [{ brightness: 1.01 }, /brightness.*-1.*1/],
    [{ contrast: -0.1 }, /contrast.*0.*3/],
    [{ saturation: 4 }, /saturation.*0.*3/],
    [{ gamma: 0 }, /gamma.*0\.1.*10/],
    [{ fps: 500 }, /fps.*1.*120/],
    [{ fps: "fast" }, /fps/],
    [{ mode: "magic" }, /mode.*auto.*manual/],
    [{ brightness: "1" }, /brightness/],
    [{ brighness: 1 }, /brighness/],
    [[], /settings|object/i],
  ];

  it.each(wrong)("are refused by name and range: %j", async (settings, sentence) => {
    const encoded = Buffer.from(JSON.stringify(settings)).toString("base64");
    const doors = [
      client.call("/v1/uploads", {
        method: "POST",
        headers: {
          "tus-resumable": "1.0.0",
          "upload-length": "1000",
          "upload-metadata": `settings ${encoded}`,
        },
      }),
      client.sendOneShot(source, settings),
      client.call(`/v1/videos/${video}/enhancements`, jsonBody({ settings })),
    ];
    for (const answer of await Promise.all(doors)) {
      expect(answer.status).toBe(422);
      const { code, detail } = await problemOf(answer);
      expect(code).toBe("invalid_settings");
      expect(detail).toMatch(sentence);
    }
    expect((await client.snapshot()).videos).toHaveLength(1);
  });

  it("are refused where they are no JSON", async () => {
    const query = "/v1/videos?filename=x&settings={";
    const answer = await client.call(query, { method: "POST", body: new Uint8Array(9) });
    expect(answer.status).toBe(422);
    const body = { method: "POST", body: "{", headers: { "content-type": "application/json" } };
    const other = await client.call(`/v1/videos/${video}/enhancements`, body);
    expect(other.status).toBe(400);
  });
});

describe("another look at a video", () => {
  /** Asks for one and waits for its file. */
  async function enhanced(settings: Settings): Promise<{ made: Enhancement; path: string }> {
    const asked = await client.enhance(video, settings);
    expect(asked).toMatchObject({ status: "waiting", settings, progress: 0 });
    const { message } = await watcher.waitForEnhancement(
      "that enhancement",
      video,
      ({ id, status }) => id === asked.id && status === "ready",
    );
    const made = newest(message.video);
    return { made, path: await save(origin, made.downloadUrl, scratch(`${made.id}.mp4`)) };
  }

  const lumaOf = async (path: string) => mean((await lumaByFrame(path)).map(({ luma }) => luma));

  it("changes the picture as asked, without another upload", async () => {
    const first = newest(await client.video(video));
    const plain = await lumaOf(await save(origin, first.downloadUrl, scratch("plain.mp4")));
    expect(Math.abs(plain - (await lumaOf(source)))).toBeLessThan(2);
    expect(first.recipe).toMatchObject({ gain: 1, lift: 0, gamma: 1, saturation: 1 });

    const brighter = await enhanced({ mode: "manual", brightness: 0.2 });
    const luma = await lumaOf(brighter.path);
    expect(luma - plain).toBeGreaterThan(25);
    expect(luma - plain).toBeLessThan(60);
    const { before, after } = brighter.made.report ?? {};
    expect((after?.mean ?? 0) - (before?.mean ?? 0)).toBeGreaterThan(0.1);

    const darker = await enhanced({ mode: "manual", gamma: 0.5 });
    expect(await lumaOf(darker.path)).toBeLessThan(plain - 10);

    const grey = await enhanced({ mode: "manual", saturation: 0 });
    expect(grey.made.report?.after.saturation).toBeLessThan(0.02);

    const all = await client.video(video);
    expect(all.enhancements.map(({ id }) => id)).toEqual([
      first.id,
      brighter.made.id,
      darker.made.id,
      grey.made.id,
    ]);
    expect(all.enhancements[0]).toEqual(first);
    const uploads = watcher.stored(video).filter(({ type }) => type === "upload.completed");
    expect(uploads).toHaveLength(1);
  });
});
