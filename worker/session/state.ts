// What a session remembers of one video: the record, its jobs, and the facts found so far. All of
// it is stored as rows, parsed by these schemas when read back, and changed by transitions only.

import * as z from "zod/mini";
import {
  type Plan,
  type RenditionKind,
  RenditionKindSchema,
  ReportSchema,
} from "../../protocol/enhancement.ts";
import type { FactsSchema } from "../../protocol/facts.ts";
import { FailureSchema } from "../../protocol/failure.ts";
import { idSchema } from "../../protocol/ids.ts";
import { DemuxerSchema, JobResultSchema, PartSchema } from "../../protocol/job.ts";
import { MetadataStageSchema } from "../../protocol/metadata.ts";
import { SettingsSchema } from "../../protocol/settings.ts";
import { EnhancementStatusSchema, MetadataStatusSchema } from "../../protocol/video.ts";

/** Times are ms since 1970 in every record; the API's ISO times are made when rendering. */
const ms = z.int();

/**
 * What an older version of this program has stored may lack what is needed today. Such a part reads
 * as null, which says that it is not known; mend.ts makes the rest fit.
 */
const orLost = <Schema extends z.ZodMiniType>(what: string, schema: Schema) =>
  z.catch(z.nullable(schema), ({ error }) => {
    console.warn(`a stored ${what} cannot be read and is left out`, error.issues[0]);
    return null;
  });

/** A finished file: parts in order, below the key prefix of the attempt that wrote them. */
const FileRecordSchema = z.object({ path: z.string(), parts: z.array(PartSchema) });
export type FileRecord = z.infer<typeof FileRecordSchema>;

export const EnhancementRecordSchema = z.object({
  id: idSchema("enh"),
  createdAt: ms,
  readyAt: z.nullable(ms),
  status: EnhancementStatusSchema,
  progress: z.number(),
  settings: SettingsSchema,
  playable: z.boolean(),
  file: z.nullable(FileRecordSchema),
  hdrFile: z._default(z.nullable(FileRecordSchema), null),
  report: orLost("report", ReportSchema),
  failure: z.nullable(FailureSchema),
  /** The enhancement that had the same settings before: its files and its plan are shown. */
  sameAs: z._default(z.nullable(idSchema("enh")), null),
});
export type EnhancementRecord = z.infer<typeof EnhancementRecordSchema>;

export const VideoRecordSchema = z.object({
  id: idSchema("vid"),
  createdAt: ms,
  filename: z.string(),
  settings: SettingsSchema,
  metadataHeader: z.nullable(z.string()),
  length: z.nullable(z.int()),
  offset: z.int(),
  /** Raised by each writer; records under an older one are refused. */
  epoch: z.int(),
  heardAt: ms,
  completedAt: z.nullable(ms),
  demuxer: z.nullable(DemuxerSchema),
  /** Why the upload was refused. */
  failure: z.nullable(FailureSchema),
  metadata: z.object({
    status: MetadataStatusSchema,
    stage: MetadataStageSchema,
    failure: z.nullable(FailureSchema),
    /** The edge's parse was begun: a second attempt goes straight to ffprobe. */
    edgeTried: z.boolean(),
  }),
  enhancements: z.array(EnhancementRecordSchema),
});
export type VideoRecord = z.infer<typeof VideoRecordSchema>;

export const JobStatusSchema = z.enum([
  /** To be released when there is room and `notBefore` has passed. */
  "waiting",
  /** Released under `attempt`; its message is on the way or must be sent. */
  "queued",
  /** A consumer has taken the attempt; `heardAt` is its lease. */
  "running",
  "done",
  "failed",
  "cancelled",
]);
export type JobStatus = z.infer<typeof JobStatusSchema>;

/**
 * What a look looks at, in seconds from the picture's first frame (null: to the end), and how far
 * apart its small pictures are. Stored, so that a later version that lays looks otherwise goes on
 * with those that were begun.
 */
const StretchSchema = z.object({
  start: z.number(),
  end: z.nullable(z.number()),
  spriteStep: z.number(),
});
export type Stretch = z.infer<typeof StretchSchema>;

