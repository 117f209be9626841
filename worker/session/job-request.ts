// The request that a started attempt sends to the transcoder: everything it may know and touch. Its
// URLs are capabilities for one source and one attempt's key prefix, good until the attempt must be
// over; the source's some minutes longer.

import type { RenditionKind } from "../../protocol/enhancement.ts";
import type { JobKind, JobOf, JobRequest, Part, Source, Stored } from "../../protocol/job.ts";
import { type Capability, mediaPath } from "../capability.ts";
import { attemptPath } from "../keys.ts";
import { type JobRecord, jobsOf, planOf, type VideoState } from "./state.ts";

/**
 * The longest an attempt may last with its wait in the transcoder's line, in ms: under the 15
 * minutes a queue consumer lives (https://developers.cloudflare.com/queues/platform/limits/).
 */
export const ATTEMPT_MS = 14 * 60_000;

/** Wall clock of the work itself, in ms: several times what the largest allowed input was seen to take. */
export const LIMIT_MS: Record<JobKind, number> = {
  probe: 30_000,
  inspect: 5 * 60_000,
  // A few frames, also of an 8K film whose key frames lie far apart.
  poster: 60_000,
  // 10 GiB through the gateway; SHA-256 itself takes a tenth of that.
  digest: 5 * 60_000,
  // 300 s of 5.1 sound, with true peaks, took 6 s of one core: 4 h take 5 min where nothing else runs.
  listen: 10 * 60_000,
  // Looks are cut to even work by the film's mean pace; the densest stretch may hold several times
  // that, and one whose key frame is far decodes all from there. A look ends itself before this.
  look: 10 * 60_000,
  // All that the looks have written: some 5 MB for each minute of the film.
  summarise: 10 * 60_000,
  analyse: 2 * 60_000,
  encode: 5 * 60_000,
  audio: 5 * 60_000,
  subtitles: 5 * 60_000,
  assemble: 5 * 60_000,
  // The whole film is decoded. A core makes some 100 pictures a second of 1080p HEVC and 28 of 4K in
  // 10 bit, so this is enough for an hour of the one and a quarter of the other on two busy cores.
  // The rest of ATTEMPT_MS is for its wait in line.
  proxy: 11 * 60_000,
  // A person looks at a slider.
  preview: 20_000,
};

/**
 * Jobs of a film that begin within so many ms get its source by the same URL, which is good for that much
 * longer: by it the transcoder knows a source that it has just seen.
 */
const SOURCE_URL_MS = 5 * 60_000;

/** Name of the one place where the transcoder's container finds the media gateway. */
const CONTAINER_GATEWAY = "http://media.internal";

export type RequestSetting = {
  session: string;
  signingKey: string;
  /** Origin of the gateway as the transcoder sees it; undefined where it runs as a container. */
  gateway: string | undefined;
  now: number;
};

/** The body of `POST /jobs` for the job's newest attempt. Throws if an earlier step is missing. */
export function jobRequest(state: VideoState, job: JobRecord, setting: RequestSetting): JobRequest {
  const { video } = state;
  const scope = scopeOf(state, setting);
  const base = {
    id: job.id,
    attempt: job.attempt,
    limitMs: LIMIT_MS[job.kind],
    source: sourceOf(state, setting),
  };
  if (job.kind === "proxy") {
    const { id, attempt } = job;
    const output = { ...scope, resource: "proxy-output" as const, job: id, attempt };
    return { ...base, kind: "proxy", output: { url: folderUrl(output, setting) } };
  }
  if (isMetadata(job.kind)) return metadataRequest(state, job, job.kind, base, setting);

  const enhancement = video.enhancements.find((record) => record.id === job.enhancement);
  if (!enhancement) throw new Error("job of an unknown enhancement");
  if (job.kind === "analyse") return { ...base, kind: "analyse", settings: enhancement.settings };

  const plan = planOf(state, enhancement.id);
  if (!plan) throw new Error(`${job.kind} before the plan`);
  const files = { ...scope, enhancement: enhancement.id };
  const attempt = {
    ...files,
    resource: "attempt" as const,
    job: job.id,
    attempt: job.attempt,
  };
  const withPlan = { ...base, plan, output: { url: folderUrl(attempt, setting) } };
  switch (job.kind) {
    case "encode":
      return {
        ...withPlan,
        kind: "encode",
        rendition: job.rendition ?? "sdr",
        segment: job.index,
      };
    case "audio":
      return { ...withPlan, kind: "audio", track: job.index };
    case "subtitles":
      return { ...withPlan, kind: "subtitles" };
    case "assemble": {
      const rendition = job.rendition ?? "sdr";
      return {
        ...withPlan,
        kind: "assemble",
        rendition,
        partsUrl: folderUrl({ ...files, resource: "enhancement" }, setting),
        ...finishedParts(jobsOf(state, enhancement.id), rendition),
      };
    }
    default:
      return job.kind satisfies never;
  }
}

