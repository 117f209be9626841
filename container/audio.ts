// Job `audio`: one sound track, whole, as fragmented MP4 on the picture's clock. Sound is never cut
// at segments: an encoder that starts afresh adds silence each time, and the film drifts.

import { join } from "node:path";
import type { AudioPlan, Plan } from "../protocol/enhancement.ts";
import type { JobOf, Part, ResultOf, Source } from "../protocol/job.ts";
import { CHUNK_BYTES } from "../protocol/limits.ts";
import { toNumber } from "../protocol/rational.ts";
import { sourceOptions } from "./input-arguments.ts";
import { JobFailure } from "./job-failure.ts";
import { levelFilters } from "./level-filters.ts";
import { isLoss } from "./measure-sound.ts";
import { putPiece } from "./objects.ts";
import { readOwnFile } from "./own-file.ts";
import { progressReader } from "./progress.ts";
import type { Input } from "./run-ffmpeg.ts";
import { BrokenRead, runOverSource } from "./source-run.ts";
import type { Work } from "./work.ts";

/** Length of a fragment in microseconds: near a picture segment's. */
const FRAGMENT_US = 6_000_000;
const SAMPLE_RATE = 48_000;
/** 4 hours at 384 kbit/s are 0.7 GB; copied sound may be denser. */
const FILE_BYTES_MAX = 4_294_967_296;

export async function audio(job: JobOf<"audio">, work: Work): Promise<ResultOf<"audio">> {
  const track = job.plan.audio[job.track];
  if (!track) throw new JobFailure("internal", undefined, new Error("no such track"));
  const path = join(work.folder, "audio.mp4");
  const { index, bytes } = await firstThatWorks(waysToMake(job.plan, track, job.source), path);
  const runs = fileRuns(index.fragments, bytes);
  const files: Part[] = [];
  for (const [at, { start, end }] of runs.entries()) {
    const name = `audio-${String(at).padStart(5, "0")}.mp4`;
    const piece = { path, start, bytes: end - start };
    files.push(await putPiece(job.output.url, name, piece, work.signal));
  }
  return {
    kind: "audio",
    files,
    initBytes: index.initBytes,
    fragments: index.fragments.map(({ offset, bytes: length, duration }) => {
      const file = runs.findIndex(({ start, end }) => start <= offset && offset < end);
      const from = runs[file]?.start ?? 0;
      return { file, offset: offset - from, bytes: length, duration: duration / index.timescale };
    }),
  };

  async function firstThatWorks(ways: readonly Way[], target: string) {
    const read = progressReader({ seconds: durationOf(job.plan) });
    for (const [at, way] of ways.entries()) {
      let losses = 0;
      try {
        const onLine = (line: string): boolean => {
          const { known, fraction } = read(line);
          if (fraction !== null) work.progress(fraction);
          if (isLoss(line)) losses++;
          return known;
        };
        const output = { options: way.output, path: target };
        await runOverSource({ inputs: [way.input], output, signal: work.signal, onLine }, work);
        const made = await readOwnFile(target);
        if (losses > 0) work.log(`track ${track?.streamIndex}: ${losses} packets are silent`);
        if (made.index.fragments.length > 0) return made;
        throw new JobFailure("corrupt");
      } catch (error) {
        if (work.signal.aborted || at === ways.length - 1 || !isAboutSound(error)) throw error;
        work.log(`track ${track?.streamIndex}: ${way.name} failed, ${error.code}`);
      }
    }
    throw new JobFailure("internal");
  }
}

/**
 * Where to cut the track into objects: between fragments, each run as long as CHUNK_BYTES allows.
 * The first run begins with the header, the last one ends with the file.
 */
export function fileRuns(
  fragments: readonly { offset: number; bytes: number }[],
  bytes: number,
): { start: number; end: number }[] {
  const runs: { start: number; end: number }[] = [];
  let start = 0;
  for (const { offset, bytes: length } of fragments) {
    if (offset === start || offset + length - start <= CHUNK_BYTES) continue;
    runs.push({ start, end: offset });
    start = offset;
  }
  return [...runs, { start, end: bytes }];
}

