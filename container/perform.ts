// From a job's kind to the one function that does it.

import type { JobRequest, JobResult } from "../protocol/job.ts";
import { analyse } from "./analyse.ts";
import { assemble } from "./assemble.ts";
import { audio } from "./audio.ts";
import { digest } from "./digest.ts";
import { encode } from "./encode.ts";
import { inspect } from "./inspect.ts";
import { listen } from "./listen.ts";
import { look } from "./look.ts";
import { poster } from "./poster.ts";
import { preview } from "./preview.ts";
import { probe } from "./probe.ts";
import { proxy } from "./proxy.ts";
import { subtitles } from "./subtitles.ts";
import { summarise } from "./summarise.ts";
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
      return encode(job, yielding("film", work));
    case "audio":
      return audio(job, work);
    case "subtitles":
      return subtitles(job, work);
    case "assemble":
      return assemble(job, yielding("film", work));
    case "poster":
      return poster(job, yielding("film", work));
    case "digest":
      return digest(job, yielding("content", work));
    case "listen":
      return listen(job, yielding("content", work));
    case "look":
      return look(job, yielding("content", work));
    case "summarise":
      return summarise(job, yielding("content", work));
    case "preview":
      return preview(job, work);
    case "proxy":
      return proxy(job, yielding("film", work));
    default:
      return job satisfies never;
  }
}

/** What takes long leaves the cores to what somebody waits for. */
function yielding(kind: "film" | "content", work: Work): Work {
  return { ...work, programs: work.programs.yielding(kind) };
}
