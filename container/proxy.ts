// Job `proxy`: a smaller copy of the source for players that cannot decode it, to be laid beside the
// enhanced picture. It shows what that shows before any recipe: upright, in square pixels,
// progressive and of ordinary brightness. Its frames stand at their own times, counted from the
// instant that is time 0 of every result, and it is quick to make and to seek in.

import { join } from "node:path";
import type { Plan } from "../protocol/enhancement.ts";
import type { JobOf, ResultOf, Source } from "../protocol/job.ts";
import { toNumber } from "../protocol/rational.ts";
import { readVideo } from "./analyse.ts";
import { audioPlansOf } from "./audio-plan.ts";
import { sourceOptions } from "./input-arguments.ts";
import { JobFailure } from "./job-failure.ts";
import { matteFilters } from "./matte-filters.ts";
import { readOwnMovie } from "./own-file.ts";
import { evenSides, ranges, toneMap } from "./picture-filters.ts";
import { readFilm } from "./picture-packets.ts";
import { sizeWithin } from "./preview.ts";
import { progressReader } from "./progress.ts";
import { putParts } from "./put-parts.ts";
import { deinterlaceFilters, gridFilters } from "./rate-filters.ts";
import type { FfmpegRun } from "./run-ffmpeg.ts";
import { BrokenRead, runOverSource } from "./source-run.ts";
import type { Work } from "./work.ts";
import { decoderOptions } from "./x264-build.ts";

/** The longest side: enough to tell pictures apart, and a fraction of the work of decoding. */
const SIDE_MAX = 640;
/** Ticks in a second, those of MPEG: the times of broadcast and film rates are whole or within 6 µs. */
const TIMESCALE = 90_000;
/** Seconds between key frames: a seek decodes no more than that. */
const KEY_SECONDS = 1;
/** At this size the picture is hard to tell from its source. */
const CRF = 23;
/** Bits per second, and what a second may hold beyond them: noise would take ten times as much. */
const RATE_MAX = 2_000_000;
const SOUND_BITRATE = 96_000;
const SAMPLE_RATE = 48_000;
/** 4 hours at both rates are 3.8 GB. */
const FILE_BYTES_MAX = 4_294_967_296;
/** Pinned numbers, so that no machine works with dozens of threads and their buffers. */
const THREADS = 2;
/** Sound tracks that are tried: a disc repeats its languages in the same two or three codecs. */
const TRACKS_TRIED = 4;
/** Where ffmpeg counts from is the file's clock, so that no track is moved against another. */
const QUIET = ["-v", "level+error", "-nostats", "-copyts"];
/** Shares of the work, for its progress. */
const MADE = 0.95;

/**
 * Sound that cannot be decoded is left out. Throws JobFailure for what is refused, and `corrupt`
 * where not one frame can be decoded.
 */
export async function proxy(job: JobOf<"proxy">, work: Work): Promise<ResultOf<"proxy">> {
  const { source, output } = job;
  const film = await readFilm(source, work);
  const { video } = await readVideo(source, film, { mode: "auto" }, work);
  const tracks = audioPlansOf(film.probed, { mode: "auto", audio: "aac" });
  const sound = await firstDecodable(
    tracks.slice(0, TRACKS_TRIED).map(({ streamIndex }) => streamIndex),
    source,
    work,
  );
  const size = sizeWithin(video, SIDE_MAX);
  const path = join(work.folder, "proxy.mp4");
  const read = progressReader({ seconds: video.frames / toNumber(video.frameRate) });
  const run: FfmpegRun = {
    inputs: [
      {
        options: [
          ...[...QUIET, "-progress", "pipe:2", "-filter_threads", String(THREADS)],
          ...["-filter_complex_threads", String(THREADS), ...sourceOptions(source)],
          ...["-threads", String(THREADS), ...decoderOptions(video)],
        ],
        source: source.url,
      },
    ],
    output: { options: outputArguments(video, size, sound), path },
    signal: work.signal,
    onLine: (line) => {
      const { known, fraction } = read(line);
      if (fraction !== null) work.progress(MADE * fraction);
      return known;
    },
  };
  await runOverSource(run, work);
  const { codec, duration, bytes } = await readOwnMovie(path);
  if (codec === null || duration === 0) throw new JobFailure("corrupt");
  const parts = await putParts(path, bytes, output.url, work.signal, (share) =>
    work.progress(MADE + (1 - MADE) * share),
  );
  return { kind: "proxy", parts, ...size, duration, codec };
}

type Size = { width: number; height: number };

