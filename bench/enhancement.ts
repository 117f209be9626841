// The figures that people wait for, measured on this machine, now: absolute ones mean little on a
// shared machine, so the work is given as a ratio against ffmpeg with the same arguments, one
// after the other. Prints one line a figure.

import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import {
  cleaningFilters,
  finishingFilters,
  toneFilter,
  workingFormat,
} from "../container/recipe-filters.ts";
import { type Client, createSession, newest } from "../e2e/client.ts";
import { announceClips, clip } from "../e2e/clips.ts";
import { ffmpeg } from "../e2e/ffmpeg.ts";
import { Product } from "../e2e/product.ts";
import type { Recipe } from "../protocol/enhancement.ts";
import { cpuSeconds } from "./cpu.ts";
import { type BenchFilm, minuteOf1080p } from "./films.ts";

/** Rounds of each measurement: the median of five is steady to a few per cent on an idle machine. */
const ROUNDS = 5;
/** Of the long ones: what one round more would tell is not worth its minutes. */
const LONG_ROUNDS = 3;

/** A minute of 1080p takes about as long; a machine may be several times slower. */
const READY_LIMIT_MS = 10 * 60_000;

/** What the cost is measured for. Spatial recipes may cost 1.15 × bare ffmpeg, temporal ones 1.25. */
const RECIPES: Record<string, object> = {
  neutral: { mode: "manual" },
  auto: { mode: "auto" },
  "tone and sharpen": { mode: "manual", contrast: 1.15, saturation: 1.1, sharpen: 0.4 },
  denoise: { mode: "manual", denoise: 0.4 },
};
/** What people try. */
const PREVIEWS = { settings: { mode: "manual", contrast: 1.15, sharpen: 0.4 } };

/**
 * What an enhancement is compared with: one ffmpeg with the arguments that its report names and no
 * filters, with filters as the recipe has them, and with as many threads as it likes besides, which
 * is what a person alone with the machine would run.
 */
const BARE = {
  encoder: "bare ffmpeg",
  filtered: "ffmpeg with the same filters",
  threaded: "ffmpeg with the same filters on all cores",
};

announceClips();
const product = new Product();
const folder = mkdtempSync(join(tmpdir(), "reelight-bench-"));
try {
  await product.start();
  await measureMainJob(await clip("plain"));
  const minute = await minuteOf1080p(folder);
  await measurePreviews(minute);
  const half = { name: "30 s 480p", path: await clip("half a minute") };
  for (const film of [half, minute]) {
    for (const [recipe, settings] of Object.entries(RECIPES)) {
      await measureCost(film, recipe, settings);
    }
  }
  await product.stop();
  reportQueue();
} finally {
  await product.close();
  rmSync(folder, { recursive: true, force: true });
}

/** First facts after the last byte, and the whole enhancement against one bare ffmpeg. */
async function measureMainJob(source: string): Promise<void> {
  const facts: number[] = [];
  const rounds: Round[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const measured = await enhanceOnce(source, {});
    if (round === 0) continue; // Warms caches, and is what a first start costs.
    facts.push(measured.factsMs);
    rounds.push(measured);
  }
  say("first facts after the last byte", facts, "ms");
  say(
    "enhancement.ready after the last byte",
    rounds.map(({ readyMs }) => readyMs),
    "ms",
  );
  sayRatios("enhancement", rounds);
}

/** The whole cost of a film, by the clock and in CPU seconds of everything the product runs. */
async function measureCost(film: BenchFilm, recipe: string, settings: object): Promise<void> {
  const rounds: Round[] = [];
  for (let round = 0; round < LONG_ROUNDS; round++) {
    rounds.push(await enhanceOnce(film.path, settings));
  }
  sayRatios(`${film.name}, ${recipe}`, rounds);
}

type Cost = { ms: number; cpu: number };
type Round = { factsMs: number; readyMs: number; product: Cost } & Record<Bare, Cost>;

