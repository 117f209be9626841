// Requests that are complete by the schema, for tests that do not look at what is inside.

import type { Plan } from "../../protocol/enhancement.ts";
import type { JobKind, JobRequest } from "../../protocol/job.ts";
import { jobId } from "./chain.ts";

export const ANY_PLAN: Plan = {
  recipe: { gain: 1, lift: 0, gamma: 1, saturation: 1, notes: [] },
  before: {
    frames: 1,
    mean: 0.5,
    percentiles: { p0_1: 0, p1: 0, p10: 0.1, p50: 0.5, p90: 0.9, p99: 1, p99_9: 1 },
    clippedShadows: 0,
    clippedHighlights: 0,
    saturation: 0.2,
  },
  video: {
    streamIndex: 0,
    codec: "h264",
    width: 640,
    height: 360,
    frameRate: { num: 25, den: 1 },
    startTime: 0,
    frames: 250,
    gopFrames: 50,
    colour: {
      primaries: "bt709",
      transfer: "bt709",
      matrix: "bt709",
      sourceRange: "tv",
      guessed: false,
    },
  },
  segments: [
    { firstFrame: 0, frames: 100 },
    { firstFrame: 100, frames: 150 },
  ],
  audio: [],
};

/** A request of that kind, with a fresh id. */
export function anyJob(
  kind: JobKind,
  fields: { segment?: number; attempt?: number; id?: string } = {},
): JobRequest {
  const { segment = 0, attempt = 1, id = jobId() } = fields;
  const source = { url: "http://127.0.0.1:9/x", bytes: 1, demuxer: "mov" as const };
  const base = { id, attempt, limitMs: 60_000, source };
  const output = { url: "http://127.0.0.1:9/out" };
  switch (kind) {
    case "probe":
    case "inspect":
      return { ...base, kind };
    case "analyse":
      return { ...base, kind, settings: { mode: "auto" } };
    case "encode":
      return { ...base, kind, plan: ANY_PLAN, segment, output };
    case "audio":
      return { ...base, kind, plan: ANY_PLAN, track: 0, output };
    case "assemble":
      return {
        ...base,
        kind,
        plan: ANY_PLAN,
        partsUrl: "",
        init: "",
        segments: [],
        audio: [],
        output,
      };
    default:
      return kind satisfies never;
  }
}