type Way = { name: string; input: Input; output: string[] };

/**
 * Ways to make the track, best first. Damaged packets that cannot be copied may still be decoded,
 * and what cannot be decoded becomes silence: broken sound never fails the picture.
 */
export function waysToMake(plan: Plan, track: AudioPlan, source: Source): Way[] {
  const quiet = ["-v", "level+error", "-nostats", "-progress", "pipe:2"];
  const input = { options: [...quiet, "-copyts", ...sourceOptions(source)], source: source.url };
  const silence = `anullsrc=r=${SAMPLE_RATE}:cl=${layoutOf(track.channels)}`;
  return [
    ...(track.method === "copy"
      ? [{ name: "copy", input, output: copyArguments(plan, track) }]
      : []),
    { name: "encode", input, output: encodeArguments(plan, track) },
    {
      name: "silence",
      input: { options: [...quiet, "-f", "lavfi"], source: silence },
      output: [
        ...["-t", durationOf(plan).toFixed(6), ...encoderOptions(track)],
        ...containerArguments(),
      ],
    },
  ];
}

/** The source's own packets, those before the picture left out, timed from the picture's start. */
function copyArguments(plan: Plan, track: AudioPlan): string[] {
  const start = plan.video.startTime.toFixed(6);
  return [
    ...["-map", `0:${track.streamIndex}`, "-c:a", "copy"],
    ...["-ss", start, "-copypriorss", "0"],
    ...containerArguments(),
  ];
}

/** Decoded, put on the picture's clock (gaps filled, what lies before it cut), and encoded. */
function encodeArguments(plan: Plan, track: AudioPlan): string[] {
  const start = plan.video.startTime.toFixed(6);
  return [
    ...["-map", `0:${track.streamIndex}`, "-ar", String(SAMPLE_RATE)],
    "-af",
    [
      `asetpts=PTS-(${start})/TB,aresample=${SAMPLE_RATE}:async=1:first_pts=0`,
      // Channels are mixed first, so that no peak grows behind the limiter.
      ...(track.gain === 0 ? [] : [`aformat=channel_layouts=${layoutOf(track.channels)}`]),
      ...levelFilters(track.gain),
    ].join(","),
    ...encoderOptions(track),
    ...containerArguments(),
  ];
}

function encoderOptions(track: AudioPlan): string[] {
  return [
    // From 64 kbit/s a channel on, the fast search takes a third of the time and, as ffmpeg's own
    // manual says, sounds better: on our clips it is nearer to the source by 0 to 29 dB.
    ...["-c:a", "aac", "-aac_coder", "fast"],
    ...["-b:a", String(track.method === "aac" ? track.bitrate : 192_000)],
    ...["-ac", String(track.channels)],
    // The encoder's run-in lies before 0. Without that packet time 0 is heard at 0, and players
    // need no edit list to know it.
    ...["-bsf:a", "noise=amount=0:drop=lt(pts\\,0)"],
  ];
}

function containerArguments(): string[] {
  return [
    ...["-vn", "-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact"],
    ...["-fs", String(FILE_BYTES_MAX), "-f", "mp4", "-frag_duration", String(FRAGMENT_US)],
    ...["-movflags", "frag_discont+delay_moov+default_base_moof+skip_trailer"],
  ];
}

function layoutOf(channels: number): string {
  if (channels === 1) return "mono";
  return channels === 6 ? "5.1" : "stereo";
}

/** Failures that another way can avoid: of the sound itself, not of gateway, machine or time. */
function isAboutSound(error: unknown): error is JobFailure {
  if (!(error instanceof JobFailure) || error instanceof BrokenRead) return false;
  return !["timeout", "out_of_resources", "cancelled", "transcoder_unavailable"].includes(
    error.code,
  );
}

function durationOf(plan: Plan): number {
  return plan.video.frames / toNumber(plan.video.frameRate);
}
