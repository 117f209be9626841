// The whole way of an enhancement as the Worker drives it: analyse, every segment and track, then
// assemble. Gives the plan, the report and the finished file.

import { randomBytes } from "node:crypto";
import { appendFile, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Plan, RenditionKind, Report } from "../../protocol/enhancement.ts";
import type { FailureCode } from "../../protocol/failure.ts";
import type {
  JobKind,
  JobRequest,
  JobResult,
  Part,
  ResultOf,
  Source,
  Stored,
} from "../../protocol/job.ts";
import type { Settings } from "../../protocol/settings.ts";
import type { Gateway } from "./gateway.ts";
import type { Service } from "./service.ts";

const LIMIT_MS = 300_000;
const SIDE_BY_SIDE = 2;

/** A job's failure, as the Worker would see it. */
export class ChainFailure extends Error {
  readonly code: FailureCode;
  readonly kind: JobKind;

  constructor(kind: JobKind, code: FailureCode) {
    super(`${kind}: ${code}`);
    this.code = code;
    this.kind = kind;
  }
}

export type Chain = {
  plan: Plan;
  segments: ResultOf<"encode">[];
  tracks: ResultOf<"audio">[];
  report: Report;
  /** The finished file; next to it lie init.mp4, segment and audio files of each job. */
  file: string;
  /** Key prefixes of the segments' and tracks' attempts below the gateway's folder. */
  folders: { segments: string[]; tracks: string[] };
};

export const jobId = () => `job_${randomBytes(16).toString("hex")}`;

export async function runChain(
  service: Service,
  gateway: Gateway,
  source: Source,
  settings?: Settings,
): Promise<Chain> {
  return carryOut(service, gateway, source, await planFor(service, source, settings));
}

/** What `analyse` decides. */
export async function planFor(
  service: Service,
  source: Source,
  settings: Settings = { mode: "auto" },
): Promise<Plan> {
  const analysed = await finish(service, { ...base(source), kind: "analyse", settings });
  if (analysed.kind !== "analyse") throw new Error("another kind of result");
  return analysed.plan;
}

/** One rendition of the plan, with all sound and subtitles. */
export async function carryOut(
  service: Service,
  gateway: Gateway,
  source: Source,
  plan: Plan,
  rendition: RenditionKind = "sdr",
): Promise<Chain> {
  const folders = { segments: [] as string[], tracks: [] as string[] };
  const output = (list: string[], at: number) => {
    const job = base(source);
    list[at] = `out/${job.id}/1`;
    return { ...job, plan, output: { url: `${gateway.url}/out/${job.id}/1` } };
  };
  const segments = await inTurns(plan.segments, async (_, segment) => {
    const job = {
      ...output(folders.segments, segment),
      kind: "encode" as const,
      segment,
      rendition,
    };
    const result = await finish(service, job);
    if (result.kind !== "encode") throw new Error("another kind of result");
    return result;
  });
  const tracks = await inTurns(plan.audio, async (_, track) => {
    const job = { ...output(folders.tracks, track), kind: "audio" as const, track };
    const result = await finish(service, job);
    if (result.kind !== "audio") throw new Error("another kind of result");
    return result;
  });

  const texts: string[] = [];
  let subtitles: Stored | null = null;
  if (plan.subtitles.length > 0) {
    const result = await finish(service, { ...output(texts, 0), kind: "subtitles" });
    if (result.kind !== "subtitles") throw new Error("another kind of result");
    subtitles = storedIn(texts[0], result.file);
  }

  const joined: string[] = [];
  const [first] = segments;
  if (!first) throw new Error("a plan without a segment");
  const assembled = await finish(service, {
    ...output(joined, 0),
    kind: "assemble",
    rendition,
    subtitles,
    fidelity: segments.map(({ fidelity }) => fidelity),
    partsUrl: gateway.url,
    init: storedIn(folders.segments[0], first.init),
    segments: segments.map(({ segment }, at) => storedIn(folders.segments[at], segment)),
    compared: segments.flatMap(({ compared }, at) =>
      compared ? [storedIn(folders.segments[at], compared)] : [],
    ),
    audio: tracks.map(({ files }, at) => files.map((part) => storedIn(folders.tracks[at], part))),
  });
  if (assembled.kind !== "assemble") throw new Error("another kind of result");
  const file = join(gateway.folder, `${jobId()}.mp4`);
  await rm(file, { force: true });
  for (const part of assembled.parts) {
    await appendFile(file, await readFile(join(gateway.folder, `${joined[0]}`, part.name)));
  }
  return { plan, segments, tracks, report: assembled.report, file, folders };
}

function storedIn(folder: string | undefined, { name, bytes }: Part): Stored {
  return { path: `${folder}/${name}`, bytes };
}

export function base(source: Source) {
  return { id: jobId(), attempt: 1, limitMs: LIMIT_MS, source };
}

/** The result of a job; throws ChainFailure if it ended in a named failure. */
export async function finish(service: Service, job: JobRequest): Promise<JobResult> {
  const last = await service.run(job);
  if (last.type === "result") return last.result;
  if (last.type === "failed") throw new ChainFailure(job.kind, last.code);
  throw new Error(`the answer ended with ${last.type}`);
}

async function inTurns<Item, Result>(
  items: readonly Item[],
  work: (item: Item, at: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const queue = [...items.entries()];
  await Promise.all(
    Array.from({ length: SIDE_BY_SIDE }, async () => {
      for (let next = queue.shift(); next; next = queue.shift()) {
        const [at, item] = next;
        results[at] = await work(item, at);
      }
    }),
  );
  return results;
}
