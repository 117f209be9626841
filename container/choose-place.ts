// A place of a film that shows it well: neither black nor a fade, of ordinary brightness, with
// something to see in it.

import { join } from "node:path";
import type { Plan } from "../protocol/enhancement.ts";
import type { Source } from "../protocol/job.ts";
import { toNumber } from "../protocol/rational.ts";
import { sourceOptions } from "./input-arguments.ts";
import { JobFailure } from "./job-failure.ts";
import type { Work } from "./work.ts";
import { decoderOptions } from "./x264-build.ts";

/** Places that are looked at, all by one ffmpeg; opening each takes about 50 ms. */
const PLACES = 7;
/** Small enough to cost nothing; what is averaged out is noise and texture. */
const WIDTH = 64;
/** Luma of 0…255 on average below which a picture is black, or on its way there. */
const BLACK_MEAN = 25;
/** Difference of luma from the usual that weighs as much as having no contrast at all. */
const OFF_MEAN = 40;

/** A picture that was looked at: its time in the source, mean and standard deviation of luma. */
export type Look = { time: number; mean: number; deviation: number };

/**
 * Seconds of the result at which `length` seconds begin that show the film well. Key frames are
 * looked at, since nothing has to be decoded on the way to them.
 */
export async function choosePlace(
  plan: Plan,
  length: number,
  source: Source,
  work: Work,
): Promise<number> {
  const { startTime, frames, frameRate, streamIndex } = plan.video;
  const room = frames / toNumber(frameRate) - length;
  if (room <= 0) return 0;
  const times = Array.from({ length: PLACES }, (_, at) => ((at + 0.5) / PLACES) * room);
  const lines: string[] = [];
  const inputs = times.map((time) => ({
    options: [
      ...["-v", "level+info", "-nostats", "-copyts", ...sourceOptions(source)],
      ...["-threads", "1", ...decoderOptions(plan.video), "-skip_frame", "nokey"],
      ...["-seek_timestamp", "1", "-ss", (startTime + time).toFixed(6), "-noaccurate_seek"],
    ],
    source: source.url,
  }));
  const chains = times.map(
    (_, at) =>
      `[${at}:${streamIndex}]trim=end_frame=1,scale=${WIDTH}:-2:flags=area,format=gray,showinfo[p${at}]`,
  );
  const joined = `${times.map((_, at) => `[p${at}]`).join("")}concat=n=${PLACES}[out]`;
  try {
    await work.programs.ffmpeg({
      inputs,
      output: {
        options: [
          ...["-filter_complex", [...chains, joined].join(";"), "-map", "[out]"],
          ...["-an", "-sn", "-dn", "-fps_mode", "passthrough", "-f", "null"],
        ],
        // Nothing is written there.
        path: join(work.folder, "places"),
      },
      signal: work.signal,
      onLine: (line) => line.includes("showinfo") && lines.push(line) > 0,
    });
  } catch (error) {
    if (work.signal.aborted || !(error instanceof JobFailure)) throw error;
    // Damage at one place is no reason to show nothing: the middle is as good a guess as any.
    work.log(`no place was looked at: ${error.code}`);
  }
  const best = bestOf(looksIn(lines).filter(({ time }) => time - startTime <= room));
  return best === null ? room / 2 : Math.max(0, best.time - startTime);
}

/** The look that shows most of what is usual in the film; null without any. Pure. */
export function bestOf<Seen extends Look>(looks: readonly Seen[]): Seen | null {
  const bright = looks.filter(({ mean }) => mean >= BLACK_MEAN);
  const seen = bright.length > 0 ? bright : looks;
  const usual = medianOf(seen.map(({ mean }) => mean));
  const contrast = Math.max(1, medianOf(seen.map(({ deviation }) => deviation)));
  // More contrast than usual is no merit: it may be a title.
  const merit = ({ mean, deviation }: Look) =>
    Math.min(1, deviation / contrast) - Math.abs(mean - usual) / OFF_MEAN;
  return seen.toSorted((a, b) => merit(b) - merit(a))[0] ?? null;
}

/** What ffmpeg's `showinfo` says of frames. */
export function looksIn(lines: readonly string[]): Look[] {
  return lines.flatMap((line) => {
    const match = /pts_time:(-?[\d.]+).* mean:\[(\d+).*\] stdev:\[([\d.]+)/.exec(line);
    if (!match) return [];
    const [time = 0, mean = 0, deviation = 0] = match.slice(1).map(Number);
    return [{ time, mean, deviation }];
  });
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
