// The figures that people wait for, measured on this machine, now: absolute ones mean little on a
// shared machine, so the work is given as a ratio against bare ffmpeg with the same arguments, the
// two in turn. Prints one line a figure.

import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { createSession, newest } from "../e2e/client.ts";
import { announceClips, clip } from "../e2e/clips.ts";
import { ffmpeg } from "../e2e/ffmpeg.ts";
import { Product } from "../e2e/product.ts";

/** Rounds of each measurement: the median of five is steady to a few per cent on an idle machine. */
const ROUNDS = 5;

announceClips();
const product = new Product();
const folder = mkdtempSync(join(tmpdir(), "reelight-bench-"));
try {
  await product.start();
  await measureMainJob(await clip("plain"));
  await product.stop();
  reportQueue();
} finally {
  await product.close();
  rmSync(folder, { recursive: true, force: true });
}

/** First facts after the last byte, and the whole enhancement against one bare ffmpeg. */
async function measureMainJob(source: string): Promise<void> {
  const facts: number[] = [];
  const ratios: number[] = [];
  const readies: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const client = await createSession(product.address.origin);
    const watcher = await client.watch();
    const { video, lastByteAt } = await client.upload(source);
    const first = await watcher.waitForEvent("metadata.updated", video);
    const ready = await watcher.waitForEvent("enhancement.ready", video);
    watcher.close();
    const { report } = newest(ready.message.video);
    if (!report) throw new Error("a finished enhancement without a report");
    const began = performance.now();
    await ffmpeg(["-i", source, ...report.encoder, join(folder, "bare.mp4")]);
    const bare = performance.now() - began;
    if (round === 0) continue; // Warms caches, and is what a first start costs.
    facts.push(first.at - lastByteAt);
    readies.push(ready.at - lastByteAt);
    ratios.push((ready.at - lastByteAt) / bare);
  }
  say("first facts after the last byte", facts, "ms");
  say("enhancement.ready after the last byte", readies, "ms");
  say("enhancement.ready ÷ bare ffmpeg", ratios, "×");
}

/** How long released jobs waited for a consumer, from the sessions' own rows. */
function reportQueue(): void {
  const sessions = join(product.stateDir, "v3", "do", "reelight-Session");
  const waits: number[] = [];
  for (const name of readdirSync(sessions)) {
    if (!name.endsWith(".sqlite") || name === "metadata.sqlite") continue;
    const database = new DatabaseSync(join(sessions, name), { readOnly: true });
    for (const row of database.prepare("SELECT record FROM jobs").all()) {
      const job: { queuedAt: number | null; startedAt: number | null; kind: string } = JSON.parse(
        String(row.record),
      );
      // Encodes of one film wait for each other by design; the rest shows the queue itself.
      if (job.kind === "encode" || job.queuedAt === null || job.startedAt === null) continue;
      waits.push(job.startedAt - job.queuedAt);
    }
    database.close();
  }
  say("queue to consumer", waits, "ms");
}

function say(name: string, values: number[], unit: string): void {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (part: number) => sorted[Math.ceil(part * sorted.length) - 1] ?? Number.NaN;
  const text = (value: number) => (unit === "×" ? value.toFixed(2) : value.toFixed(0));
  const spread = `min ${text(at(0.001))}, median ${text(at(0.5))}, max ${text(at(1))} ${unit}`;
  const machine = `${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}`;
  console.log(`${name}: ${spread} (${values.length} samples; ${machine})`);
}
