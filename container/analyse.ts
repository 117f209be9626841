// Job `analyse`: decides once what every later job of the enhancement only carries out. It reads
// the index, the picture's packets and a few frames, and depends on source and settings alone.

import type { Plan } from "../protocol/enhancement.ts";
import type { JobOf, ResultOf, Source } from "../protocol/job.ts";
import { DURATION_S_MAX, SOURCE_FPS_MAX } from "../protocol/limits.ts";
import { toNumber } from "../protocol/rational.ts";
import { requestedRate } from "../protocol/settings.ts";
import { audioPlansOf } from "./audio-plan.ts";
import { bothDone } from "./both-done.ts";
import { checkSound } from "./check-sound.ts";
import { isFieldCoded, isInterlaced, sourceRate } from "./choose-rate.ts";
import { chooseRecipe } from "./choose-recipe.ts";
import { colourOf, highDynamicRangeOf } from "./colour.ts";
import { numberOf, type Probed, type ProbedStream } from "./ffprobe-json.ts";
import { gopFramesAt, gridOf } from "./grid.ts";
import { sourceOptions } from "./input-arguments.ts";
import { ticksOf } from "./inspect.ts";
import { JobFailure } from "./job-failure.ts";
import { outputSizeOf } from "./output-size.ts";
import type { PacketStatistics } from "./packet-clock.ts";
import { probeSource } from "./probe.ts";
import { type PacketReading, readPackets } from "./read-packets.ts";
import { samplePicture } from "./sample-picture.ts";
import type { Work } from "./work.ts";
import { decoderOptions, x264BuildOf } from "./x264-build.ts";

/** Bytes that are read in about a second. Of a larger file only both ends are looked at. */
const READ_BYTES_MAX = 128 * 1024 * 1024;
/** How much of each end of a large file, in seconds. */
const END_SECONDS = 20;
/** What may be missing at the end before a file is called incomplete: seconds, and share. */
const MISSING_SECONDS = 1;
const MISSING_SHARE = 0.05;
/** Of the longest distance between key frames; of a large file not all of them were seen. */
const SEEK_MARGIN = 1.5;
const PACKETS_TIMEOUT_MS = 120_000;

export async function analyse(job: JobOf<"analyse">, work: Work): Promise<ResultOf<"analyse">> {
  const { probed, picture } = await probeSource(job.source, work);
  const packets = await readPicturePackets(job.source, probed, picture, work);
  const build = await x264BuildOf(job.source, picture, packets.position, work.signal);
  const seekBack = seekBackOf(job.source.demuxer, packets);
  const video = {
    ...planVideo(picture, packets, job.settings),
    ...(build === undefined ? {} : { x264Build: build }),
    ...(seekBack === undefined ? {} : { seekBackSeconds: seekBack }),
  };
  const film = {
    options: [...sourceOptions(job.source), ...decoderOptions(video)],
    source: job.source.url,
    bytes: job.source.bytes,
    video,
    keyframeSeconds: packets.keyframeInterval?.meanSeconds ?? durationOf(video),
  };
  const [before, sound] = await bothDone(
    samplePicture(film, work, "before"),
    checkSound(audioPlansOf(probed), job.source, work),
  );
  const recipe = chooseRecipe(job.settings, before);
  recipe.notes.push(...sound.notes);
  const segments = gridOf(video.frames, video.gopFrames);
  return { kind: "analyse", plan: { recipe, before, video, segments, audio: sound.audio } };
}

