// Job `probe`: what the container's index says, by ffprobe and by a walk over the boxes beside it.

import type { Facts } from "../protocol/facts.ts";
import type { JobOf, ResultOf, Source } from "../protocol/job.ts";
import { highDynamicRangeOf } from "./colour.ts";
import { tooManyStreams } from "./count-streams.ts";
import { factsOf } from "./facts/facts.ts";
import { firstBytes } from "./facts/first-bytes.ts";
import { walkSource } from "./facts/structure.ts";
import { failureInWords } from "./ffmpeg-words.ts";
import { PROBE_ARGUMENTS, type Probed, type ProbedStream, parseProbed } from "./ffprobe-json.ts";
import { sideDataOfFirstFrame } from "./hdr-plan.ts";
import { listingOptions } from "./input-arguments.ts";
import { JobFailure } from "./job-failure.ts";
import { putAnswer } from "./put-answer.ts";
import { pictureOf } from "./refuse.ts";
import type { Work } from "./work.ts";

/** An index is read in well under a second; a hostile one must not hold the lane. */
const TIMEOUT_MS = 30_000;

/** The facts of any file that has a picture. Throws the JobFailure that refuses others. */
export async function probe(job: JobOf<"probe">, work: Work): Promise<ResultOf<"probe">> {
  const { facts, answer } = await readFacts(job.source, work);
  return { kind: "probe", facts, raw: await putAnswer(answer, job.output.url, work) };
}

/**
 * All that can be known of a source without reading its packets, and ffprobe's answer as it came.
 * Throws the JobFailure that refuses it.
 */
export async function readFacts(
  source: Source,
  work: Work,
): Promise<{ facts: Facts; probed: Probed; answer: string }> {
  const ended = new AbortController();
  const walking = walkSource(source, AbortSignal.any([work.signal, ended.signal]), work.log);
  try {
    const { probed, picture, answer } = await probeSource(source, work);
    const high = highDynamicRangeOf(picture) !== null;
    const [walk, heads, frame] = await Promise.all([
      walking,
      firstBytes(source, probed, work.signal),
      high ? sideDataOfFirstFrame(picture, source, work) : null,
    ]);
    return { facts: factsOf(probed, source.bytes, { walk, heads, frame }), probed, answer };
  } finally {
    // A file that is refused is not walked on.
    ended.abort();
  }
}

/** ffprobe's reading of the index, and the picture in it. Throws the JobFailure that refuses it. */
export async function probeSource(
  source: Source,
  work: Work,
): Promise<{ probed: Probed; picture: ProbedStream; answer: string }> {
  if (source.bytes === 0) throw new JobFailure("empty_file");
  try {
    const { stdout, tail } = await work.programs.ffprobe({
      args: ["-v", "error", ...listingOptions(source), ...PROBE_ARGUMENTS, "-i", source.url],
      signal: work.signal,
      timeoutMs: TIMEOUT_MS,
    });
    const probed = parseProbed(stdout);
    // Of a transport stream the rest is left out without an error.
    if (failureInWords(tail) === "too_many_streams") throw new JobFailure("too_many_streams");
    return { probed, picture: pictureOf(probed, tail), answer: stdout };
  } catch (error) {
    const isCrowded = error instanceof JobFailure && error.code === "too_many_streams";
    throw isCrowded ? await tooManyStreams(source, work) : error;
  }
}
