// Job `measure`: samples the picture of the source for the report, where the plan was made without.

import type { Plan } from "../protocol/enhancement.ts";
import type { JobOf, ResultOf, Source } from "../protocol/job.ts";
import { sourceOptions } from "./input-arguments.ts";
import { measureFilm } from "./measure-film.ts";
import type { Film } from "./sample-picture.ts";
import type { Work } from "./work.ts";
import { decoderOptions } from "./x264-build.ts";

/** Throws JobFailure `corrupt` if not one frame can be decoded. */
export async function measure(job: JobOf<"measure">, work: Work): Promise<ResultOf<"measure">> {
  const { video, keyframeSeconds } = job.plan;
  const film = sourceFilm(job.source, video, keyframeSeconds);
  const { before } = await measureFilm(film, { mode: "manual" }, work, "before");
  return { kind: "measure", before };
}

/** The source as a film to sample. */
export function sourceFilm(
  source: Source,
  video: Plan["video"],
  keyframeSeconds: Plan["keyframeSeconds"],
): Film {
  const options = [...sourceOptions(source), ...decoderOptions(video)];
  return { options, source: source.url, bytes: source.bytes, video, keyframeSeconds };
}
