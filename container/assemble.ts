// Job `assemble`: joins one rendition's segments with sound, subtitles, chapters and tags into one
// MP4 without encoding, checks that it is what the plan promised, and hands it over in parts.

import { stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Plan } from "../protocol/enhancement.ts";
import type { JobOf, ResultOf, Stored } from "../protocol/job.ts";
import { bothDone } from "./both-done.ts";
import { measurePairs } from "./compared-pictures.ts";
import { ownFileOptions } from "./input-arguments.ts";
import { joinObjects } from "./objects.ts";
import { readOwnFile, readOwnTrackNames } from "./own-file.ts";
import { putParts } from "./put-parts.ts";
import { reportOn } from "./report.ts";
import type { Input } from "./run-ffmpeg.ts";
import { soundDigestArguments } from "./sound-digest.ts";
import { type JoinedSound, verifyResult } from "./verify-result.ts";
import type { Work } from "./work.ts";

/** Shares of the work, for its progress: fetching, then joining, then checking and handing over. */
const FETCHED = 0.4;
const JOINED = 0.6;

export async function assemble(job: JobOf<"assemble">, work: Work): Promise<ResultOf<"assemble">> {
  const { plan, rendition } = job;
  const [[picture, compared], { sounds, subtitles }] = await bothDone(
    bothDone(fetchPicture(), fetchFile("compared.yuv", job.compared)),
    fetchRest(),
  );
  const chapters = plan.chapters.length > 0 ? join(work.folder, "chapters.txt") : null;
  if (chapters) await writeFile(chapters, chaptersFile(plan.chapters));
  const tracks = subtitles ? (await readOwnTrackNames(subtitles)).map(Number) : [];

  const path = join(work.folder, "enhanced.mp4");
  const isCopied = plan.soundDigest !== null && sounds.length > 0;
  const digest = isCopied ? join(work.folder, "sound.sha256") : null;
  const joining = work.programs.ffmpeg({
    inputs: [
      ...[picture, ...sounds, ...(tracks.length > 0 && subtitles ? [subtitles] : [])].map(inputOf),
      ...(chapters ? [{ options: [...QUIET, "-f", "ffmetadata"], source: chapters }] : []),
    ],
    // What is copied is told by its packets, on the way.
    output:
      digest === null
        ? { options: joinArguments(plan, tracks), path }
        : { options: [...joinArguments(plan, tracks), path, ...FIRST_SOUND_DIGEST], path: digest },
    signal: work.signal,
  });
  // Meanwhile, since it takes less time.
  const measuring = measurePairs(compared, job.compared, plan.video);
  const [, pictures] = await bothDone(joining, measuring);
  work.progress(JOINED);
  const { size } = await stat(path);
  // It is handed over meanwhile: nobody sees parts of a job that failed.
  const [[, report], parts] = await bothDone(
    bothDone(
      soundsOf(sounds).then((made) =>
        verifyResult(path, { plan, rendition, sounds: made, subtitles: tracks.length }, work),
      ),
      reportOn({ path, digest, pictures }, job, work),
    ),
    putParts(path, size, job.output.url, work.signal, (share) =>
      work.progress(JOINED + (1 - JOINED) * share),
    ),
  );
  const lost = plan.subtitles.filter((_, track) => !tracks.includes(track));
  const notes = lost.map(({ language }) => `Subtitles (${language ?? "und"}) cannot be read.`);
  return { kind: "assemble", parts, report: { ...report, notes: [...report.notes, ...notes] } };

  async function fetchPicture(): Promise<string> {
    return fetchFile("picture.mp4", [job.init, ...job.segments], (share) =>
      work.progress(FETCHED * share),
    );
  }

  async function fetchRest(): Promise<{ sounds: string[]; subtitles: string | null }> {
    const fetched: string[] = [];
    for (const [at, files] of job.audio.entries()) {
      fetched.push(await fetchFile(`sound-${at}.mp4`, files));
    }
    if (job.subtitles === null) return { sounds: fetched, subtitles: null };
    return { sounds: fetched, subtitles: await fetchFile("subtitles.mp4", [job.subtitles]) };
  }

  async function fetchFile(
    name: string,
    pieces: readonly Stored[],
    onShare?: (share: number) => void,
  ): Promise<string> {
    const target = join(work.folder, name);
    await joinObjects(job.partsUrl, pieces, target, work.signal, onShare);
    return target;
  }
}

