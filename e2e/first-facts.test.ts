// First facts: there soon after the last byte, from the index alone, wherever it sits.

import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Client, createSession } from "./client.ts";
import { clip, type Trait } from "./clips.ts";
import { ffmpeg } from "./ffmpeg.ts";
import { figure, seconds } from "./figures.ts";
import { lateIndex, piecesOf } from "./late-index.ts";
import { scratchFolder } from "./scratch.ts";
import { sharedProduct } from "./shared-product.ts";
import { uploadTimed } from "./timed-upload.ts";
import type { Watcher } from "./watcher.ts";

/**
 * Generous: a machine that does other work as well needs many times what an idle one does, which the
 * figures tell. That they need no transcoder is seen in offline-upload.test.ts.
 */
const LIMIT_MS = 5_000;
/** Many chunks, so that the index is far from the first one; small enough to send in a moment. */
const LATE_BYTES = 96 * 1024 * 1024;

const { origin } = sharedProduct();
const scratch = scratchFolder();
let client: Client;
let watcher: Watcher;
const uploaded: string[] = [];

beforeAll(async () => {
  client = await createSession(origin);
  watcher = await client.watch();
});
afterAll(async () => {
  watcher.close();
  // What is at work for them would be in the way of the next tests.
  await Promise.all(uploaded.map((video) => client.remove(video)));
});

/** Milliseconds from the last byte to the first facts. */
async function untilFacts(name: string, bytes: number, pieces: Iterable<Uint8Array>) {
  const { video, lastByteAt } = await uploadTimed(client, name, bytes, pieces);
  uploaded.push(video);
  const facts = await watcher.waitForEvent("metadata.updated", video);
  expect(facts.message.video.metadata).toMatchObject({ stage: "facts", failure: null });
  return { video, waited: facts.at - lastByteAt };
}

it.each<Trait>(["plain", "webm", "rotated"])("come within a moment: %s", async (trait) => {
  const path = await clip(trait);
  const bytes = readFileSync(path);
  const { waited } = await untilFacts(basename(path), bytes.length, [bytes]);
  figure(`first facts of ${basename(path)}`, seconds(waited));
  expect(waited).toBeLessThan(LIMIT_MS);
});

it("come as soon where the index follows after a hundred megabytes", async () => {
  // ffmpeg lays it out as is needed, whatever the clip was.
  const plain = scratch("late.mp4");
  await ffmpeg(["-i", await clip("plain"), "-t", "2", "-c", "copy", plain]);
  const film = lateIndex(readFileSync(plain), LATE_BYTES);
  const { video, waited } = await untilFacts("late.mp4", film.bytes, piecesOf(film));
  figure(`first facts of ${LATE_BYTES / 2 ** 20} MiB, index last`, seconds(waited));
  expect(waited).toBeLessThan(LIMIT_MS);
  const { facts } = await client.metadata(video);
  expect(facts?.structure).toMatchObject({ indexFirst: false });
  expect(facts?.structure?.boxes.map(({ type }) => type)).toEqual(["ftyp", "mdat", "moov"]);
});
