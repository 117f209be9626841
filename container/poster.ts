// Job `poster`: a telling frame of the film as a JPEG, soon. Key frames all over it are made small,
// since nothing has to be decoded on the way to them, and the one that shows the film best is taken.

import type { JobOf, ResultOf, Source } from "../protocol/job.ts";
import { bestOf } from "./choose-place.ts";
import { colourOf, highDynamicRangeOf } from "./colour.ts";
import { hasAlpha } from "./facts/probed-stream.ts";
import { missingFor } from "./features.ts";
import { numberOf, type Probed, type ProbedStream } from "./ffprobe-json.ts";
import { hdrChoiceOf } from "./hdr-plan.ts";
import { putPiece } from "./objects.ts";
import { outputSizeOf } from "./output-size.ts";
import { MATTE } from "./plan-video.ts";
import { type Frame, framesAt, type Place, type Shown } from "./poster-frames.ts";
import { sizeWithin } from "./preview.ts";
import { probeSource } from "./probe.ts";
import type { Work } from "./work.ts";

/** The longest side: a page shows it no larger, and the file has some 100 KB. */
const SIDE_MAX = 960;
/** Key frames that are looked at. Opening the file for each takes 20 to 50 ms. */
const PLACES = 5;
/** Luma of 0…255: pictures below this mean are black, below this deviation of one colour. */
const BLACK_MEAN = 25;
const FLAT_DEVIATION = 6;
/** A JPEG that is so much smaller than usual shows hardly any detail: blurred, or a fade. */
const DETAIL_SHARE = 0.5;

/** `file` is null where not one frame can be decoded. Throws JobFailure for what is refused. */
export async function poster(job: JobOf<"poster">, work: Work): Promise<ResultOf<"poster">> {
  const { probed, picture } = await probeSource(job.source, work);
  const shown = shownOf(picture, work);
  const best = await tellingFrame(job.source, shown, { probed, picture }, work);
  if (best === null) return { kind: "poster", file: null, at: 0, width: 0, height: 0 };
  const piece = { path: best.path, start: 0, bytes: best.bytes };
  const file = await putPiece(job.output.url, "poster.jpg", piece, work.signal);
  const { width, height } = shown;
  return { kind: "poster", file, at: best.time, width, height };
}

/** Known from the index alone: packets are not read. What this ffmpeg cannot map stays as it is. */
function shownOf(picture: ProbedStream, { features }: Work): Shown {
  const size = sizeWithin(outputSizeOf(picture), SIDE_MAX);
  const canMap = missingFor("tone mapping", features).length === 0;
  const canLay = missingFor("transparency", features).length === 0;
  const dynamicRange = canMap ? highDynamicRangeOf(picture) : null;
  const { absurd } = hdrChoiceOf(picture, [], size, { mode: "auto" });
  return {
    streamIndex: picture.index,
    codec: picture.codec_name ?? "unknown",
    ...size,
    colour: colourOf(picture),
    ...(canLay && hasAlpha(picture) ? { matte: MATTE } : {}),
    ...(dynamicRange ? { dynamicRange } : {}),
    ...(absurd ? { masteringIgnored: true as const } : {}),
  };
}

/** The best of key frames all over the film or, where they show nothing, of other frames too. */
async function tellingFrame(
  source: Source,
  shown: Shown,
  { probed, picture }: { probed: Probed; picture: ProbedStream },
  work: Work,
): Promise<Frame | null> {
  const start = numberOf(picture.start_time) ?? 0;
  const duration = numberOf(picture.duration) ?? numberOf(probed.format?.duration) ?? 0;
  const at = (share: number): number => start + share * duration;
  const places = Array.from({ length: duration > 0 ? PLACES : 0 }, (_, place): Place => {
    return { at: at((place + 0.5) / PLACES), frames: "key frame" };
  });
  const found = places.length > 0 ? await framesAt(source, shown, places, "key", work) : [];
  const best = mostTelling(found);
  if (best && !isEmpty(best)) return best;
  // One group of pictures that begins black, a duration that is not true, no index.
  const others: Place[] = [
    { at: null, frames: "all" },
    ...(duration > 0 ? [{ at: at(0.5), frames: "all" as const }] : []),
  ];
  return mostTelling([...found, ...(await framesAt(source, shown, others, "any", work))]);
}

/** The frame that shows most of what is usual; null without any. Pure. */
export function mostTelling<Seen extends Omit<Frame, "path">>(
  frames: readonly Seen[],
): Seen | null {
  const full = frames.filter((frame) => !isEmpty(frame));
  const usual = full.map(({ bytes }) => bytes).toSorted((a, b) => a - b)[full.length >> 1] ?? 0;
  const detailed = full.filter(({ bytes }) => bytes >= usual * DETAIL_SHARE);
  return bestOf(detailed.length > 0 ? detailed : frames);
}

/** Black, or of one colour. */
function isEmpty({ mean, deviation }: Pick<Frame, "mean" | "deviation">): boolean {
  return mean < BLACK_MEAN || deviation < FLAT_DEVIATION;
}
