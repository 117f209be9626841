// Whether memory grows with the film: the resident memory of the Worker and of the transcoder while
// a long film goes all its way, beside that of one a twelfth as long. ffmpeg's own is told too.
// It takes as long as two hours of film take to be enhanced, in small.

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSession } from "../e2e/client.ts";
import { announceClips, clip } from "../e2e/clips.ts";
import { ffmpeg } from "../e2e/ffmpeg.ts";
import { isFfmpeg, type Process } from "../e2e/processes.ts";
import { Product } from "../e2e/product.ts";

const LENGTHS_S = [600, 7_200];
const LIMIT_MS = 3 * 3_600_000;
const PAGE_KIB = 4;

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
      const peaks = await peaksWhile(product, () => enhance(product, path));
      console.log(`${seconds} s of film, MiB: ${words(idle)} idle, ${words(peaks)} at most`);
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

async function peaksWhile(product: Product, work: () => Promise<void>): Promise<Peaks> {
  const peaks: Peaks = { Worker: 0, transcoder: 0, ffmpeg: 0 };
  const look = () => {
    const now = residentOf(product.processes());
    for (const name of ["Worker", "transcoder", "ffmpeg"] as const) {
      peaks[name] = Math.max(peaks[name], now[name]);
    }
  };
  const timer = setInterval(look, 500);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return peaks;
}

/** MiB of the Worker's and of the transcoder's process, and of the largest ffmpeg. */
function residentOf(processes: readonly Process[]): Peaks {
  const largest = (chosen: (process: Process) => boolean) =>
    Math.round(Math.max(0, ...processes.filter(chosen).map(residentMib)));
  return {
    Worker: largest(({ command }) => command.includes("workerd")),
    transcoder: largest(({ command }) => /node\S* .*container\/server\.ts/.test(command)),
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

function words(peaks: Peaks): string {
  return Object.entries(peaks)
    .map(([name, mib]) => `${name} ${mib}`)
    .join(", ");
}
