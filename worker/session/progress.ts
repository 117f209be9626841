// How far an enhancement is: its stage and its share of the work, by the jobs it has.

import type { Plan, RenditionKind } from "../../protocol/enhancement.ts";
import {
  type EnhancementRecord,
  enhancementRecord,
  type JobRecord,
  jobsOf,
  planOf,
  type VideoState,
} from "./state.ts";

/** Shares of an enhancement's progress; encoding is weighed by frames within its share. */
export const SHARE = { analyse: 0.05, encode: 0.85, assemble: 0.1 };

/** A frame of each rendition in work: 4 s of 720p took 5.3 s of CPU as H.264 and 17.4 s as HEVC. */
const WEIGHT: Record<RenditionKind, number> = { sdr: 1, hdr: 3 };

/** The renditions a plan asks for; the one that plays everywhere first. */
export function renditionsOf(plan: Plan): RenditionKind[] {
  return plan.hdr ? ["sdr", "hdr"] : ["sdr"];
}

/** Where an unfinished enhancement stands: assembling once every rendition has come to it. */
export function stageOf(jobs: JobRecord[]): EnhancementRecord["status"] {
  const encoded = new Set(jobs.filter(({ kind }) => kind === "encode").map(renditionOf));
  if (encoded.size === 0) return "waiting";
  const assembled = new Set(jobs.filter(({ kind }) => kind === "assemble").map(renditionOf));
  return assembled.size === encoded.size ? "assembling" : "encoding";
}

/** 0…1 of the whole enhancement, never below what was already shown. */
export function overallProgress(state: VideoState, enhancement: string): number {
  const shown = enhancementRecord(state, enhancement).progress;
  const jobs = jobsOf(state, enhancement);
  const plan = planOf(state, enhancement);
  if (!plan) {
    const analysed = jobs.find(({ kind }) => kind === "analyse")?.fraction ?? 0;
    return Math.max(shown, SHARE.analyse * analysed);
  }
  const { encoded, assembled } = partsDone(jobs, plan);
  const reached = SHARE.analyse + SHARE.encode * encoded + SHARE.assemble * assembled;
  return Math.max(shown, Math.min(0.99, reached));
}

/** 0…1 each: how much of the encoding and of the assembling is done, by the enhancement's jobs. */
export function partsDone(jobs: readonly JobRecord[], plan: Plan) {
  const renditions = renditionsOf(plan);
  const weight = renditions.reduce((total, rendition) => total + WEIGHT[rendition], 0);
  let [encoded, assembled] = [0, 0];
  for (const job of jobs) {
    const frames = plan.segments[job.index]?.frames ?? 0;
    if (job.kind === "encode") encoded += job.fraction * frames * WEIGHT[renditionOf(job)];
    if (job.kind === "assemble") assembled += job.fraction;
  }
  return {
    encoded: encoded / (weight * Math.max(1, plan.video.frames)),
    assembled: assembled / renditions.length,
  };
}

function renditionOf({ rendition }: JobRecord): RenditionKind {
  return rendition ?? "sdr";
}
