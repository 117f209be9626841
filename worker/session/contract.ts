// What the Session answers over RPC. A refusal is data, since an error loses its class on the way.

import type { Failure } from "../../protocol/failure.ts";
import type { Demuxer, JobOf, JobRequest, PreviewForm } from "../../protocol/job.ts";
import type { ProblemCode } from "../../protocol/problem.ts";
import type { Settings } from "../../protocol/settings.ts";
import type { Preview } from "../../protocol/video.ts";

export type Refusal = { ok: false; code: ProblemCode; detail?: string };
export type Outcome<Value> = { ok: true; value: Value } | Refusal;

/** One immutable R2 object that holds `bytes` bytes of a file from `offset` on. */
export type Chunk = { key: string; offset: number; bytes: number };

/** Where an upload stands, for tus HEAD and after each PATCH. */
export type UploadState = {
  video: string;
  offset: number;
  /** Null while the client has not told the length. */
  length: number | null;
  complete: boolean;
  /** ms since 1970 at which an unfinished upload is removed; null once complete. */
  expiresAt: number | null;
  /** The `Upload-Metadata` header as it was given. */
  metadataHeader: string | null;
  failure: Failure | null;
  /** What the first bytes said; null before they were read. */
  demuxer: Demuxer | null;
};

/**
 * Leave to write: records under an older epoch are refused from now on. `head` holds the chunks of
 * the first bytes while the type is not known, and nothing once it is.
 */
export type Writer = { epoch: number; upload: UploadState; head: Chunk[] };

/** The chunks that overlap a range of a file. `range` is inclusive; null means the whole file. */
export type ReadPlan = {
  bytes: number;
  range: { first: number; last: number } | null;
  chunks: Chunk[];
  filename: string;
  contentType: string;
  etag: string;
};

/** A complete source whose first facts are to be read now. */
export type FirstRead = { bytes: number; demuxer: Demuxer; chunks: Chunk[] };

/** An attempt that a consumer has taken: what to send, and to which instance of the transcoder. */
export type StartedJob = {
  video: string;
  request: JobRequest;
  instance: number;
};

/** What a person wants to see before they commit; `at` in seconds of the result. */
export type PreviewWish = { settings: Settings; as: PreviewForm; at: number | null };

/** A preview that exists already, or the request that makes it. */
export type BegunPreview =
  | { made: Preview }
  | { made: null; request: JobOf<"preview">; instance: number };
