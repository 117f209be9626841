// Requests that are complete by the schema, for tests that do not look at what is inside.

import type { JobKind, JobRequest } from "../../protocol/job.ts";
import { SAMPLE_PLAN } from "../../protocol/testing/samples.ts";
import { jobId } from "./chain.ts";

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
    case "inspect":
    case "digest":
      return { ...base, kind };
    case "probe":
    case "poster":
    case "proxy":
      return { ...base, kind, output };
    case "listen":
      return { ...base, kind, streamIndex: 1 };
    case "look":
      return { ...base, kind, start: 0, end: null, spriteStep: 1, output };
    case "summarise":
      return { ...base, kind, partsUrl: "", looks: [], spriteStep: 1, output };
    case "analyse":
      return { ...base, kind, settings: { mode: "auto" } };
    case "encode":
      return { ...base, kind, plan: SAMPLE_PLAN, rendition: "sdr", segment, output };
    case "audio":
      return { ...base, kind, plan: SAMPLE_PLAN, track: 0, output };
    case "assemble":
      return {
        ...base,
        kind,
        plan: SAMPLE_PLAN,
        rendition: "sdr",
        partsUrl: "",
        init: { path: "", bytes: 0 },
        segments: [],
        compared: [],
        audio: [],
        subtitles: null,
        fidelity: [],
        output,
      };
    case "subtitles":
      return { ...base, kind, plan: SAMPLE_PLAN, output };
    case "preview": {
      const settings = { mode: "auto" as const };
      return { ...base, kind, settings, plan: null, as: "still", at: null, output };
    }
    default:
      return kind satisfies never;
  }
}
