// Job `probe`: what the container's index says, by ffprobe.

import type { JobOf, ResultOf, Source } from "../protocol/job.ts";
import { factsOf } from "./facts.ts";
import { PROBE_ARGUMENTS, type Probed, type ProbedStream, parseProbed } from "./ffprobe-json.ts";
import { listingOptions } from "./input-arguments.ts";
import { JobFailure } from "./job-failure.ts";
import { pictureOf } from "./refuse.ts";
import type { Work } from "./work.ts";

/** An index is read in well under a second; a hostile one must not hold the lane. */
const TIMEOUT_MS = 30_000;

/** The facts of any file that has a picture. Throws the JobFailure that refuses others. */
export async function probe(job: JobOf<"probe">, work: Work): Promise<ResultOf<"probe">> {
  const { probed } = await probeSource(job.source, work);
  return { kind: "probe", facts: factsOf(probed, job.source.bytes) };
}

/** ffprobe's reading of the index, and the picture in it. Throws the JobFailure that refuses it. */
export async function probeSource(
  source: Source,
  work: Work,
): Promise<{ probed: Probed; picture: ProbedStream }> {
  if (source.bytes === 0) throw new JobFailure("empty_file");
  const { stdout, tail } = await work.programs.ffprobe({
    args: ["-v", "error", ...listingOptions(source), ...PROBE_ARGUMENTS, "-i", source.url],
    signal: work.signal,
    timeoutMs: TIMEOUT_MS,
  });
  const probed = parseProbed(stdout);
  return { probed, picture: pictureOf(probed, tail) };
}