export const JobRecordSchema = z.object({
  id: idSchema("job"),
  video: idSchema("vid"),
  /** Null for the metadata track and the proxy. */
  enhancement: z.nullable(idSchema("enh")),
  kind: z.enum([
    "probe",
    "inspect",
    "poster",
    "digest",
    "listen",
    "look",
    "summarise",
    "analyse",
    "encode",
    "audio",
    "subtitles",
    "assemble",
    "proxy",
  ]),
  /** What an encode or an assemble works on; null otherwise. */
  rendition: z._default(z.nullable(RenditionKindSchema), null),
  /** Segment of an encode, track of an audio, stream of a listen, place of a look; 0 otherwise. */
  index: z.int(),
  /** Of a look; null otherwise. */
  stretch: z._default(z.nullable(StretchSchema), null),
  status: JobStatusSchema,
  createdAt: ms,
  /** Number of the newest attempt; news of any other is refused. */
  attempt: z.int(),
  /** Failed attempts since the job was made or retried on request. */
  failures: z.int(),
  notBefore: ms,
  /** When the attempt was released; `startedAt` − `queuedAt` is its wait for a consumer. */
  queuedAt: z.nullable(ms),
  /** When the message of this attempt was last confirmed by the queue. */
  sentAt: z.nullable(ms),
  /** When the attempt was taken by a consumer. */
  startedAt: z.nullable(ms),
  /** When the transcoder first said that it works on the attempt; null while it stands in its line. */
  workedAt: z._default(z.nullable(ms), null),
  /** Jobs that go first in the transcoder's line; null when it stands in none. */
  ahead: z._default(z.nullable(z.int()), null),
  heardAt: ms,
  /** How the newest attempt that did not go well ended. Lost: nothing was heard of it any more. */
  trouble: z._default(z.nullable(z.object({ failure: FailureSchema, lost: z.boolean() })), null),
  /** Which of the transcoder's instances the attempt runs on. */
  instance: z.int(),
  /** 0…1 of this attempt. */
  fraction: z.number(),
  /** Null until done, and where all of it is for the metadata document; see found.ts. */
  result: orLost("result", JobResultSchema),
});
export type JobRecord = z.infer<typeof JobRecordSchema>;

/** Everything of one video that a transition may read and change. */
export type VideoState = {
  readonly video: VideoRecord;
  readonly jobs: readonly JobRecord[];
  readonly facts: z.infer<typeof FactsSchema> | null;
};

/** True while the job may still change by itself. */
export function isOpen(job: JobRecord): boolean {
  return job.status === "waiting" || job.status === "queued" || job.status === "running";
}

/** True for a job of that enhancement, or of the metadata track for null. */
export function isOfTrack(job: JobRecord, enhancement: string | null): boolean {
  return job.enhancement === enhancement && job.kind !== "proxy";
}

/** The jobs of one enhancement, or of the metadata track for null. */
export function jobsOf(state: VideoState, enhancement: string | null): JobRecord[] {
  return state.jobs.filter((job) => isOfTrack(job, enhancement));
}

/** The job that makes the proxy, once it was asked for. It is of no track. */
export function proxyJobOf(state: VideoState): JobRecord | null {
  return state.jobs.find(({ kind }) => kind === "proxy") ?? null;
}

/** The plan that `analyse` made for an enhancement, once it has. */
export function planOf(state: VideoState, enhancement: string): Plan | null {
  const results = jobsOf(state, enhancement).map(({ result }) => result);
  const analysed = results.find((result) => result?.kind === "analyse");
  return analysed?.plan ?? null;
}

/** The enhancement of that id. Throws if there is none. */
export function enhancementRecord(state: VideoState, id: string): EnhancementRecord {
  const record = state.video.enhancements.find((candidate) => candidate.id === id);
  if (!record) throw new Error("job of an unknown enhancement");
  return record;
}

/** The finished file of a rendition, once it is there. */
export function fileOf(record: EnhancementRecord, rendition: RenditionKind): FileRecord | null {
  return rendition === "hdr" ? record.hdrFile : record.file;
}
