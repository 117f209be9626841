// Looks at a clip in stretches and summarises them, as the Worker has it done.

import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { PictureContent } from "../../../protocol/content.ts";
import type { ResultOf, Source, Stored } from "../../../protocol/job.ts";
import { type Features, missingNeeded } from "../../features.ts";
import { look } from "../../look.ts";
import { createPrograms, type Programs } from "../../run-ffmpeg.ts";
import { summarise } from "../../summarise.ts";
import { jobId } from "../../testing/chain.ts";
import { ffmpeg } from "../../testing/clips.ts";
import { type Gateway, startGateway } from "../../testing/gateway.ts";
import { type LookFile, LookFileSchema } from "../look-file.ts";

const MINUTE = 60_000;

export type Bench = { programs: Programs; features: Features; gateway: Gateway };

export async function openBench(): Promise<Bench> {
  const path = (name: string) => execFileSync("which", [name], { encoding: "utf8" }).trim();
  const programs = createPrograms({ ffmpeg: path("ffmpeg"), ffprobe: path("ffprobe") });
  const features = await programs.prepare();
  if (missingNeeded(features).length > 0) throw new Error("this ffmpeg cannot be tested with");
  return { programs, features, gateway: await startGateway() };
}

export type Seen = ResultOf<"summarise"> & {
  looks: LookFile[];
  /** Folders below the gateway's: of each look, and of the summary. */
  folders: { looks: string[]; summary: string };
  /** What each look had on the disk at its end: bytes by name. */
  files: Record<string, number>[];
};

/** Looks with cuts at these seconds, summarised. */
export async function see(
  bench: Bench,
  clip: string,
  cuts: readonly number[] = [],
  spriteStep = 0.5,
  log: (line: string) => void = () => {},
  limitMs = MINUTE,
): Promise<Seen> {
  const source = await bench.gateway.source(clip);
  const bounds = [0, ...cuts, null];
  const files: Stored[][] = [];
  const looks: LookFile[] = [];
  const folders: string[] = [];
  const left: Record<string, number>[] = [];
  for (const [at, start] of bounds.slice(0, -1).entries()) {
    const place = `out/${randomUUID()}`;
    const end = bounds[at + 1] ?? null;
    const output = { url: `${bench.gateway.url}/${place}` };
    const job = { ...base(source), limitMs, output, spriteStep };
    const made = await inFolder(bench, log, async (work) => {
      const result = await look({ ...job, kind: "look", start: start ?? 0, end }, work);
      left.push(await bytesIn(work.folder));
      return result;
    });
    files.push(made.files.map(({ name, bytes }) => ({ path: `${place}/${name}`, bytes })));
    const text = await readFile(join(bench.gateway.folder, place, "frames.json"), "utf8");
    looks.push(LookFileSchema.parse(JSON.parse(text)));
    folders.push(place);
  }
  const summary = `out/${randomUUID()}`;
  const job = { ...base(source), output: { url: `${bench.gateway.url}/${summary}` }, spriteStep };
  const made = await inFolder(bench, log, (work) =>
    summarise({ ...job, kind: "summarise", partsUrl: bench.gateway.url, looks: files }, work),
  );
  return { ...made, looks, folders: { looks: folders, summary }, files: left };
}

/** The picture's content; throws where there is none. */
export function pictureOf({ picture }: Seen): PictureContent {
  if (picture === null) throw new Error("not one frame");
  return picture;
}

function base(source: Source) {
  return { id: jobId(), attempt: 1, limitMs: MINUTE, source };
}

async function bytesIn(folder: string): Promise<Record<string, number>> {
  const names = await readdir(folder);
  const sizes = names.map(async (name) => [name, (await stat(join(folder, name))).size] as const);
  return Object.fromEntries(await Promise.all(sizes));
}

async function inFolder<Result>(
  { programs, features, gateway }: Bench,
  log: (line: string) => void,
  use: (work: Parameters<typeof look>[1]) => Promise<Result>,
): Promise<Result> {
  const folder = join(gateway.folder, randomUUID());
  await mkdir(folder);
  const signal = new AbortController().signal;
  try {
    return await use({ programs, features, folder, signal, progress: () => {}, log });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** One after another, without loss where `options` do not say otherwise. */
export async function generated(
  folder: string,
  name: string,
  graphs: string[],
  options: string[] = ["-qp", "0"],
) {
  const path = join(folder, name);
  const parts = graphs.map((graph, at) => `${graph},format=yuv420p,setsar=1[p${at}]`);
  const joined = graphs.map((_, at) => `[p${at}]`).join("");
  const graph = `${parts.join(";")};${joined}concat=n=${graphs.length}[out]`;
  await ffmpeg([
    ...["-v", "error", "-filter_complex", graph, "-map", "[out]", "-g", "40"],
    ...["-c:v", "libx264", "-preset", "ultrafast", ...options, path],
  ]);
  return path;
}

/** 320 × 240: 2 s of a test picture, 1 s black, 3 s still, 2 s fractal, at 25 frames a second. */
export function knownClip(folder: string): Promise<string> {
  return generated(folder, "known.mp4", [
    "testsrc2=s=320x240:r=25:d=2",
    "color=black:s=320x240:r=25:d=1",
    "smptebars=s=320x240:r=25:d=3",
    "mandelbrot=s=320x240:r=25:start_scale=1,trim=duration=2",
  ]);
}
