// How the two tracks go on: which jobs a finished upload or a finished job brings about. Metadata
// stands in metadata-track.ts. Enhancement: analyse → encode × segments, audio × tracks and subtitles
// side by side → assemble. A plan with an HDR rendition has its own
// encodes and its own assembly beside them, released after those of the ordinary one. Neither track
// waits for the other.

import type { Plan, RenditionKind } from "../../protocol/enhancement.ts";
import type { JobResult, ResultOf } from "../../protocol/job.ts";
import type { Settings } from "../../protocol/settings.ts";
import { attemptPath } from "../keys.ts";
import {
  type Context,
  changed,
  type NewJob,
  newJob,
  refused,
  type Transition,
  withEnhancement,
} from "./change.ts";
import { metadataFinished } from "./metadata-track.ts";
import { overallProgress, renditionsOf, stageOf } from "./progress.ts";
import {
  type EnhancementRecord,
  enhancementRecord,
  type JobRecord,
  jobsOf,
  planOf,
  type VideoState,
} from "./state.ts";

/** The upload is complete: both tracks begin in the same transition. */
export function beginTracks(state: VideoState, context: Context): Transition {
  const probe = newJob(state, { kind: "probe" }, context);
  const next = { ...state, jobs: [...state.jobs, probe] };
  if (state.video.settings.mode === "off") return changed(next, ["upload.completed"]);
  const begun = addEnhancement(next, state.video.settings, context);
  return changed(begun, ["upload.completed", "enhancement.started"]);
}

/** A job ended well; `state` already holds its result. */
export function jobFinished(
  state: VideoState,
  job: JobRecord,
  result: JobResult,
  context: Context,
): Transition {
  switch (result.kind) {
    case "probe":
    case "inspect":
    case "poster":
    case "digest":
    case "listen":
    case "look":
    case "summarise":
      return metadataFinished(state, result, context);
    case "analyse":
      return planned(state, enhancementOf(job), result.plan, context);
    case "encode":
    case "audio":
    case "subtitles":
      return partFinished(state, enhancementOf(job), context);
    case "assemble":
      return assembled(state, job, result, context);
    case "proxy":
      return changed(state, ["proxy.updated"]);
    case "preview":
      // No job of a track: previews.ts asks the transcoder without a queue.
      return refused(state, "a preview is no part of a track");
    default:
      return result satisfies never;
  }
}

/** The record of a new enhancement; nothing of it is done. */
export function newRecord(settings: Settings, context: Context): EnhancementRecord {
  return {
    id: context.mint("enh"),
    createdAt: context.at,
    readyAt: null,
    status: "waiting",
    progress: 0,
    settings,
    playable: false,
    file: null,
    hdrFile: null,
    report: null,
    failure: null,
    sameAs: null,
  };
}

/** The video with another enhancement, whose analysis waits. */
export function addEnhancement(state: VideoState, settings: Settings, context: Context) {
  const record = newRecord(settings, context);
  const video = { ...state.video, enhancements: [...state.video.enhancements, record] };
  const analyse = newJob(state, { kind: "analyse", enhancement: record.id }, context);
  return { ...state, video, jobs: [...state.jobs, analyse] };
}

function planned(state: VideoState, enhancement: string, plan: Plan, context: Context): Transition {
  const job = (wanted: Omit<NewJob, "enhancement">) =>
    newJob(state, { ...wanted, enhancement }, context);
  const encodes = (rendition: RenditionKind) =>
    plan.segments.map((_, index) => job({ kind: "encode", rendition, index }));
  const jobs = [
    ...encodes("sdr"),
    ...plan.audio.map((_, index) => job({ kind: "audio", index })),
    ...(plan.subtitles.length > 0 ? [job({ kind: "subtitles" })] : []),
    ...(plan.hdr ? encodes("hdr") : []),
  ];
  const next = { ...state, jobs: [...state.jobs, ...jobs] };
  const progress = overallProgress(next, enhancement);
  return changed(withEnhancement(next, enhancement, { status: "encoding", progress }), [
    "enhancement.progress",
  ]);
}

function partFinished(state: VideoState, enhancement: string, context: Context): Transition {
  const jobs = jobsOf(state, enhancement);
  const first = jobs.find(
    (job) => job.kind === "encode" && job.rendition === "sdr" && job.index === 0,
  );
  const soundReady = jobs.every((job) => job.kind !== "audio" || job.status === "done");
  const becomesPlayable =
    !enhancementRecord(state, enhancement).playable && first?.status === "done" && soundReady;

  const begun = assembliesDue(state, enhancement).map((rendition) =>
    newJob(state, { kind: "assemble", enhancement, rendition }, context),
  );
  const next = withEnhancement({ ...state, jobs: [...state.jobs, ...begun] }, enhancement, {
    progress: overallProgress(state, enhancement),
    status: stageOf([...jobs, ...begun]),
    ...(becomesPlayable ? { playable: true } : {}),
  });
  return changed(next, [becomesPlayable ? "enhancement.playable" : "enhancement.progress"]);
}

/** Renditions whose parts are all there, and whose assembly was not begun yet. */
function assembliesDue(state: VideoState, enhancement: string): RenditionKind[] {
  const plan = planOf(state, enhancement);
  const jobs = jobsOf(state, enhancement);
  if (!plan) return [];
  return renditionsOf(plan).filter((rendition) => {
    const needed = jobs.filter((job) => job.rendition === null || job.rendition === rendition);
    return needed.every((job) => job.kind !== "assemble" && job.status === "done");
  });
}

/** The enhancement is ready with the last of its renditions. */
function assembled(
  state: VideoState,
  job: JobRecord,
  result: ResultOf<"assemble">,
  context: Context,
): Transition {
  const enhancement = enhancementOf(job);
  const file = { path: attemptPath(job.id, job.attempt), parts: result.parts };
  const next = withEnhancement(
    state,
    enhancement,
    job.rendition === "hdr" ? { hdrFile: file } : { file, report: result.report },
  );
  if (jobsOf(next, enhancement).some((other) => other.status !== "done")) {
    const progress = overallProgress(next, enhancement);
    return changed(withEnhancement(next, enhancement, { progress }), ["enhancement.progress"]);
  }
  const ready = { status: "ready" as const, readyAt: context.at, progress: 1 };
  return changed(withEnhancement(next, enhancement, ready), ["enhancement.ready"]);
}

function enhancementOf(job: JobRecord): string {
  if (job.enhancement === null) throw new Error(`${job.kind} job without an enhancement`);
  return job.enhancement;
}
