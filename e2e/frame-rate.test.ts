// Another frame rate changes how often the picture changes and nothing else: the length stays, and
// what is seen stays with what is heard. Measured on clips that flash and beep at each full second.

import { expect, it } from "vitest";
import { createSession, newest } from "./client.ts";
import { flashAndBeep } from "./clips.ts";
import { ffmpeg, lumaByFrame, spanOf } from "./ffmpeg.ts";
import { figure } from "./figures.ts";
import { save, scratchFolder } from "./scratch.ts";
import { sharedProduct } from "./shared-product.ts";

const { origin } = sharedProduct();
const scratch = scratchFolder();

const SECONDS = 6;
const SYNC_SECONDS = 0.04;
const SAMPLE_RATE = 48_000;

it.each([
  { from: 60, to: 30 },
  { from: 24, to: 30 },
])("keeps length and sync from $from to $to frames a second", async ({ from, to }) => {
  const client = await createSession(origin);
  const watcher = await client.watch();
  const source = await flashAndBeep(from, SECONDS);
  const { video } = await client.upload(source, { settings: { mode: "manual", fps: to } });
  const { message } = await watcher.waitForEvent("enhancement.ready", video);
  const result = await save(
    origin,
    newest(message.video).downloadUrl,
    scratch(`${from}-${to}.mp4`),
  );

  const span = await spanOf(result, "v:0");
  expect(span.rate).toBe(to);
  expect(span.packets).toBe(SECONDS * to);
  const before = await spanOf(source, "v:0");
  expect(Math.abs(span.duration - before.duration)).toBeLessThanOrEqual(1 / to);

  const [seen, heard] = [await flashes(result), await beeps(result)];
  expect(seen).toHaveLength(SECONDS);
  expect(heard).toHaveLength(SECONDS);
  const apart = seen.map((time, index) => time - (heard[index] ?? Number.NaN));
  const worst = Math.max(...apart.map(Math.abs));
  figure(`sound against picture, ${from} to ${to} fps`, `${(worst * 1000).toFixed(0)} ms at worst`);
  expect(worst).toBeLessThanOrEqual(SYNC_SECONDS);
  await client.remove(video);
  watcher.close();
});

/** Times of the first bright frame of each flash. */
async function flashes(path: string): Promise<number[]> {
  return onsets((await lumaByFrame(path)).map(({ time, luma }) => ({ time, on: luma > 128 })));
}

/** Times at which each beep begins, from the first moment of the file on. */
async function beeps(path: string): Promise<number[]> {
  const filter = ["-af", "aresample=async=1:first_pts=0"];
  const format = ["-ac", "1", "-ar", String(SAMPLE_RATE), "-f", "s16le", "-"];
  const { stdout } = await ffmpeg(["-v", "error", "-i", path, "-vn", ...filter, ...format]);
  const window = SAMPLE_RATE / 1000;
  const loud = Array.from({ length: Math.floor(stdout.length / 2 / window) }, (_, index) => {
    const samples = Array.from({ length: window }, (_, place) =>
      Math.abs(stdout.readInt16LE((index * window + place) * 2)),
    );
    return { time: index / 1000, on: Math.max(...samples) > 6_000 };
  });
  return onsets(loud);
}

/** Times at which something begins; what was on less than 50 ms before has not begun anew. */
function onsets(states: { time: number; on: boolean }[]): number[] {
  const times: number[] = [];
  let lastOn = Number.NEGATIVE_INFINITY;
  for (const { time, on } of states) {
    if (on && time - lastOn > 0.05) times.push(time);
    if (on) lastOn = time;
  }
  return times;
}
