// Job `preview`: shows what settings would do, to a person who waits for it. A still is the very
// frame that the encoder would get, without loss. A clip is three seconds of such frames, made to
// be there soon: at most 1280 wide, in x264's fastest preset and without sound. Denoising and
// sharpening work at the full size before that. `motion` is shown as `blend`, since finding the
// movement takes a hundred times as long.

import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { Plan } from "../protocol/enhancement.ts";
import type { JobOf, ResultOf } from "../protocol/job.ts";
import { toNumber } from "../protocol/rational.ts";
import { makeableSettings, picturePlanFor, withNotes } from "./analyse.ts";
import { choosePlace } from "./choose-place.ts";
import { isMeasured } from "./choose-recipe.ts";
import { findMovements, inputArguments } from "./encode.ts";
import { JobFailure } from "./job-failure.ts";
import { putPiece } from "./objects.ts";
import { pictureFilters } from "./picture-filters.ts";
import { progressReader } from "./progress.ts";
import { replan } from "./replan.ts";
import type { FfmpegRun } from "./run-ffmpeg.ts";
import { swscaleNameOf } from "./scale-matrix.ts";
import { runOverSource } from "./source-run.ts";
import type { Work } from "./work.ts";

const CLIP_SECONDS = 3;
/** A page shows nothing larger; each frame of 1080p would take four times as long to encode. */
const CLIP_SIDE_MAX = 1_280;
/** As PNG a picture of this side has about 8 MB. */
const STILL_SIDE_MAX = 2_560;
/** Hard to tell from the frames themselves; the fastest preset spends bytes for it, and no time. */
const CLIP_CRF = 18;
/** One preview runs at a time, and somebody waits for it. */
const THREADS = 2;

/**
 * Where `at` is not given, the place is chosen. A plan that is known spares the analysis: its
 * recipe is chosen afresh from its own measures. Throws JobFailure as `planFor` does.
 */
export async function preview(job: JobOf<"preview">, work: Work): Promise<ResultOf<"preview">> {
  const shown = shownInstead(job.settings);
  const known = job.plan?.before === null && isMeasured(shown) ? null : job.plan;
  const plan = known
    ? replanned(known, shown, work)
    : await picturePlanFor(job.source, shown, work);
  const still = job.as === "still";
  const length = still ? 0 : CLIP_SECONDS;
  // Three seconds clear of the end for a still too, so that both show the same place.
  const at = job.at ?? (await choosePlace(plan, CLIP_SECONDS, job.source, work));
  const { firstFrame, frames } = framesAt(plan.video, at, length);
  const name = still ? "preview.png" : "preview.mp4";
  const path = join(work.folder, name);
  const size = sizeWithin(plan.video, still ? STILL_SIDE_MAX : CLIP_SIDE_MAX);
  const movements = await findMovements(plan, firstFrame, frames, job.source, THREADS, work);
  const making = { rendition: "sdr", movements } as const;
  const filters = `${pictureFilters(plan, firstFrame, frames, making)},`;
  const read = progressReader({ frames });
  const input = inputArguments(plan, firstFrame, job.source, THREADS);
  const run: FfmpegRun = {
    inputs: [{ options: input, source: job.source.url }],
    output: {
      options: [
        ...["-map", `0:${plan.video.streamIndex}`, "-an", "-sn", "-dn", "-map_metadata", "-1"],
        ...["-fps_mode", "passthrough", "-frames:v", String(frames)],
        ...(still
          ? stillArguments(filters, size, plan.video)
          : clipArguments(filters, size, plan.video)),
      ],
      path,
    },
    signal: work.signal,
    onLine: (line) => {
      const { known, fraction } = read(line);
      if (fraction !== null) work.progress(fraction);
      return known;
    },
  };
  await runOverSource(run, work);
  const bytes = (await stat(path)).size;
  if (bytes === 0) throw new JobFailure("corrupt");
  const rate = toNumber(plan.video.frameRate);
  return {
    kind: "preview",
    file: await putPiece(job.output.url, name, { path, start: 0, bytes }, work.signal),
    contentType: still ? "image/png" : "video/mp4",
    at: firstFrame / rate,
    duration: still ? 0 : frames / rate,
    ...size,
    recipe: plan.recipe,
  };
}

function replanned(plan: Plan, asked: JobOf<"preview">["settings"], work: Work): Plan {
  const { settings, notes } = makeableSettings(asked, work);
  return withNotes(notes, replan(plan, settings, work.features));
}

function shownInstead(settings: JobOf<"preview">["settings"]) {
  return settings.fpsMethod === "motion" ? { ...settings, fpsMethod: "blend" as const } : settings;
}

/** The frames of `length` seconds from `at` on, moved into the film; one where `length` is 0. */
export function framesAt(
  video: Pick<Plan["video"], "frames" | "frameRate">,
  at: number,
  length: number,
): { firstFrame: number; frames: number } {
  const rate = toNumber(video.frameRate);
  const frames = Math.min(video.frames, Math.max(1, Math.round(length * rate)));
  const wanted = Math.max(0, Math.round(at * rate));
  return { firstFrame: Math.min(wanted, video.frames - frames), frames };
}

type Size = { width: number; height: number };

/** The picture's size, scaled down evenly where a side is longer than `most`. */
export function sizeWithin({ width, height }: Size, most: number): Size {
  const scale = Math.min(1, most / Math.max(width, height));
  const even = (side: number) => Math.max(2, Math.round((side * scale) / 2) * 2);
  return { width: even(width), height: even(height) };
}

/** RGB as a browser makes it of the encoded picture, with nothing left to chance. */
function stillArguments(filters: string, size: Size, { colour }: Plan["video"]): string[] {
  const matrix = swscaleNameOf(colour.matrix);
  const rounding = "flags=bicubic+accurate_rnd+full_chroma_int+full_chroma_inp";
  const rgb = `in_range=tv:in_color_matrix=${matrix}:${rounding},format=rgb24`;
  // As PNG's gamma the film's transfer would be undone, which browsers do not do to films.
  const untagged = "setparams=color_primaries=unknown:color_trc=unknown";
  return [
    ...["-vf", `${filters}scale=w=${size.width}:h=${size.height}:${rgb},${untagged}`],
    // Half the default's time for a tenth more bytes.
    ...["-c:v", "png", "-pred", "up", "-compression_level", "3", "-f", "image2pipe"],
  ];
}

function clipArguments(filters: string, size: Size, { colour }: Plan["video"]): string[] {
  return [
    ...["-vf", `${filters}scale=w=${size.width}:h=${size.height}`],
    ...["-c:v", "libx264", "-preset", "ultrafast", "-crf", String(CLIP_CRF)],
    ...["-pix_fmt", "yuv420p", "-color_range", "tv", "-colorspace", colour.matrix],
    ...["-color_primaries", colour.primaries, "-color_trc", colour.transfer],
    ...["-fflags", "+bitexact", "-f", "mp4", "-movflags", "+faststart"],
  ];
}
