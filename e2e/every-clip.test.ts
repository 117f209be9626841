// Clips of every kind that people have, one after the other: each becomes an MP4 that decodes, plays
// everywhere and has the length, the shape and the sound of its source; and no finding calls such a
// clip broken. The plain clip and the one of half a minute are looked at in main-path.test.ts and
// segments.test.ts.

import { beforeAll, expect, it } from "vitest";
import { type Client, createSession, newest } from "./client.ts";
import { clip, type Trait } from "./clips.ts";
import { figure, seconds } from "./figures.ts";
import { expectGoodResult } from "./good-result.ts";
import { save, scratchFolder } from "./scratch.ts";
import { sharedProduct } from "./shared-product.ts";
import type { Watcher } from "./watcher.ts";

const TRAITS: Trait[] = [
  "webm",
  "speech",
  "rotated",
  "odd size",
  "wide pixels",
  "two sound tracks",
  "noisy",
  "film",
  "variable rate",
];

const { origin } = sharedProduct();
const scratch = scratchFolder();

let client: Client;
let watcher: Watcher;

beforeAll(async () => {
  client = await createSession(origin);
  watcher = await client.watch();
  return () => watcher.close();
});

it.each(TRAITS)("makes a good result of a clip with the trait: %s", async (trait) => {
  const source = await clip(trait);
  const { video, lastByteAt } = await client.upload(source);
  const { message, at } = await watcher.waitForEvent("enhancement.ready", video, 120_000);
  await watcher.waitForEvent("metadata.ready", video);
  figure(`enhancement.ready: ${trait}`, seconds(at - lastByteAt));
  const { downloadUrl } = newest(message.video);
  const { findings } = await client.metadata(video);
  expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
  await expectGoodResult(source, await save(origin, downloadUrl, scratch(`${trait}.mp4`)));
  await client.remove(video);
  expect(watcher.stored(video).map(({ type }) => type)).not.toContain("job.retrying");
});
