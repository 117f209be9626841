// How the two tracks go on: which jobs a finished upload, a finished job or a wish for another look
// brings about. Metadata: probe → inspect. Enhancement: analyse → encode × segments and audio ×
// tracks side by side → assemble. Neither track waits for the other.

import type { Plan } from "../../protocol/enhancement.ts";
import type { JobKind, JobResult, ResultOf } from "../../protocol/job.ts";
import { ENHANCEMENTS_PER_VIDEO } from "../../protocol/limits.ts";
import type { Settings } from "../../protocol/settings.ts";
import { attemptPath } from "../keys.ts";
import {
  type Context,
  changed,
  type EmittedType,
  refused,
  type Transition,
  withEnhancement,
  withMetadata,
} from "./change.ts";
import { type EnhancementRecord, type JobRecord, jobsOf, type VideoState } from "./state.ts";

/** Shares of an enhancement's progress; encoding is weighed by frames within its share. */
const SHARE = { analyse: 0.05, encode: 0.85, assemble: 0.1 };

/** The upload is complete: both tracks begin in the same transition. */
export function beginTracks(state: VideoState, context: Context): Transition {
  const probe = newJob(state, "probe", null, 0, context);
  const next = { ...state, jobs: [...state.jobs, probe] };
  if (state.video.settings.mode === "off") return changed(next, ["upload.completed"]);
  const begun = addEnhancement(next, state.video.settings, context);
  return changed(begun, ["upload.completed", "enhancement.started"]);
}

/** Another enhancement of an uploaded video. */
export function newEnhancement(
  state: VideoState,
  settings: Settings,
  context: Context,
): Transition {
  if (state.video.completedAt === null) return refused(state, "the upload is not complete");
  if (state.video.enhancements.length >= ENHANCEMENTS_PER_VIDEO) {
    return refused(state, "too many enhancements");
  }
  return changed(addEnhancement(state, settings, context), ["enhancement.started"]);
}

/** A job ended well; `state` already holds its result. */
export function jobFinished(
  state: VideoState,
  job: JobRecord,
  result: JobResult,
  context: Context,
): Transition {
  switch (result.kind) {
    case "probe": {
      const inspect = newJob(state, "inspect", null, 0, context);
      const next = { ...state, jobs: [...state.jobs, inspect], facts: result.facts };
      return changed(withMetadata(next, { stage: "facts" }), ["metadata.updated"]);
    }
    case "inspect": {
      const next = { ...state, facts: result.facts };
      return changed(withMetadata(next, { stage: "packets", status: "ready" }), ["metadata.ready"]);
    }
    case "analyse":
      return planned(state, enhancementOf(job), result.plan, context);
    case "encode":
    case "audio":
      return partFinished(state, enhancementOf(job), context);
    case "assemble":
      return assembled(state, enhancementOf(job), job, result, context);
    default:
      return result satisfies never;
  }
}

/** The plan that `analyse` made for an enhancement, once it has. */
export function planOf(state: VideoState, enhancement: string): Plan | null {
  const analyse = jobsOf(state, enhancement).find((job) => job.kind === "analyse");
  return analyse?.result?.kind === "analyse" ? analyse.result.plan : null;
}

/** Where an unfinished enhancement stands, by the jobs it has. */
export function stageOf(jobs: JobRecord[]): EnhancementRecord["status"] {
  if (jobs.some((job) => job.kind === "assemble")) return "assembling";
  return jobs.some((job) => job.kind === "encode") ? "encoding" : "waiting";
}

/** 0…1 of the whole enhancement, never below what was already shown. */
export function overallProgress(state: VideoState, enhancement: string): number {
  const shown = enhancementRecord(state, enhancement).progress;
  const jobs = jobsOf(state, enhancement);
  const plan = planOf(state, enhancement);
  const fraction = (kind: JobKind) => jobs.find((job) => job.kind === kind)?.fraction ?? 0;
  if (!plan) return Math.max(shown, SHARE.analyse * fraction("analyse"));
  const encoded = jobs
    .filter((job) => job.kind === "encode")
    .reduce((frames, job) => frames + job.fraction * (plan.segments[job.index]?.frames ?? 0), 0);
  const reached =
    SHARE.analyse +
    SHARE.encode * (encoded / Math.max(1, plan.video.frames)) +
    SHARE.assemble * fraction("assemble");
  return Math.max(shown, Math.min(0.99, reached));
}

