// Job `assemble`: joins segments and sound into one MP4 without encoding, checks that it is what
// the plan promised, measures what changed, and hands it over in parts.

import { stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Plan, Report } from "../protocol/enhancement.ts";
import type { JobOf, Part, ResultOf } from "../protocol/job.ts";
import { CHUNK_BYTES } from "../protocol/limits.ts";
import { toNumber } from "../protocol/rational.ts";
import { encoderArguments } from "./encoder-arguments.ts";
import { ownFileOptions } from "./input-arguments.ts";
import { appendObject, putPiece } from "./objects.ts";
import type { Input } from "./run-ffmpeg.ts";
import { samplePicture } from "./sample-picture.ts";
import { verifyResult } from "./verify-result.ts";
import type { Work } from "./work.ts";

/** Shares of the work, for its progress: fetching, then joining and checking, then handing over. */
const FETCHED = 0.4;
const JOINED = 0.6;

export async function assemble(job: JobOf<"assemble">, work: Work): Promise<ResultOf<"assemble">> {
  const { plan } = job;
  const picture = join(work.folder, "picture.mp4");
  const pieces = [job.init, ...job.segments];
  for (const [at, piece] of pieces.entries()) {
    await appendObject(`${job.partsUrl}/${piece}`, picture, work.signal);
    work.progress((FETCHED * (at + 1)) / pieces.length);
  }
  const sounds: string[] = [];
  for (const [at, files] of job.audio.entries()) {
    const sound = join(work.folder, `sound-${at}.mp4`);
    await writeFile(sound, "");
    for (const file of files) await appendObject(`${job.partsUrl}/${file}`, sound, work.signal);
    sounds.push(sound);
  }

  const path = join(work.folder, "enhanced.mp4");
  await work.programs.ffmpeg({
    inputs: [picture, ...sounds].map(inputOf),
    output: { options: joinArguments(plan), path },
    signal: work.signal,
  });
  await verifyResult(path, plan, work);
  work.progress(JOINED);
  const report = await reportOn(path, plan, work);
  return {
    kind: "assemble",
    parts: await putParts(path, report.bytes, job.output.url, work),
    report,
  };
}

/** Options after the inputs: the picture first, then each sound track as the plan names it. */
export function joinArguments(plan: Plan): string[] {
  return [
    ...["-map", "0:v:0", "-c", "copy"],
    ...plan.audio.flatMap((_, at) => ["-map", `${at + 1}:a:0`]),
    // Nothing of the source's metadata: where a film was shot is nobody's business.
    ...["-map_metadata", "-1", "-map_chapters", "-1"],
    ...plan.audio.flatMap(({ language, title }, at) => [
      ...(language ? [`-metadata:s:a:${at}`, `language=${language}`] : []),
      ...(title ? [`-metadata:s:a:${at}`, `handler_name=${title}`] : []),
      ...[`-disposition:a:${at}`, at === 0 ? "default" : "0"],
    ]),
    // The index first, so that a player can start before the file is there.
    ...["-f", "mp4", "-movflags", "+faststart", "-fflags", "+bitexact"],
  ];
}

/** Times stay as they are: sound that begins later than the picture must still do so. */
function inputOf(source: string): Input {
  return { options: ["-v", "level+error", "-copyts", ...ownFileOptions()], source };
}

async function reportOn(path: string, plan: Plan, work: Work): Promise<Report> {
  const { video } = plan;
  const { size } = await stat(path);
  const film = {
    options: ownFileOptions(),
    source: path,
    bytes: size,
    video: ordinary(video),
    // The places are its key frames: there is no way to decode.
    keyframeSeconds: 0,
  };
  return {
    encoder: encoderArguments(plan),
    before: plan.before,
    after: await samplePicture(film, work, "after"),
    width: video.width,
    height: video.height,
    frameRate: video.frameRate,
    frames: video.frames,
    duration: video.frames / toNumber(video.frameRate),
    bytes: size,
    notes: [...plan.recipe.notes, ...notesOn(plan)],
  };
}

/** The finished file as a film to sample: standard range, its picture the first stream. */
function ordinary({ dynamicRange: _, x264Build: __, ...video }: Plan["video"]): Plan["video"] {
  const colour = { ...video.colour, sourceRange: "tv" as const };
  return { ...video, streamIndex: 0, startTime: 0, colour };
}

/** What was done beside the recipe, in a person's words. */
function notesOn({ video }: Plan): string[] {
  return [
    ...(video.dynamicRange ? [`Made from ${video.dynamicRange} by tone mapping to BT.709.`] : []),
    ...(video.deinterlace ? ["Interlaced pictures were made progressive."] : []),
    ...(video.colour.guessed
      ? [`The file does not tell its colours fully: taken for ${video.colour.primaries}.`]
      : []),
  ];
}

async function putParts(path: string, bytes: number, url: string, work: Work): Promise<Part[]> {
  const parts: Part[] = [];
  for (let start = 0; start < bytes; start += CHUNK_BYTES) {
    const piece = { path, start, bytes: Math.min(CHUNK_BYTES, bytes - start) };
    const name = `part-${String(parts.length).padStart(5, "0")}`;
    parts.push(await putPiece(url, name, piece, work.signal));
    work.progress(JOINED + ((1 - JOINED) * (start + piece.bytes)) / bytes);
  }
  return parts;
}
