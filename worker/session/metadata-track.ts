// How the metadata track goes on: probe → inspect, poster, digest; inspect → one listen for each
// sound stream and one look for each stretch of the film, which only its packets measure; all looks
// → summarise. The document grows with each result. The track is ready with the last of them. Of a
// file that is refused the facts stand beside the failure.

import type { Conflict, Facts } from "../../protocol/facts.ts";
import { type Failure, failure } from "../../protocol/failure.ts";
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
  const next = withMetadata({ ...state, facts }, { stage: "facts" });
  if (refusal) return described(next, failure(refusal.code, refusal.detail));
  return changed(withJobs(next, [{ kind: "inspect" }, ...beside(facts)], context), [
    "metadata.updated",
  ]);
}

/** What is refused ends here, with the facts that were read. A retry reads them again. */
function described(state: VideoState, why: Failure): Transition {
  const probe = jobsOf(state, null).find(({ kind }) => kind === "probe");
  const trouble = { failure: why, lost: false };
  const ended = probe ? replaceJob(state, { ...probe, status: "failed", trouble }) : state;
  const failed = withMetadata(ended, { status: "failed", failure: why });
  return changed(failed, ["metadata.updated", "track.failed"]);
}

function inspected(
  state: VideoState,
  { facts: inspect, packets }: ResultOf<"inspect">,
  context: Context,
): Transition {
  const fromEdge = (state.facts?.conflicts ?? []).filter(isOfIndex);
  const facts = { ...inspect, conflicts: [...fromEdge, ...inspect.conflicts] };
  const sounds = facts.streams.filter(({ kind }) => kind === "audio").slice(0, LISTENS_MAX);
  const content: NewJob[] = [
    ...beside(facts),
    ...sounds.map(({ index }) => ({ kind: "listen" as const, index })),
    ...layLooks(facts, packets).map((stretch, index) => ({
      kind: "look" as const,
      index,
      stretch,
    })),
  ];
  const next = withMetadata({ ...state, facts }, { stage: "packets" });
  return goneOn(withJobs(next, content, context));
}

/** What follows probe beside inspect. */
function beside(facts: Facts): NewJob[] {
  const poster = facts.streams.some(({ kind }) => kind === "video");
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
  const whole = jobsOf(state, null).every(({ status }) => status === "done");
  if (!whole) return changed(state, ["metadata.updated"]);
  return changed(withMetadata(state, { stage: "content", status: "ready" }), ["metadata.ready"]);
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
