// How the metadata track goes on: probe → inspect, poster, digest; inspect → one listen for each
// sound stream and one look for each stretch of the film, which only its packets measure; all looks
// → summarise. The document grows with each result. The track is ready with the last of them. Of a
// file that is refused, what its facts, packets and sound tell stands beside the failure.

import type { Conflict, Facts, Stream } from "../../protocol/facts.ts";
import { type Failure, type FailureCode, failure } from "../../protocol/failure.ts";
import type { JobKind, JobResult, ResultOf } from "../../protocol/job.ts";
import { compareFacts } from "../metadata/compare-facts.ts";
import {
  type Context,
  changed,
  type NewJob,
  newJob,
  refused,
  replaceJob,
  type Transition,
  withMetadata,
} from "./change.ts";
import { layLooks } from "./looks.ts";
import { jobsOf, type VideoState } from "./state.ts";

/** Most sound streams that are listened to; films with more repeat a language. */
export const LISTENS_MAX = 16;

/** A job of the metadata ended well; `state` already holds its result. */
export function metadataFinished(
  state: VideoState,
  result: JobResult,
  context: Context,
): Transition {
  switch (result.kind) {
    case "probe":
      return probed(state, result, context);
    case "inspect":
      return inspected(state, result, context);
    case "look":
      return looked(state, context);
    case "poster":
    case "digest":
    case "listen":
    case "summarise":
      return goneOn(state);
    default:
      return refused(state, `${result.kind} is no part of the metadata`);
  }
}

function probed(
  state: VideoState,
  { facts: probe, refusal }: ResultOf<"probe">,
  context: Context,
): Transition {
  const { facts: edge } = state;
  const facts = edge
    ? { ...probe, conflicts: [...compareFacts(edge, probe), ...probe.conflicts] }
    : probe;
  // A refused file that is read again says the same, and its packets have told more since.
  const isKnown = jobsOf(state, null).some(
    (job) => job.kind === "inspect" && job.status === "done",
  );
  const next = isKnown ? state : withMetadata({ ...state, facts }, { stage: "facts" });
  const begun = refusal ? withRefusal(next, failure(refusal.code, refusal.detail)) : next;
  const jobs: NewJob[] = [{ kind: "inspect" }, ...beside(begun, facts)];
  return changed(withJobs(begun, jobs, context), [
    "metadata.updated",
    ...(refusal ? (["track.failed"] as const) : []),
  ]);
}

/** Nobody sees the picture of such a file; the rest is described. A retry reads it again. */
function withRefusal(state: VideoState, why: Failure): VideoState {
  const probe = probeOf(state);
  const trouble = { failure: why, lost: false };
  const ended = probe ? replaceJob(state, { ...probe, status: "failed", trouble }) : state;
  return withMetadata(ended, { status: "failed", failure: why });
}

function probeOf(state: VideoState) {
  return jobsOf(state, null).find(({ kind }) => kind === "probe");
}

/** Why the file is refused by its index, or null. */
function refusalIn(state: VideoState): FailureCode | null {
  const probe = probeOf(state);
  return probe?.status === "failed" ? (probe.trouble?.failure.code ?? null) : null;
}

function inspected(
  state: VideoState,
  { facts: inspect, packets }: ResultOf<"inspect">,
  context: Context,
): Transition {
  const fromEdge = (state.facts?.conflicts ?? []).filter(isOfIndex);
  const facts = { ...inspect, conflicts: [...fromEdge, ...inspect.conflicts] };
  const refusal = refusalIn(state);
  const isAudible = ({ kind }: Stream) => kind === "audio" && refusal !== "encrypted";
  const sounds = facts.streams.filter(isAudible).slice(0, LISTENS_MAX);
  const looks = refusal === null ? layLooks(facts, packets) : [];
  const content: NewJob[] = [
    ...beside(state, facts),
    ...sounds.map(({ index }) => ({ kind: "listen" as const, index })),
    ...looks.map((stretch, index) => ({ kind: "look" as const, index, stretch })),
  ];
  const next = withMetadata({ ...state, facts }, { stage: "packets" });
  return goneOn(withJobs(next, content, context));
}

/** What follows probe beside inspect. */
function beside(state: VideoState, facts: Facts): NewJob[] {
  const poster = refusalIn(state) === null && facts.streams.some(({ kind }) => kind === "video");
  return poster ? [{ kind: "poster" }, { kind: "digest" }] : [{ kind: "digest" }];
}

/** What a look has written is shown once all are summed up. */
function looked(state: VideoState, context: Context): Transition {
  const looks = jobsOf(state, null).filter(({ kind }) => kind === "look");
  const all = looks.every(({ status }) => status === "done");
  return changed(all ? withJobs(state, [{ kind: "summarise" }], context) : state);
}

/** There is more to show; with the last result, all there is. */
function goneOn(state: VideoState): Transition {
  const left = jobsOf(state, null).filter(({ status }) => status !== "done");
  if (left.length === 0) {
    return changed(withMetadata(state, { stage: "content", status: "ready" }), ["metadata.ready"]);
  }
  // Of a refused file, what can be told is told.
  const isRefusal = refusalIn(state) !== null && left.every(({ kind }) => kind === "probe");
  return changed(isRefusal ? withMetadata(state, { stage: "content" }) : state, [
    "metadata.updated",
  ]);
}

/** The state with those jobs of the metadata that it has not yet. */
function withJobs(state: VideoState, wanted: NewJob[], context: Context): VideoState {
  const nameOf = ({ kind, index = 0 }: { kind: JobKind; index?: number }) => `${kind} ${index}`;
  const known = new Set(jobsOf(state, null).map(nameOf));
  const jobs = wanted
    .filter((job) => !known.has(nameOf(job)))
    .map((job) => newJob(state, job, context));
  return { ...state, jobs: [...state.jobs, ...jobs] };
}

/** True for what the edge's reading of the index says otherwise than ffprobe. */
function isOfIndex({ values }: Conflict): boolean {
  return values.some(({ reader }) => reader === "index");
}
