// Job `subtitles`: takes all text subtitles of the plan out of the source in one pass, as mov_text
// on the picture's clock. A track that cannot be read is left out: it never fails the picture.

import { stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { JobOf, ResultOf } from "../protocol/job.ts";
import { subtitleOptions } from "./input-arguments.ts";
import { JobFailure } from "./job-failure.ts";
import { putPiece } from "./objects.ts";
import { BrokenRead, runOverSource } from "./source-run.ts";
import type { Work } from "./work.ts";

/** Failures that say nothing of a track. */
const OF_THE_MACHINE = ["timeout", "out_of_resources", "cancelled", "transcoder_unavailable"];
/** Text: hours of it are kilobytes. */
const FILE_BYTES_MAX = 67_108_864;

/** The file is empty where no track could be read. */
export async function subtitles(
  job: JobOf<"subtitles">,
  work: Work,
): Promise<ResultOf<"subtitles">> {
  const { plan, source, output } = job;
  const path = join(work.folder, "subtitles.mp4");
  const all = plan.subtitles.map((_, track) => track);
  if (!(await canWrite(all))) {
    const readable: number[] = [];
    for (const track of all) if (await canWrite([track])) readable.push(track);
    if (readable.length === 0 || !(await canWrite(readable))) await writeFile(path, "");
  }
  const { size } = await stat(path);
  const piece = { path, start: 0, bytes: size };
  const file = await putPiece(output.url, "subtitles.mp4", piece, work.signal);
  return { kind: "subtitles", file };

  async function canWrite(tracks: readonly number[]): Promise<boolean> {
    try {
      const inputs = [{ options: inputArguments(), source: source.url }];
      const made = { options: outputArguments(tracks), path };
      await runOverSource({ inputs, output: made, signal: work.signal }, work);
      return true;
    } catch (error) {
      if (work.signal.aborted || !isAboutTracks(error)) throw error;
      work.log(`subtitles ${tracks.join(", ")} failed: ${error.code}`);
      return false;
    }
  }

  /** Times become those of the result. */
  function inputArguments(): string[] {
    const moved = ["-copyts", "-itsoffset", (-plan.video.startTime).toFixed(6)];
    return ["-v", "level+error", "-nostats", ...moved, ...subtitleOptions(source)];
  }

  /** Each track bears its place in the plan as its name. */
  function outputArguments(tracks: readonly number[]): string[] {
    return [
      ...tracks.flatMap((track) => ["-map", `0:${plan.subtitles[track]?.streamIndex}`]),
      ...["-c:s", "mov_text", "-bsf:s", FROM_ZERO, "-map_metadata", "-1", "-map_chapters", "-1"],
      ...tracks.flatMap((track, at) => [`-metadata:s:s:${at}`, `handler_name=${track}`]),
      ...["-fs", String(FILE_BYTES_MAX), "-fflags", "+bitexact", "-f", "mp4"],
    ];
  }
}

/** Failures that another choice of tracks can avoid. */
function isAboutTracks(error: unknown): error is JobFailure {
  if (!(error instanceof JobFailure) || error instanceof BrokenRead) return false;
  return !OF_THE_MACHINE.includes(error.code);
}

/** What begins before the picture is dropped: MP4 has no place for it. */
const FROM_ZERO = "noise=amount=0:drop=lt(pts\\,0)";
