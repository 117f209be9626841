// Job `probe`: what the container's index says, by ffprobe and by a walk over the boxes beside it.

import type { Facts } from "../protocol/facts.ts";
import type { FailureCode } from "../protocol/failure.ts";
import type { JobOf, ResultOf, Source } from "../protocol/job.ts";
import { STREAMS_MAX } from "../protocol/limits.ts";
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

/** What can be described though nothing else can be done with it: its index was read like any other. */
const DESCRIBED: ReadonlySet<FailureCode> = new Set([
  "audio_only",
  "encrypted",
  "too_many_pixels",
  "needs_dolby_vision",
  "unsupported_codec",
]);

/**
 * The facts of any media file, and why it is refused if it is. Throws the JobFailure that refuses
 * what cannot even be described.
 */
export async function probe(job: JobOf<"probe">, work: Work): Promise<ResultOf<"probe">> {
  const { facts, answer, refusal } = await readFacts(job.source, work);
  const raw = await putAnswer(answer, job.output.url, work);
  if (!refusal) return { kind: "probe", facts, raw };
  const { code, detail } = refusal;
  return { kind: "probe", facts, raw, refusal: detail === undefined ? { code } : { code, detail } };
}

type Read = {
  facts: Facts;
  probed: Probed;
  answer: string;
  /** Why the file cannot be worked on; null for others. */
  refusal: JobFailure | null;
};

/**
 * All that can be known of a source without reading its packets, and ffprobe's answer as it came.
 * Throws the JobFailure that refuses what cannot be described.
 */
export async function readFacts(source: Source, work: Work): Promise<Read> {
  const ended = new AbortController();
  const walking = walkSource(source, AbortSignal.any([work.signal, ended.signal]), work.log);
  try {
    const { probed, answer, tail } = await listSource(source, work);
    const picture = pictureOrRefusal(probed, tail);
    const refusal = picture instanceof JobFailure ? picture : null;
    const high = !(picture instanceof JobFailure) && highDynamicRangeOf(picture) !== null;
    const [walk, heads, frame] = await Promise.all([
      walking,
      firstBytes(source, probed, work.signal),
      high ? sideDataOfFirstFrame(picture, source, work) : null,
    ]);
    return {
      facts: factsOf(probed, source.bytes, { walk, heads, frame }),
      probed,
      answer,
      refusal,
    };
  } finally {
    // A file that is refused is not walked on.
    ended.abort();
  }
}

/** Throws the JobFailure that leaves nothing to describe. */
function pictureOrRefusal(probed: Probed, tail: readonly string[]): ProbedStream | JobFailure {
  try {
    return pictureOf(probed, tail);
  } catch (error) {
    if (error instanceof JobFailure && DESCRIBED.has(error.code)) return error;
    throw error;
  }
}

/** ffprobe's reading of the index, and the picture in it. Throws the JobFailure that refuses it. */
export async function probeSource(
  source: Source,
  work: Work,
): Promise<{ probed: Probed; picture: ProbedStream }> {
  const { probed, tail } = await listSource(source, work);
  return { probed, picture: pictureOf(probed, tail) };
}

/** ffprobe's reading of the index, as it came too, and the last lines it said. */
type Listing = { probed: Probed; answer: string; tail: readonly string[] };

/**
 * Of the sources that were listed last, by their addresses, whose bytes never change: most jobs of a
 * video begin with it, some at the same time, and starting ffprobe takes longer than reading a usual
 * index.
 */
const listings = new Map<string, Promise<Listing>>();
const LISTINGS_MAX = 8;
/** A usual answer has some kB. */
const KEPT_LENGTH_MAX = 1_000_000;

/** ffprobe's reading of the index, whatever is in it. Throws the JobFailure that leaves none to read. */
export async function listSource(source: Source, work: Work): Promise<Listing> {
  const { url } = source;
  const known = await sharedListing(listings.get(url), work.signal);
  if (known) return known;
  const listing = listAfresh(source, work);
  const [oldest] = listings.keys();
  if (listings.size >= LISTINGS_MAX && oldest !== undefined) listings.delete(oldest);
  listings.set(url, listing);
  const isKept = await listing.then(isForOthers, () => false);
  if (!isKept && listings.get(url) === listing) listings.delete(url);
  return listing;
}

/** Who said anything may have met a line that broke: the next try may see more. */
function isForOthers({ tail, answer }: Listing): boolean {
  return tail.length === 0 && answer.length <= KEPT_LENGTH_MAX;
}

/** What another job lists; null if nobody does, or it did not go well: it may have been stopped. */
async function sharedListing(
  listing: Promise<Listing> | undefined,
  signal: AbortSignal,
): Promise<Listing | null> {
  if (!listing) return null;
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const give = () => aborted.reject(signal.reason);
  signal.addEventListener("abort", give, { once: true });
  const shared = listing.then(
    (found) => (isForOthers(found) ? found : null),
    () => null,
  );
  try {
    return await Promise.race([shared, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", give);
  }
}

async function listAfresh(source: Source, work: Work): Promise<Listing> {
  if (source.bytes === 0) throw new JobFailure("empty_file");
  try {
    const { stdout, tail } = await work.programs.ffprobe({
      args: ["-v", "error", ...listingOptions(source), ...PROBE_ARGUMENTS, "-i", source.url],
      signal: work.signal,
      timeoutMs: TIMEOUT_MS,
    });
    const probed = parseProbed(stdout);
    const listed = probed.streams?.length ?? 0;
    // Of a transport stream the rest is left out without an error.
    if (listed > STREAMS_MAX || failureInWords(tail) === "too_many_streams") {
      throw new JobFailure("too_many_streams");
    }
    return { probed, answer: stdout, tail };
  } catch (error) {
    const isCrowded = error instanceof JobFailure && error.code === "too_many_streams";
    throw isCrowded ? await tooManyStreams(source, work) : error;
  }
}
