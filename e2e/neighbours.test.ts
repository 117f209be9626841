// Nobody waits for a stranger's film: while one session keeps the transcoder busy, another gets its
// first facts as fast as ever and its enhancement soon begins. And no session has more at work than
// its share.

import { afterAll, beforeAll, expect, it } from "vitest";
import { type Client, createSession, newest } from "./client.ts";
import { clip } from "./clips.ts";
import { figure, seconds } from "./figures.ts";
import { sharedProduct } from "./shared-product.ts";
import { transcoderLoad, untilIdle } from "./transcoder.ts";
import type { Watcher } from "./watcher.ts";

const product = sharedProduct();

/** Enhance jobs of a session at a time, as wrangler.toml has it locally, and the probe's own lane. */
const JOBS_AT_WORK = 12;
const PROBES = 1;

let busy: Client;
let watcher: Watcher;
let film: string;

beforeAll(async () => {
  // Others' jobs would be counted as this session's.
  await untilIdle(product);
  busy = await createSession(product.origin);
  watcher = await busy.watch();
  const uploaded = await busy.upload(await clip("half a minute"));
  film = uploaded.video;
  await watcher.waitForEnhancement("encoding", film, ({ status }) => status === "encoding");
});

afterAll(async () => {
  watcher.close();
  await busy.remove(film);
  await untilIdle(product);
});

it("holds a session to its share of the transcoder", async () => {
  let most = 0;
  for (let sample = 0; sample < 20; sample++) {
    const { running, waiting } = await transcoderLoad(product);
    most = Math.max(most, running + waiting);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  figure("jobs of one session at the transcoder, most", String(most));
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThanOrEqual(JOBS_AT_WORK + PROBES);
});

it("tells a neighbour the first facts at once, and soon looks at the picture", async () => {
  const neighbour = await createSession(product.origin);
  const heard = await neighbour.watch();
  const { video, lastByteAt } = await neighbour.upload(await clip("plain"));
  const facts = await heard.waitForEvent("metadata.updated", video);
  const analysing = await heard.waitForEnhancement(
    "analysis",
    video,
    ({ status }) => status !== "waiting",
  );
  expect(newest(await busy.video(film)).status).toBe("encoding");
  figure("first facts beside a stranger's film", seconds(facts.at - lastByteAt));
  figure("analysis begins beside a stranger's film", seconds(analysing.at - lastByteAt));
  expect(facts.at - lastByteAt).toBeLessThanOrEqual(500);
  expect(analysing.at - lastByteAt).toBeLessThanOrEqual(15_000);
  heard.close();
  await neighbour.remove(video);
});
