// Whether memory grows with the film: what the Worker and the transcoder hold while a long film goes
// all its way, beside that of one a twelfth as long. What their processes have of the system is told
// too, and ffmpeg's: that holds garbage as well, and what an allocator keeps.
// It takes as long as two hours of film take to be enhanced, in small.

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { createSession } from "../e2e/client.ts";
import { announceClips, clip } from "../e2e/clips.ts";
import { ffmpeg } from "../e2e/ffmpeg.ts";
import { isFfmpeg, type Process } from "../e2e/processes.ts";
import { Product } from "../e2e/product.ts";
import { type LiveHeap, liveHeapOf } from "./live-heap.ts";

const LENGTHS_S = [600, 7_200];
const LIMIT_MS = 3 * 3_600_000;
const PAGE_KIB = 4;
/** Between two looks at what is held: each makes the program collect its garbage. */
const HEAP_LOOK_MS = 10_000;
/** The Worker among all that run in its process. */
const WORKER = "core:user:reelight";

type Peaks = Record<"Worker" | "transcoder" | "ffmpeg", number>;

announceClips();
const folder = mkdtempSync(join(tmpdir(), "reelight-bench-"));
try {
  for (const seconds of LENGTHS_S) {
    const path = await filmOf(seconds);
    // A product each: what a process has once taken from the system it seldom gives back.
    const product = new Product();
    try {
      await product.start();
      const idle = residentOf(product.processes());
      const { peaks, held, looks } = await peaksWhile(product, () => enhance(product, path));
      console.log(
        `${seconds} s of film, MiB held: ${words(held)} at most (looks: ${words(looks)})`,
      );
      console.log(
        `${seconds} s of film, MiB resident: ${words(idle)} idle, ${words(peaks)} at most`,
      );
      await product.stop();
    } finally {
      await product.close();
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** A real clip in small, over and over. */
async function filmOf(seconds: number): Promise<string> {
  const [once, path] = [join(folder, "once.mp4"), join(folder, `${seconds}.mp4`)];
  const source = await clip("half a minute");
  const small = ["-vf", "scale=320:-2", "-c:v", "libx264", "-preset", "ultrafast", "-crf", "26"];
  await ffmpeg(["-y", "-v", "error", "-i", source, ...small, "-c:a", "aac", once]);
  const loop = ["-stream_loop", "-1", "-i", once, "-t", String(seconds), "-c", "copy"];
  await ffmpeg(["-v", "error", ...loop, path]);
  return path;
}

/** The whole way: both tracks, until nothing is left to do. */
async function enhance(product: Product, path: string): Promise<void> {
  const client = await createSession(product.address.origin);
  const watcher = await client.watch();
  const { video } = await client.upload(path, {});
  await watcher.waitForEvent("enhancement.ready", video, LIMIT_MS);
  await watcher.waitForEvent("metadata.ready", video, LIMIT_MS);
  watcher.close();
}

type Held = Record<"Worker" | "transcoder", number>;

/** Looks into both programs. Node lets a debugger in when it gets this signal. */
async function heapsOf(processes: readonly Process[]): Promise<Record<keyof Held, LiveHeap>> {
  const transcoder = processes.find(isTranscoder);
  if (!transcoder) throw new Error("there is no transcoder");
  process.kill(transcoder.pid, "SIGUSR1");
  await pause(1_000);
  const worker = processes.filter(isWorkerd).map(({ pid }) => liveHeapOf(pid, WORKER));
  return { Worker: await Promise.any(worker), transcoder: await liveHeapOf(transcoder.pid, null) };
}

async function peaksWhile(
  product: Product,
  work: () => Promise<void>,
): Promise<{ peaks: Peaks; held: Held; looks: Held }> {
  const peaks: Peaks = { Worker: 0, transcoder: 0, ffmpeg: 0 };
  const held: Held = { Worker: 0, transcoder: 0 };
  const looks: Held = { Worker: 0, transcoder: 0 };
  const done = new AbortController();
  const working = work();
  const looking = (async () => {
    // A Worker that has nothing to do answers nobody.
    const heaps = await heapsOf(product.processes());
    while (!done.signal.aborted) {
      for (const name of ["Worker", "transcoder"] as const) {
        const now = await heaps[name].measure();
        if (now === null) continue;
        held[name] = Math.max(held[name], Math.round(now));
        looks[name]++;
      }
      await pause(HEAP_LOOK_MS, undefined, { signal: done.signal }).catch(() => {});
    }
    for (const heap of Object.values(heaps)) heap.close();
  })();
  const look = () => {
    const now = residentOf(product.processes());
    for (const name of ["Worker", "transcoder", "ffmpeg"] as const) {
      peaks[name] = Math.max(peaks[name], now[name]);
    }
  };
  const timer = setInterval(look, 500);
  try {
    await Promise.race([working, looking.then(() => working)]);
  } finally {
    clearInterval(timer);
    done.abort();
  }
  await looking;
  return { peaks, held, looks };
}

function isWorkerd({ command }: Process): boolean {
  return command.includes("workerd");
}

function isTranscoder({ command }: Process): boolean {
  return /node\S* .*container\/server\.ts/.test(command);
}

/** MiB of the Worker's and of the transcoder's process, and of the largest ffmpeg. */
function residentOf(processes: readonly Process[]): Peaks {
  const largest = (chosen: (process: Process) => boolean) =>
    Math.round(Math.max(0, ...processes.filter(chosen).map(residentMib)));
  return {
    Worker: largest(isWorkerd),
    transcoder: largest(isTranscoder),
    ffmpeg: largest(isFfmpeg),
  };
}

/** 0 for a process that has just ended. */
function residentMib({ pid }: Process): number {
  try {
    const pages = Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]);
    return (pages * PAGE_KIB) / 1024;
  } catch {
    return 0;
  }
}

function words(peaks: Peaks | Held): string {
  return Object.entries(peaks)
    .map(([name, mib]) => `${name} ${mib}`)
    .join(", ");
}