const METADATA_KINDS = [
  "probe",
  "inspect",
  "poster",
  "digest",
  "listen",
  "look",
  "summarise",
] as const;
type MetadataKind = (typeof METADATA_KINDS)[number];

function isMetadata(kind: JobRecord["kind"]): kind is MetadataKind {
  return METADATA_KINDS.some((known) => known === kind);
}

type Base = Pick<JobRequest, "id" | "attempt" | "limitMs" | "source">;

function metadataRequest(
  state: VideoState,
  job: JobRecord,
  kind: MetadataKind,
  base: Base,
  setting: RequestSetting,
): JobRequest {
  const scope = scopeOf(state, setting);
  const attempt = { job: job.id, attempt: job.attempt, enhancement: null };
  const url = folderUrl({ ...scope, resource: "attempt", ...attempt }, setting);
  switch (kind) {
    case "probe":
    case "poster":
      return { ...base, kind, output: { url } };
    case "inspect":
    case "digest":
      return { ...base, kind };
    case "listen":
      return { ...base, kind, streamIndex: job.index };
    case "look":
      if (!job.stretch) throw new Error("a look without a stretch");
      return { ...base, kind, ...job.stretch, output: { url } };
    case "summarise": {
      const partsUrl = folderUrl({ ...scope, resource: "metadata" }, setting);
      return { ...base, kind, partsUrl, ...finishedLooks(state), output: { url } };
    }
    default:
      return kind satisfies never;
  }
}

/** What the looks have written, in the order of the film. */
function finishedLooks(state: VideoState): Pick<JobOf<"summarise">, "looks" | "spriteStep"> {
  const looks = jobsOf(state, null).filter(({ kind }) => kind === "look");
  const spriteStep = looks[0]?.stretch?.spriteStep;
  if (spriteStep === undefined) throw new Error("a summary without a look");
  const filesOf = (job: JobRecord) =>
    job.result?.kind === "look" ? job.result.files.map((part) => storedBy(job, part)) : [];
  return { looks: looks.toSorted((a, b) => a.index - b.index).map(filesOf), spriteStep };
}

/** Session, video and end of what an attempt that begins now may touch. */
export function scopeOf({ video }: VideoState, { session, now }: RequestSetting) {
  return { session, video: video.id, expiresAt: now + ATTEMPT_MS };
}

/** The uploaded file, as a job may read it. Throws before the upload is complete. */
export function sourceOf(state: VideoState, setting: RequestSetting): Source {
  const { length, demuxer } = state.video;
  if (length === null || demuxer === null) throw new Error("job of unfinished upload");
  const scope = scopeOf(state, setting);
  const expiresAt = Math.ceil(scope.expiresAt / SOURCE_URL_MS) * SOURCE_URL_MS;
  const capability = { ...scope, expiresAt, resource: "original" as const };
  const path = mediaPath(setting.signingKey, capability, "original");
  return { url: originOf(setting) + path, bytes: length, demuxer };
}

/** The URL below which a capability's files are; without a slash at its end. */
export function folderUrl(capability: Capability, setting: RequestSetting): string {
  return originOf(setting) + mediaPath(setting.signingKey, capability, "").slice(0, -1);
}

function originOf({ gateway }: RequestSetting): string {
  return gateway ?? CONTAINER_GATEWAY;
}

type FinishedParts = Pick<
  JobOf<"assemble">,
  "init" | "segments" | "compared" | "audio" | "subtitles" | "fidelity"
>;

/** Where what a job's newest attempt made lies, below the prefix of its track. */
function storedBy({ id, attempt }: JobRecord, { name, bytes }: Part): Stored {
  return { path: attemptPath(id, attempt) + name, bytes };
}

/** What a rendition's jobs made, in order. */
function finishedParts(jobs: JobRecord[], rendition: RenditionKind): FinishedParts {
  const parts: Omit<FinishedParts, "init"> = {
    segments: [],
    compared: [],
    audio: [],
    subtitles: null,
    fidelity: [],
  };
  let init: Stored | null = null;
  for (const job of jobs) {
    const { result } = job;
    if (result?.kind === "encode" && job.rendition === rendition) {
      init ??= storedBy(job, result.init);
      parts.segments.push(storedBy(job, result.segment));
      if (result.compared) parts.compared.push(storedBy(job, result.compared));
      parts.fidelity.push(result.fidelity);
    }
    if (result?.kind === "audio") parts.audio.push(result.files.map((part) => storedBy(job, part)));
    if (result?.kind === "subtitles") parts.subtitles = storedBy(job, result.file);
  }
  if (init === null) throw new Error("assembly without a segment");
  return { init, ...parts };
}
