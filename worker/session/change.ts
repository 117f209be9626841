// The pieces that transitions are made of: what one receives, what it answers, and the few ways in
// which a state is changed.

import type { RenditionKind } from "../../protocol/enhancement.ts";
import type { IdPrefix } from "../../protocol/ids.ts";
import type { VideoEvent } from "../../protocol/stream.ts";
import type { Found } from "../metadata/found.ts";
import {
  type EnhancementRecord,
  isOfTrack,
  isOpen,
  type JobRecord,
  type Stretch,
  type VideoState,
} from "./state.ts";

/** What the outside world lends to a transition. */
export type Context = {
  /** ms since 1970. */
  at: number;
  mint: (prefix: IdPrefix) => string;
  /** 0…1, spreads retries. */
  random: number;
};

export type EmittedType = VideoEvent["type"];

export type Transition = {
  state: VideoState;
  /** Stream events to publish, in order; each carries the new state's video. */
  emitted: EmittedType[];
  /** What a job found for the metadata document, to be stored beside the state. */
  found?: { job: string; found: Found };
  /** Set when the event was stale or impossible: the state is then the one that came in. */
  refused?: string;
};

export function changed(state: VideoState, emitted: EmittedType[] = []): Transition {
  return { state, emitted };
}

export function refused(state: VideoState, why: string): Transition {
  return { state, emitted: [], refused: why };
}

export function replaceJob(state: VideoState, job: JobRecord): VideoState {
  return { ...state, jobs: state.jobs.map((other) => (other.id === job.id ? job : other)) };
}

export function withMetadata(
  state: VideoState,
  fields: Partial<VideoState["video"]["metadata"]>,
): VideoState {
  const metadata = { ...state.video.metadata, ...fields };
  return { ...state, video: { ...state.video, metadata } };
}

export function withEnhancement(
  state: VideoState,
  id: string,
  fields: Partial<EnhancementRecord>,
): VideoState {
  const enhancements = state.video.enhancements.map((enhancement) =>
    enhancement.id === id ? { ...enhancement, ...fields } : enhancement,
  );
  return { ...state, video: { ...state.video, enhancements } };
}

/** Marks what is open of a track as cancelled, so that late news of it is refused. */
export function cancelJobs(
  state: VideoState,
  enhancement: string | null,
  concerned: (job: JobRecord) => boolean = () => true,
): VideoState {
  const jobs = state.jobs.map((job) =>
    isOfTrack(job, enhancement) && isOpen(job) && concerned(job)
      ? { ...job, status: "cancelled" as const }
      : job,
  );
  return { ...state, jobs };
}

export type NewJob = {
  kind: JobRecord["kind"];
  enhancement?: string;
  index?: number;
  rendition?: RenditionKind;
  stretch?: Stretch;
};

/** A job of the video that waits for its first release. */
export function newJob(state: VideoState, wanted: NewJob, context: Context): JobRecord {
  return {
    id: context.mint("job"),
    video: state.video.id,
    enhancement: wanted.enhancement ?? null,
    kind: wanted.kind,
    rendition: wanted.rendition ?? null,
    index: wanted.index ?? 0,
    stretch: wanted.stretch ?? null,
    status: "waiting",
    createdAt: context.at,
    attempt: 0,
    failures: 0,
    notBefore: context.at,
    queuedAt: null,
    sentAt: null,
    startedAt: null,
    workedAt: null,
    ahead: null,
    heardAt: context.at,
    trouble: null,
    instance: 0,
    fraction: 0,
    result: null,
  };
}

/** The job as it waits to be tried again on request. */
export function reopened(job: JobRecord, context: Context): JobRecord {
  return { ...job, status: "waiting", failures: 0, notBefore: context.at, fraction: 0 };
}
