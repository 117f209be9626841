// What is happening to an enhancement now: its phase, its place in the line, the time that is left,
// and the step that is tried again. Taken from its jobs alone, so that it outlives this object's sleep.

import type { Plan } from "../../protocol/enhancement.ts";
import type { Enhancement, Work } from "../../protocol/video.ts";
import { partsDone, renditionsOf, SHARE } from "./progress.ts";
import { iso } from "./render.ts";
import {
  type EnhancementRecord,
  isOpen,
  type JobRecord,
  jobsOf,
  planOf,
  type VideoState,
} from "./state.ts";

/** Less than this of encoding measures the start of programs, not their speed. */
const MEASURED_MS = 2_000;

/**
 * Between two segments a pause counts up to this: so long do jobs of others go between. What is longer
 * was a stop, and says nothing of the speed.
 */
const PAUSE_MS_MAX = 30_000;

/** Null for an enhancement that is over. */
export function workOf(state: VideoState, { id, status }: EnhancementRecord): Enhancement["work"] {
  if (status === "ready" || status === "failed" || status === "cancelled") return null;
  const jobs = jobsOf(state, id);
  const plan = planOf(state, id);
  return {
    phase: status,
    ...countOf(jobs, status, plan),
    ahead: aheadOf(jobs),
    secondsLeft: plan && secondsLeft(jobs, plan),
    retrying: retryingOf(jobs),
  };
}

function countOf(jobs: readonly JobRecord[], phase: Work["phase"], plan: Plan | null) {
  const kind = { waiting: "analyse", analysing: "analyse", encoding: "encode" } as const;
  const wanted = phase === "assembling" ? "assemble" : kind[phase];
  const ofPhase = jobs.filter((job) => job.kind === wanted);
  const done = ofPhase.filter(({ status }) => status === "done").length;
  // An assembly is made when its parts are there.
  const total = plan && phase === "assembling" ? renditionsOf(plan).length : ofPhase.length;
  return { done, total };
}

function aheadOf(jobs: readonly JobRecord[]): number | null {
  const running = jobs.filter(({ status }) => status === "running");
  if (running.some(({ workedAt }) => workedAt !== null)) return null;
  const places = running.map(({ ahead }) => ahead).filter((ahead) => ahead !== null);
  return places.length === 0 ? null : Math.min(...places);
}

/** By the mean speed of the encoding so far; the assembly is expected to take its share of that time. */
function secondsLeft(jobs: readonly JobRecord[], plan: Plan): number | null {
  const { encoded, assembled } = partsDone(jobs, plan);
  const spent = encodingMs(jobs);
  if (encoded === 0 || spent < MEASURED_MS) return null;
  const encoding = spent / encoded;
  const assembling = (encoding * SHARE.assemble) / SHARE.encode;
  const left = encoding * (1 - encoded) + assembling * (1 - assembled);
  return Math.max(0, left) / 1000;
}

/** How long segments have been encoded by now: several at a time count once, long stops not at all. */
function encodingMs(jobs: readonly JobRecord[]): number {
  const stretches = jobs
    .filter(({ kind, status }) => kind === "encode" && (status === "running" || status === "done"))
    .flatMap(({ workedAt, heardAt }) => (workedAt === null ? [] : [{ workedAt, heardAt }]))
    .sort((a, b) => a.workedAt - b.workedAt);
  let [spent, until] = [0, stretches[0]?.workedAt ?? 0];
  for (const { workedAt, heardAt } of stretches) {
    spent += Math.min(PAUSE_MS_MAX, Math.max(0, workedAt - until));
    spent += Math.max(0, heardAt - Math.max(until, workedAt));
    until = Math.max(until, heardAt);
  }
  return spent;
}

function retryingOf(jobs: readonly JobRecord[]): Work["retrying"] {
  const again = jobs.filter((job) => isOpen(job) && job.failures > 0 && job.trouble !== null);
  const beginsAt = ({ status, notBefore, queuedAt }: JobRecord) =>
    status === "waiting" ? notBefore : (queuedAt ?? notBefore);
  const newest = again.sort((a, b) => beginsAt(a) - beginsAt(b)).at(-1);
  if (!newest?.trouble) return null;
  const { kind, index, failures, trouble } = newest;
  return {
    kind,
    index,
    attempt: failures + 1,
    failure: trouble.failure,
    at: iso(beginsAt(newest)),
  };
}
