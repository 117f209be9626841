// Job `analyse`: decides once what every later job of the enhancement only carries out. It reads
// the index, the packets, a few frames and the sound, and depends on source and settings alone. The
// first segment waits for it: picture and sound are looked at side by side, and the picture only where
// the recipe depends on it.

import type { Plan } from "../protocol/enhancement.ts";
import type { JobOf, ResultOf, Source } from "../protocol/job.ts";
import { DURATION_S_MAX } from "../protocol/limits.ts";
import { toNumber } from "../protocol/rational.ts";
import type { Settings } from "../protocol/settings.ts";
import { audioPlansOf } from "./audio-plan.ts";
import { bothDone } from "./both-done.ts";
import { carriedOf } from "./carried.ts";
import { CRF, chooseQuality } from "./choose-quality.ts";
import { isInterlaced } from "./choose-rate.ts";
import { chooseRecipe, isMeasured } from "./choose-recipe.ts";
import { makeable, missingFor, needs, unmetBy, withoutUnmet } from "./features.ts";
import { numberOf, type ProbedStream } from "./ffprobe-json.ts";
import { gridOf } from "./grid.ts";
import { type HdrChoice, planHdr } from "./hdr-plan.ts";
import { sourceOptions } from "./input-arguments.ts";
import { measureScan, type Scan } from "./interlacing.ts";
import { JobFailure } from "./job-failure.ts";
import { measureFilm } from "./measure-film.ts";
import { type PicturePackets, type Read, readFilm } from "./picture-packets.ts";
import { type LoudnessPlan, planLoudness } from "./plan-loudness.ts";
import { doableScan, notesOnVideo, planVideo, seekBackOf } from "./plan-video.ts";
import { checkMotion } from "./rate-filters.ts";
import type { Work } from "./work.ts";
import { decoderOptions, x264BuildOf } from "./x264-build.ts";

export async function analyse(job: JobOf<"analyse">, work: Work): Promise<ResultOf<"analyse">> {
  return { kind: "analyse", plan: await planFor(job.source, job.settings, work) };
}

/** The whole plan of an enhancement. Throws JobFailure for what is refused. */
export async function planFor(source: Source, asked: Settings, work: Work): Promise<Plan> {
  const { settings, notes } = makeableSettings(asked, work);
  const read = await readFilm(source, work);
  const [seen, heard] = await bothDone(
    lookAt(source, read, settings, "closely", work),
    listenTo(source, read, settings, work),
  );
  const draft: Plan = {
    ...seen,
    recipe: {
      ...seen.recipe,
      loudness: heard.change,
      notes: [...notes, ...seen.recipe.notes, ...heard.notes],
    },
    soundBefore: heard.before,
    soundDigest: heard.digest,
    audio: heard.audio,
    notes: [...seen.notes, ...heard.lost],
  };
  return {
    ...draft,
    quality: await chooseQuality(settings.quality, draft, read.probed, source, work),
  };
}

/**
 * The plan of the picture alone, made in a hurry for what is shown without sound: measured on key
 * frames alone where the film is not short, and with one tone for all shots. Throws as `planFor`.
 */
export async function picturePlanFor(source: Source, asked: Settings, work: Work): Promise<Plan> {
  const { settings, notes } = makeableSettings(asked, work);
  const read = await readFilm(source, work);
  return withNotes(notes, await lookAt(source, read, settings, "quickly", work));
}

/** Throws JobFailure for what is asked and cannot be made here; what a preset brought is left out. */
export function makeableSettings(settings: Settings, { features }: Pick<Work, "features">) {
  const refused = unmetBy(settings, features);
  if (refused !== null) throw new JobFailure("invalid_settings", refused);
  return withoutUnmet(settings, features);
}

/** The plan with these notes before those of its recipe. */
export function withNotes(notes: readonly string[], plan: Plan): Plan {
  return { ...plan, recipe: { ...plan.recipe, notes: [...notes, ...plan.recipe.notes] } };
}

