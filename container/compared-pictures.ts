// The pictures that a report compares: the same moments of the source and of the result. The
// processes that encode a segment and decode it again have all of them at hand, and lay those few
// aside, small, so that nothing is read or decoded just for the report.

import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { PictureMeasures, Plan, RenditionKind } from "../protocol/enhancement.ts";
import type { Stored } from "../protocol/job.ts";
import { toNumber } from "../protocol/rational.ts";
import { JobFailure } from "./job-failure.ts";
import { frameBytes, measurePicture } from "./measure-picture.ts";
import type { Piece } from "./objects.ts";
import { type Span, shownFilters } from "./rate-filters.ts";
import { sampleSizeOf, samplingFilters } from "./sampling-filters.ts";
import { selectFilter, spread } from "./some-frames.ts";

type Video = Plan["video"];

/**
 * Pictures of a film that are measured for its report: one for so many seconds, within bounds. What
 * they cost is a share of the work of any film.
 */
const SECONDS_EACH = 2.5;
const PICTURES = { least: 8, most: 24 };

/** The two files of a segment that holds some of them, and the graphs that write them. */
export type Compared = {
  /** Of them, how many. */
  pictures: number;
  before: { graph: string; path: string };
  after: { graph: string; path: string };
};

/**
 * How the pictures within the span are laid aside; null where there are none. Both graphs begin
 * with what they read and end open: `before` with decoded pictures of the source, `after` with all
 * pictures of the segment.
 */
export function comparedIn(
  video: Video,
  rendition: RenditionKind,
  span: Span,
  folder: string,
): Compared | null {
  const all = spread(video.frames, picturesOf(video));
  const end = span.first + span.frames;
  const some = all.filter((frame) => frame >= span.first && frame < end);
  const [first] = some;
  if (first === undefined) return null;
  const select = selectFilter(some.map((frame) => frame - span.first));
  // Patches lie elsewhere from picture to picture.
  const turn = `mod(4+2*(${all.indexOf(first)}+n),9)`;
  const sample = (shown: Video) => samplingFilters(shown, sampleSizeOf(video), turn, "compared");
  return {
    pictures: some.length,
    before: {
      graph: [...shownFilters(video, span), select, sample(video)].join(","),
      path: join(folder, "before.yuv"),
    },
    after: {
      graph: `${select},${sample(finished(video, rendition))}`,
      path: join(folder, "after.yuv"),
    },
  };
}

/**
 * Both files in one: first all pictures before, then all after. Throws JobFailure `internal` where
 * one is missing.
 */
export async function joinedPair(
  { pictures, before, after }: Compared,
  video: Video,
): Promise<Piece> {
  const pair = [await readFile(before.path), await readFile(after.path)] as const;
  const bytes = pictures * frameBytes(sampleSizeOf(video));
  if (pair.some(({ length }) => length !== bytes)) {
    const cause = new Error(`${pair.map(({ length }) => length).join(" and ")} bytes of samples`);
    throw new JobFailure("internal", undefined, cause);
  }
  await appendFile(before.path, pair[1]);
  return { path: before.path, start: 0, bytes: 2 * bytes };
}

/** Measures of all that the segments have laid aside: the file holds their objects in order. */
export async function measurePairs(
  path: string,
  objects: readonly Pick<Stored, "bytes">[],
  video: Video,
): Promise<{ before: PictureMeasures; after: PictureMeasures }> {
  const bytes = await readFile(path);
  const halves = { before: [] as Uint8Array[], after: [] as Uint8Array[] };
  let at = 0;
  for (const object of objects) {
    const half = object.bytes / 2;
    halves.before.push(bytes.subarray(at, at + half));
    halves.after.push(bytes.subarray(at + half, at + object.bytes));
    at += object.bytes;
  }
  const size = sampleSizeOf(video);
  const measured = (pictures: Uint8Array[]) =>
    measurePicture({ ...size, bytes: Buffer.concat(pictures) });
  return { before: measured(halves.before), after: measured(halves.after) };
}

function picturesOf({ frames, frameRate }: Video): number {
  const wanted = Math.round(frames / toNumber(frameRate) / SECONDS_EACH);
  return Math.min(PICTURES.most, Math.max(PICTURES.least, wanted));
}

/** The finished picture as one to sample: all steps done. */
function finished(video: Video, rendition: RenditionKind): Video {
  const { width, height, frameRate, frames, gopFrames, fpsMethod, colour } = video;
  const { dynamicRange } = video;
  return {
    ...{ width, height, frameRate, frames, gopFrames, fpsMethod, sourceRate: frameRate },
    ...{ streamIndex: 0, startTime: 0, codec: rendition === "hdr" ? "hevc" : "h264" },
    bitDepth: rendition === "hdr" ? 10 : 8,
    colour: { ...colour, sourceRange: "tv" },
    ...(rendition === "hdr" && dynamicRange ? { dynamicRange } : {}),
  };
}