/** Options after `-i`; `sound` is the index of a stream, null for none. */
export function outputArguments(video: Plan["video"], size: Size, sound: number | null): string[] {
  return [
    ...["-filter_complex", `[0:${video.streamIndex}]${proxyFilters(video, size)}[picture]`],
    ...["-map", "[picture]", ...(sound === null ? [] : ["-map", `0:${sound}`])],
    ...["-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1"],
    // Times as the filters made them: by itself ffmpeg would count them in frames.
    ...["-fps_mode", "passthrough", "-enc_time_base:v", `1:${TIMESCALE}`],
    ...["-c:v", "libx264", "-preset", "superfast", "-crf", String(CRF)],
    ...["-maxrate", String(RATE_MAX), "-bufsize", String(RATE_MAX), "-threads:v", String(THREADS)],
    // Without pictures that lean on later ones, time 0 needs no edit list and a step decodes less.
    ...["-bf", "0", "-force_key_frames", keyFrames()],
    ...["-pix_fmt", "yuv420p", "-color_range", "tv", "-colorspace", video.colour.matrix],
    ...["-color_primaries", video.colour.primaries, "-color_trc", video.colour.transfer],
    ...(sound === null ? [] : soundArguments(video)),
    ...["-fs", String(FILE_BYTES_MAX), "-fflags", "+bitexact", "-f", "mp4"],
    // The index first, so that a player can start and seek before the file is there.
    ...["-video_track_timescale", String(TIMESCALE), "-movflags", "+faststart"],
  ];
}

/** From decoded frames to those of the proxy, by their own times. */
export function proxyFilters(video: Plan["video"], { width, height }: Size): string {
  const start = Math.round(video.startTime * TIMESCALE);
  const ticks = `settb=expr=1/${TIMESCALE}`;
  // Film that is freed from its pulldown has other pictures than the file, and times by counting.
  const timed =
    video.deinterlace === "telecine"
      ? [...gridFilters(video, { first: 0, frames: video.frames }), ticks]
      : [...deinterlaceFilters(video), ticks, `setpts=PTS-(${start})`];
  return [
    ...timed,
    // Of pictures at the same time, or set back in it, the first is shown. None lies before 0, and
    // where the first comes late (its key frame is not the file's first picture), it stands at 0.
    "select=gte(pts\\,0)*(isnan(prev_selected_pts)+gt(pts\\,prev_selected_pts))",
    "setpts=if(eq(N\\,0)\\,0\\,PTS)",
    ...matteFilters(video),
    evenSides(video),
    `scale=w=${width}:h=${height}:flags=bicubic:${ranges(video)}`,
    "setsar=1",
    ...toneMap(video),
    "format=yuv420p",
  ].join(",");
}

/** A key frame when the last one was so long ago; after a gap in the film, one. */
function keyFrames(): string {
  return `expr:if(isnan(prev_forced_t),1,gte(t,prev_forced_t+${KEY_SECONDS}))`;
}

/** Put on the picture's clock (gaps filled, what lies before it cut) as the results' sound is. */
function soundArguments({ startTime }: Plan["video"]): string[] {
  const start = startTime.toFixed(6);
  return [
    ...["-ar", String(SAMPLE_RATE), "-af"],
    `asetpts=PTS-(${start})/TB,aresample=${SAMPLE_RATE}:async=1:first_pts=0`,
    ...["-c:a", "aac", "-aac_coder", "fast", "-b:a", String(SOUND_BITRATE), "-ac", "2"],
    // The encoder's run-in lies before 0. Without that packet time 0 is heard at 0.
    ...["-bsf:a", "noise=amount=0:drop=lt(pts\\,0)"],
  ];
}

/** The first of these streams of which a frame can be decoded, or null. */
async function firstDecodable(
  streams: readonly number[],
  source: Source,
  work: Work,
): Promise<number | null> {
  for (const stream of streams) {
    let bytes = 0;
    try {
      const run: FfmpegRun = {
        inputs: [{ options: [...QUIET, ...sourceOptions(source)], source: source.url }],
        output: {
          options: ["-map", `0:${stream}`, "-vn", "-sn", "-dn", "-frames:a", "1", "-f", "s16le"],
          path: "-",
        },
        signal: work.signal,
        onBytes: (block) => {
          bytes += block.length;
        },
      };
      await runOverSource(run, work);
      if (bytes > 0) return stream;
    } catch (error) {
      if (work.signal.aborted || error instanceof BrokenRead) throw error;
      if (!(error instanceof JobFailure)) throw error;
      work.log(`sound of stream ${stream} is left out: ${error.code}`);
    }
  }
  return null;
}