/** All that the plan has to say without the sound. */
async function lookAt(
  source: Source,
  read: Read,
  settings: Settings,
  how: "closely" | "quickly",
  work: Work,
): Promise<Plan> {
  const { probed, picture } = read;
  const quick = how === "quickly";
  const { keyframeInterval } = await read.packets;
  // Only `auto` looks for shots.
  const asked = quick ? { ...settings, mode: "manual" as const } : settings;
  const measure = async (found: VideoRead) => {
    const { video } = found;
    const keyframeSeconds = quick ? null : (keyframeInterval?.meanSeconds ?? durationOf(video));
    const options = [...sourceOptions(source), ...decoderOptions(video)];
    const film = { options, source: source.url, bytes: source.bytes, video, keyframeSeconds };
    const measured = isMeasured(settings) ? await measureFilm(film, asked, work, "before") : null;
    return { ...found, measured };
  };
  const { readAs, scanning } = await beginReading(source, read, settings, work);
  // Nearly all films are of whole pictures: they are measured while that is found out.
  const early = isInterlaced(picture) ? null : readAs({ kind: "progressive" }).then(measure);
  await Promise.allSettled([scanning, early]);
  const scan = await scanning;
  const asGuessed = scan.kind === "progressive" ? early : null;
  const seen = await (asGuessed ?? readAs(scan).then(measure));
  const { video, high, notes, measured } = seen;
  const carried = carriedOf(probed, picture, settings, video);
  return {
    recipe: makeable(chooseRecipe(settings, measured), work.features),
    before: measured?.before ?? null,
    autoStrength: asked.mode === "auto" ? (asked.strength ?? 1) : null,
    soundBefore: null,
    soundDigest: null,
    sourceBytes: source.bytes,
    video,
    quality: { crf: CRF, maxBitrate: null, search: null },
    hdr: high.hdr,
    segments: gridOf(video),
    audio: [],
    subtitles: carried.subtitles,
    chapters: carried.chapters,
    tags: carried.tags,
    notes: [...notes, ...carried.notes],
  };
}

type VideoRead = { video: Plan["video"]; high: HdrChoice; notes: string[] };

/**
 * The picture's part of the plan, and what is to be told of it; nothing of what the film shows is
 * measured. Throws JobFailure for what is refused.
 */
export async function readVideo(
  source: Source,
  read: Read,
  settings: Settings,
  work: Work,
): Promise<VideoRead> {
  const { readAs, scanning } = await beginReading(source, read, settings, work);
  return readAs(await scanning);
}

/** In two steps: whether its pictures are of fields has to be seen, the rest is read. */
async function beginReading(source: Source, read: Read, settings: Settings, work: Work) {
  const { picture } = read;
  const packets = await read.packets;
  const build = await x264BuildOf(source, picture, packets.position, work.signal);
  return {
    scanning: measureScan(source, picture, packets, build, work),
    readAs: (scan: Scan) => videoAs(scan, { source, picture, packets, build }, settings, work),
  };
}

async function videoAs(
  seen: Scan,
  from: {
    source: Source;
    picture: ProbedStream;
    packets: PicturePackets;
    build: number | undefined;
  },
  settings: Settings,
  work: Work,
): Promise<VideoRead> {
  const { source, picture, packets, build } = from;
  const seekBack = seekBackOf(source.demuxer, packets);
  const scan = doableScan(seen, work.features);
  const { matte, ...planned } = planVideo(picture, packets, scan.scan, settings);
  const opaque = matte === undefined ? [] : missingFor("transparency", work.features);
  const high = await planHdr(picture, planned, settings, source, work);
  const video = {
    ...planned,
    ...(high.absurd ? { masteringIgnored: true as const } : {}),
    ...(matte === undefined || opaque.length > 0 ? {} : { matte }),
    ...(build === undefined ? {} : { x264Build: build }),
    ...(seekBack === undefined ? {} : { seekBackSeconds: seekBack }),
  };
  refuseUnshowable(video, work);
  checkMotion(video);
  return {
    video,
    high,
    notes: [
      ...scan.notes,
      ...notesOnVideo(picture, packets, video),
      ...(opaque.length > 0 ? [`Its transparency is lost: reading it ${needs(opaque)}.`] : []),
      ...high.notes,
    ],
  };
}

/** HDR cannot become an ordinary picture without tone mapping: it would look washed out. */
function refuseUnshowable({ dynamicRange }: Plan["video"], { features }: Work): void {
  const missing = dynamicRange ? missingFor("tone mapping", features) : [];
  if (missing.length === 0) return;
  throw new JobFailure(
    "unsupported_format",
    `The picture is ${dynamicRange}, and tone mapping it ${needs(missing)}. Export it as SDR.`,
  );
}

/** The sound's part of the plan. */
async function listenTo(
  source: Source,
  read: Omit<Read, "picture">,
  settings: Settings,
  work: Work,
): Promise<LoudnessPlan> {
  const tracks = audioPlansOf(read.probed, settings);
  const declared = numberOf(read.probed.format?.duration);
  if (declared !== null && declared <= DURATION_S_MAX)
    return planLoudness(tracks, settings, source, declared, work);
  const { first, end } = await read.packets;
  return planLoudness(tracks, settings, source, (end ?? 0) - (first ?? 0), work);
}

function durationOf(video: Plan["video"]): number {
  return video.frames / toNumber(video.frameRate);
}