/** Behind the picture's, the first sound's file is the second input of the join. */
const FIRST_SOUND_DIGEST = soundDigestArguments("1:a:0");

/** Levels are named, so that errors are told apart. */
const QUIET = ["-v", "level+error"];

/** Times stay as they are: sound that begins later than the picture must still do so. */
function inputOf(source: string): Input {
  return { options: [...QUIET, "-copyts", ...ownFileOptions()], source };
}

/**
 * Options after the inputs: the picture, each sound track, all subtitles if there are any, all
 * chapters if there are any. `subtitles` are the planned tracks that there are.
 */
export function joinArguments(plan: Plan, subtitles: readonly number[]): string[] {
  const { audio, chapters, tags } = plan;
  const behindSound = 1 + audio.length;
  const chaptersInput = behindSound + (subtitles.length > 0 ? 1 : 0);
  return [
    ...["-map", "0:v:0", "-c", "copy"],
    ...audio.flatMap((_, at) => ["-map", `${at + 1}:a:0`]),
    ...(subtitles.length > 0 ? ["-map", `${behindSound}:s`] : []),
    // Of the source's metadata what the plan names and nothing else.
    ...["-map_metadata:g", "-1", "-map_metadata:s", "-1"],
    ...["-map_chapters", chapters.length > 0 ? String(chaptersInput) : "-1"],
    ...Object.entries(tags).flatMap(([name, value]) => ["-metadata", `${name}=${value}`]),
    ...audio.flatMap((track, at) => [
      ...names(`a:${at}`, track),
      ...[`-disposition:a:${at}`, at === 0 ? "default" : "0"],
    ]),
    ...subtitles.flatMap((track, at) => [
      ...names(`s:${at}`, plan.subtitles[track]),
      ...[`-disposition:s:${at}`, "0"],
    ]),
    // The index first, so that a player can start before the file is there.
    ...["-f", "mp4", "-movflags", "+faststart", "-fflags", "+bitexact"],
  ];
}

type Named = { language: string | null; title: string | null };

function names(stream: string, { language, title }: Named = { language: null, title: null }) {
  return [
    ...(language ? [`-metadata:s:${stream}`, `language=${language}`] : []),
    ...(title ? [`-metadata:s:${stream}`, `handler_name=${title}`] : []),
  ];
}

/** Chapters as ffmpeg reads them (https://ffmpeg.org/ffmpeg-formats.html#Metadata-1). */
export function chaptersFile(chapters: Plan["chapters"]): string {
  const milliseconds = (seconds: number) => Math.round(seconds * 1_000);
  const entries = chapters.map(({ start, end, title }) =>
    [
      ...["[CHAPTER]", "TIMEBASE=1/1000"],
      ...[`START=${milliseconds(start)}`, `END=${milliseconds(end)}`],
      ...(title ? [`title=${title.replace(/[=;#\\]/g, "\\$&")}`] : []),
    ].join("\n"),
  );
  return [";FFMETADATA1", ...entries, ""].join("\n");
}

/** What each sound track's own file holds, in order. */
function soundsOf(paths: readonly string[]): Promise<JoinedSound[]> {
  return Promise.all(
    paths.map(async (path) => {
      const { fragments, timescale } = (await readOwnFile(path)).index;
      const [first, last] = [fragments[0], fragments.at(-1)];
      return {
        packets: fragments.reduce((sum, { samples }) => sum + samples, 0),
        start: (first?.decodeTime ?? 0) / timescale,
        end: ((last?.decodeTime ?? 0) + (last?.duration ?? 0)) / timescale,
      };
    }),
  );
}
