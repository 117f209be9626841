// The picture of a film in figures, and its shots where these need tones that differ.

import type { PictureMeasures, Recipe } from "../protocol/enhancement.ts";
import type { Settings } from "../protocol/settings.ts";
import { bothDone } from "./both-done.ts";
import { chooseTone } from "./choose-tone.ts";
import { findShots } from "./find-shots.ts";
import { measurePicture } from "./measure-picture.ts";
import { type Film, sampleFrames, samplingOf } from "./sample-picture.ts";
import { canLookAtKeys, keyPictures, sampledPictures } from "./shot-pictures.ts";
import type { Work } from "./work.ts";

export type MeasuredFilm = {
  before: PictureMeasures;
  /** Without a gap, in frame numbers of the result. Empty where one tone serves the whole film. */
  shots: Recipe["shots"];
  /** True where the picture was scaled before it was measured. */
  scaled?: boolean;
  /** Why their tones differ, or why none were looked for, in a person's words. */
  shotNotes?: string[];
};

const TOO_LARGE = "The film is too large to look at shot by shot: one tone serves all of it.";

/** Throws JobFailure `corrupt` if not one frame can be decoded. */
export async function measureFilm(
  film: Film,
  settings: Settings,
  work: Work,
  name: string,
): Promise<MeasuredFilm> {
  const whole = samplingOf(film) === "whole";
  const auto = settings.mode === "auto";
  const byKeys = auto && !whole && canLookAtKeys(film);
  const [samples, keys] = await bothDone(
    sampleFrames(film, work, name),
    byKeys ? keyPictures(film, work) : Promise.resolve([]),
  );
  const before = measurePicture(samples);
  const found = { before, scaled: film.video.scaled === true };
  if (!auto) return { ...found, shots: [] };
  if (!whole && !byKeys) return { ...found, shots: [], shotNotes: [TOO_LARGE] };
  const pictures = whole ? sampledPictures(samples, film.video) : keys;
  const toneOf = (measures: PictureMeasures) => chooseTone(settings, measures);
  return { ...found, ...(await findShots(film, pictures, toneOf, before, work)) };
}
