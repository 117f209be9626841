// From a job's kind to the one function that does it.

import type { JobRequest, JobResult } from "../protocol/job.ts";
import { analyse } from "./analyse.ts";
import { assemble } from "./assemble.ts";
import { audio } from "./audio.ts";
import { encode } from "./encode.ts";
import { inspect } from "./inspect.ts";
import { preview } from "./preview.ts";
import { probe } from "./probe.ts";
import { subtitles } from "./subtitles.ts";
import type { Work } from "./work.ts";

/** Does the job. Throws JobFailure for what may go wrong, anything else for a bug. */
export function perform(job: JobRequest, work: Work): Promise<JobResult> {
  switch (job.kind) {
    case "probe":
      return probe(job, work);
    case "inspect":
      return inspect(job, work);
    case "analyse":
      return analyse(job, work);
    case "encode":
      return encode(job, work);
    case "audio":
      return audio(job, work);
    case "subtitles":
      return subtitles(job, work);
    case "assemble":
      return assemble(job, work);
    case "preview":
      return preview(job, work);
    default:
      return job satisfies never;
  }
}