/** Rate, length, size and colour of the result's picture. Throws JobFailure for what is refused. */
export function planVideo(
  picture: ProbedStream,
  packets: PacketStatistics,
  settings: JobOf<"analyse">["settings"],
): Plan["video"] {
  const { first, end } = packets;
  if (packets.packets === 0 || first === null || end === null) throw new JobFailure("corrupt");
  const own = sourceRate(picture, packets);
  const pictures = isFieldCoded(picture, packets) ? 0.5 : 1;
  const median = packets.medianDistance;
  if (median && pictures / median > SOURCE_FPS_MAX * 1.01)
    throw new JobFailure("unsupported_format");
  const frameRate = requestedRate(settings.fps) ?? own;
  const duration = end - first;
  if (duration > DURATION_S_MAX) throw new JobFailure("too_long");
  const dynamicRange = highDynamicRangeOf(picture);
  return {
    streamIndex: picture.index,
    codec: picture.codec_name ?? "unknown",
    ...outputSizeOf(picture),
    frameRate,
    startTime: first,
    frames: Math.max(1, Math.round(duration * toNumber(frameRate))),
    gopFrames: gopFramesAt(frameRate),
    colour: colourOf(picture),
    deinterlace: isInterlaced(picture),
    ...(dynamicRange ? { dynamicRange } : {}),
  };
}

/**
 * MPEG streams have no index: a seek lands on any packet, and the next key frame may lie behind the
 * place that was meant. Reading begins early enough for one to come before it.
 */
export function seekBackOf(
  demuxer: Source["demuxer"],
  { keyframeInterval, first, end }: PacketStatistics,
): number | undefined {
  if (demuxer !== "mpegts" && demuxer !== "mpeg") return undefined;
  const longest = keyframeInterval?.maxSeconds ?? (end ?? 0) - (first ?? 0);
  return Math.ceil(longest * SEEK_MARGIN + 1);
}

function durationOf(video: Plan["video"]): number {
  return video.frames / toNumber(video.frameRate);
}

/** Statistics of the picture's packets: of all in a small file, of both ends of a large one. */
async function readPicturePackets(
  source: Source,
  probed: Probed,
  picture: ProbedStream,
  work: Work,
): Promise<PacketStatistics> {
  const declared = numberOf(picture.duration) ?? numberOf(probed.format?.duration);
  const start = numberOf(picture.start_time) ?? 0;
  const query = {
    source,
    ticks: ticksOf(probed),
    only: picture.index,
    timeoutMs: PACKETS_TIMEOUT_MS,
  };
  const whole = source.bytes <= READ_BYTES_MAX || !declared || declared < END_SECONDS * 4;
  if (whole) {
    const reading = await readPackets(query, work);
    const statistics = statisticsOf(reading, picture);
    const length = lengthOf(statistics);
    if (declared && isTruncated(source.demuxer, declared, length, reading.tail)) {
      throw new JobFailure("truncated");
    }
    return statistics;
  }
  const [head, tail] = await bothDone(
    readPackets({ ...query, intervals: `%+${END_SECONDS}` }, work),
    readPackets({ ...query, intervals: `${start + declared - END_SECONDS}%` }, work),
  );
  const beginning = statisticsOf(head, picture);
  const ending = tail.streams.get(picture.index);
  if (!ending?.end || ending.end < start + declared * (1 - MISSING_SHARE)) {
    throw new JobFailure("truncated");
  }
  const variable = Boolean(beginning.variable || ending.variable);
  return { ...beginning, end: ending.end, variable };
}

function statisticsOf(reading: PacketReading, picture: ProbedStream): PacketStatistics {
  const statistics = reading.streams.get(picture.index);
  if (!statistics) throw new JobFailure("truncated");
  return statistics;
}

function lengthOf({ first, end }: PacketStatistics): number {
  return first === null || end === null ? 0 : end - first;
}

/**
 * The index promises more than the file holds. A movie's index is exact; elsewhere the declared
 * length may be wrong, so ffprobe must have met the end too early. A few odd frames are no matter.
 */
export function isTruncated(
  demuxer: Source["demuxer"],
  declared: number,
  length: number,
  tail: readonly string[],
): boolean {
  const missing = declared - length;
  if (missing < MISSING_SECONDS && missing < declared / 2) return false;
  if (missing < declared * MISSING_SHARE) return false;
  return demuxer === "mov" || tail.some((line) => /ended prematurely|Truncat/i.test(line));
}
