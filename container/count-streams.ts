// How many streams a file has that is refused for having too many: an ffprobe under limits stops at
// the first one past them and does not say how many there would be.

import * as z from "zod/mini";
import type { Source } from "../protocol/job.ts";
import { STREAMS_MAX } from "../protocol/limits.ts";
import { listingOptions } from "./input-arguments.ts";
import { JobFailure } from "./job-failure.ts";
import type { Work } from "./work.ts";

/** Most that are counted: some kB of memory each, since nothing of a stream is read. */
const COUNTED_MAX = 4_096;
/** An index is listed in milliseconds; a hostile one must not hold the lane. */
const TIMEOUT_MS = 10_000;

const CountSchema = z.object({ format: z.object({ nb_streams: z.int() }) });

/** The refusal of a source with more than STREAMS_MAX streams, which says how many it has. */
export async function tooManyStreams(source: Source, work: Work): Promise<JobFailure> {
  const count = await countStreams(source, work);
  const held = count === null ? `more than ${COUNTED_MAX}` : String(count);
  return new JobFailure(
    "too_many_streams",
    `It has ${held}, and the most is ${STREAMS_MAX}. Export it with only the tracks you need.`,
  );
}

/** Null past COUNTED_MAX. */
async function countStreams(source: Source, work: Work): Promise<number | null> {
  try {
    const { stdout } = await work.programs.ffprobe({
      args: [
        ...["-v", "error", ...listingOptions(source), "-max_streams", String(COUNTED_MAX)],
        // No decoder is opened for any of them.
        "-nofind_stream_info",
        ...["-show_entries", "format=nb_streams", "-of", "json", "-i", source.url],
      ],
      signal: work.signal,
      timeoutMs: TIMEOUT_MS,
    });
    return CountSchema.parse(JSON.parse(stdout)).format.nb_streams;
  } catch (error) {
    if (error instanceof JobFailure && error.code === "too_many_streams") return null;
    throw error;
  }
}
