// The report: what was done and what it changed, measured on what was made by the code that measured
// the source.

import { stat } from "node:fs/promises";
import type {
  Fidelity,
  PictureMeasures,
  Plan,
  RenditionKind,
  Report,
  SoundMeasures,
} from "../protocol/enhancement.ts";
import type { JobOf } from "../protocol/job.ts";
import { toNumber } from "../protocol/rational.ts";
import { encoderArguments } from "./encoder-arguments.ts";
import { ownFileOptions } from "./input-arguments.ts";
import { measureSound, type SoundFile } from "./measure-sound.ts";
import { notesOnFilters } from "./picture-filters.ts";
import { readSoundDigest } from "./sound-digest.ts";
import type { Work } from "./work.ts";

/** What there is to report on. */
type Finished = {
  path: string;
  /** A file with the digest of its first sound, where there is one. */
  digest: string | null;
  pictures: { before: PictureMeasures; after: PictureMeasures };
};

/** The report on a finished file. */
export async function reportOn(
  { path, digest, pictures }: Finished,
  { plan, rendition, fidelity }: Pick<JobOf<"assemble">, "plan" | "rendition" | "fidelity">,
  work: Work,
): Promise<Report> {
  const { video } = plan;
  const { size } = await stat(path);
  const duration = video.frames / toNumber(video.frameRate);
  const file = { options: ownFileOptions(), source: path, bytes: size };
  const sound = await soundAfter(file, digest, plan, duration, work);
  return {
    encoder: encoderArguments(plan, rendition),
    ...pictures,
    sound: plan.soundBefore && sound ? { before: plan.soundBefore, after: sound } : null,
    fidelity: mergedFidelity(fidelity),
    quality: plan.quality,
    sourceBytes: plan.sourceBytes,
    width: video.width,
    height: video.height,
    frameRate: video.frameRate,
    frames: video.frames,
    duration,
    bytes: size,
    notes: [
      ...plan.recipe.notes,
      ...plan.notes,
      ...notesOnFilters(plan, rendition),
      ...notesOn(video, rendition),
    ],
  };
}

/** Sound lies behind the picture. */
const FIRST_SOUND = 1;

/**
 * Measures of the sound in the finished file. What holds the very packets that were measured in the
 * source has the source's. Null where no sound was measured before: there is nothing to compare with.
 */
async function soundAfter(
  file: SoundFile,
  digest: string | null,
  { audio, soundBefore, soundDigest }: Plan,
  duration: number,
  work: Work,
): Promise<SoundMeasures | null> {
  if (soundBefore === null || audio.length === 0) return null;
  const made = digest === null ? null : await readSoundDigest(digest);
  const copied = soundDigest !== null && soundDigest === made;
  return copied ? soundBefore : measureSound(file, FIRST_SOUND, duration, work);
}

/** Of all segments together: each counts by its frames. Segments too short for a sample count 0. */
export function mergedFidelity(segments: readonly Fidelity[]): Fidelity {
  const sampled = segments.filter(({ frames }) => frames > 0);
  const frames = sampled.reduce((sum, segment) => sum + segment.frames, 0);
  if (frames === 0) return { frames: 0, mean: 1, lowest: 1 };
  const total = sampled.reduce((sum, segment) => sum + segment.mean * segment.frames, 0);
  return {
    frames,
    mean: total / frames,
    lowest: Math.min(...sampled.map(({ lowest }) => lowest)),
  };
}

/** What was done beside the recipe, in a person's words. */
function notesOn({ dynamicRange, colour }: Plan["video"], rendition: RenditionKind): string[] {
  const kept = `${dynamicRange} is kept, in HEVC of 10 bit.`;
  const mapped = `Made from ${dynamicRange} by tone mapping to BT.709.`;
  return [
    ...(dynamicRange ? [rendition === "hdr" ? kept : mapped] : []),
    ...(colour.guessed
      ? [`The file does not tell its colours fully: taken for ${colour.primaries}.`]
      : []),
  ];
}