function addEnhancement(state: VideoState, settings: Settings, context: Context): VideoState {
  const record: EnhancementRecord = {
    id: context.mint("enh"),
    createdAt: context.at,
    readyAt: null,
    status: "waiting",
    progress: 0,
    settings,
    playable: false,
    file: null,
    report: null,
    failure: null,
  };
  const video = { ...state.video, enhancements: [...state.video.enhancements, record] };
  const analyse = newJob(state, "analyse", record.id, 0, context);
  return { ...state, video, jobs: [...state.jobs, analyse] };
}

function planned(state: VideoState, enhancement: string, plan: Plan, context: Context): Transition {
  const jobs = [
    ...plan.segments.map((_, index) => newJob(state, "encode", enhancement, index, context)),
    ...plan.audio.map((_, index) => newJob(state, "audio", enhancement, index, context)),
  ];
  const next = { ...state, jobs: [...state.jobs, ...jobs] };
  const progress = overallProgress(next, enhancement);
  return changed(withEnhancement(next, enhancement, { status: "encoding", progress }), [
    "enhancement.progress",
  ]);
}

function partFinished(state: VideoState, enhancement: string, context: Context): Transition {
  const jobs = jobsOf(state, enhancement).filter((job) => job.kind !== "analyse");
  const emitted: EmittedType[] = [];
  const progress = overallProgress(state, enhancement);
  let next = withEnhancement(state, enhancement, { progress });

  const first = jobs.find((job) => job.kind === "encode" && job.index === 0);
  const soundReady = jobs.every((job) => job.kind !== "audio" || job.status === "done");
  const wasPlayable = enhancementRecord(state, enhancement).playable;
  if (!wasPlayable && first?.status === "done" && soundReady) {
    next = withEnhancement(next, enhancement, { playable: true });
    emitted.push("enhancement.playable");
  } else {
    emitted.push("enhancement.progress");
  }

  if (jobs.some((job) => job.kind === "assemble") || jobs.some((job) => job.status !== "done")) {
    return changed(next, emitted);
  }
  const assemble = newJob(state, "assemble", enhancement, 0, context);
  next = withEnhancement(next, enhancement, { status: "assembling" });
  return changed({ ...next, jobs: [...next.jobs, assemble] }, emitted);
}

function assembled(
  state: VideoState,
  enhancement: string,
  job: JobRecord,
  result: ResultOf<"assemble">,
  context: Context,
): Transition {
  const next = withEnhancement(state, enhancement, {
    status: "ready",
    readyAt: context.at,
    progress: 1,
    file: { path: attemptPath(job.id, job.attempt), parts: result.parts },
    report: result.report,
  });
  return changed(next, ["enhancement.ready"]);
}

function newJob(
  state: VideoState,
  kind: JobKind,
  enhancement: string | null,
  index: number,
  context: Context,
): JobRecord {
  return {
    id: context.mint("job"),
    video: state.video.id,
    enhancement,
    kind,
    index,
    status: "waiting",
    createdAt: context.at,
    attempt: 0,
    failures: 0,
    notBefore: context.at,
    queuedAt: null,
    sentAt: null,
    startedAt: null,
    heardAt: context.at,
    instance: 0,
    fraction: 0,
    result: null,
  };
}

function enhancementOf(job: JobRecord): string {
  if (job.enhancement === null) throw new Error(`${job.kind} job without an enhancement`);
  return job.enhancement;
}

function enhancementRecord(state: VideoState, id: string): EnhancementRecord {
  const record = state.video.enhancements.find((candidate) => candidate.id === id);
  if (!record) throw new Error("job of an unknown enhancement");
  return record;
}