type Bare = keyof typeof BARE;

/** One enhancement, and then all that it is compared with. */
async function enhanceOnce(source: string, settings: object): Promise<Round> {
  const client = await createSession(product.address.origin);
  const watcher = await client.watch();
  const { video, lastByteAt } = await client.upload(source, { settings });
  const spent = cpuSeconds(pids());
  const first = await watcher.waitForEvent("metadata.updated", video);
  const ready = await watcher.waitForEvent("enhancement.ready", video, READY_LIMIT_MS);
  watcher.close();
  const { report, recipe } = newest(ready.message.video);
  if (!report || !recipe) throw new Error("a finished enhancement without a report");
  const readyMs = ready.at - lastByteAt;
  const cpu = cpuSeconds(pids()) - spent;
  await client.remove(video);
  const filters = ["-vf", filtersOf(recipe)];
  return {
    ...{ factsMs: first.at - lastByteAt, readyMs, product: { ms: readyMs, cpu } },
    encoder: await encodeBare(source, report.encoder),
    filtered: await encodeBare(source, [...filters, ...report.encoder]),
    threaded: await encodeBare(source, [...filters, ...withoutThreads(report.encoder)]),
  };
}

/** A film whose shots have tones of their own gets the film's: it costs the same. */
function filtersOf(recipe: Recipe): string {
  const working = `format=${workingFormat(recipe, 8)}`;
  const steps = [...cleaningFilters(recipe), ...toneFilter(recipe), ...finishingFilters(recipe)];
  return [working, ...steps, "format=yuv420p"].join(",");
}

async function encodeBare(source: string, encoder: readonly string[]): Promise<Cost> {
  const own = cpuSeconds([process.pid]);
  const began = performance.now();
  await ffmpeg(["-i", source, ...encoder, join(folder, "bare.mp4")]);
  return { ms: performance.now() - began, cpu: cpuSeconds([process.pid]) - own };
}

function withoutThreads(encoder: readonly string[]): string[] {
  const at = encoder.indexOf("-threads");
  if (at < 0) throw new Error("the encoder's arguments name no threads");
  return encoder.toSpliced(at, 2);
}

/** A still and a clip of a film whose plan is known: what a person waits for, HTTP included. */
async function measurePreviews(film: BenchFilm): Promise<void> {
  const client = await createSession(product.address.origin);
  const watcher = await client.watch();
  const { video } = await client.upload(film.path, { settings: { mode: "manual" } });
  await watcher.waitForEvent("enhancement.ready", video, READY_LIMIT_MS);
  watcher.close();
  for (const as of ["still", "clip"]) {
    const waits: number[] = [];
    // Each at another place, since what was shown before is answered from storage.
    for (let round = 0; round < ROUNDS; round++) {
      waits.push(await previewOnce(client, video, { ...PREVIEWS, as, at: 10 + round * 7 }));
    }
    say(`preview of ${film.name}, ${as}`, waits, "ms");
  }
}

async function previewOnce(client: Client, video: string, wish: object): Promise<number> {
  const began = performance.now();
  const answer = await client.call(`/v1/videos/${video}/preview`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(wish),
  });
  if (answer.status !== 200) throw new Error(`preview: ${answer.status} ${await answer.text()}`);
  await answer.text();
  return performance.now() - began;
}

function pids(): number[] {
  return product.processes().map(({ pid }) => pid);
}

function sayRatios(name: string, rounds: readonly Round[]): void {
  const kinds: Bare[] = ["encoder", "filtered", "threaded"];
  for (const kind of kinds) {
    const ratios = (of: keyof Cost) => rounds.map((round) => round.product[of] / round[kind][of]);
    say(`${name}: enhancement.ready ÷ ${BARE[kind]}`, ratios("ms"), "×");
    say(`${name}: CPU seconds ÷ those of ${BARE[kind]}`, ratios("cpu"), "×");
  }
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
