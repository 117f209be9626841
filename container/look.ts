// Job `look`: decodes one stretch of the picture once and writes down what each frame shows.
//
// What a caller has to keep to: stretches follow one another without gap, [0, a), [a, b), … [z, null),
// in seconds from the film's first frame. A frame belongs to the stretch its time lies in; what is
// before the first one's start is the first one's. About a minute each is meant, but any length goes:
// no file in between grows with it beyond a bound, and what the time does not suffice for is listed
// as unseen. `spriteStep` is the same in all looks of a film, and
// such that there are not more than TILES_MAX (content/sprite.ts) steps in it. Looks know nothing of each
// other: every value depends on a frame and the one before it, which is decoded for that, and every
// choice of frames on the film's own grid. So `summarise` finds in them what one look over all of
// the film would have found. Damage is a result: what cannot be decoded is listed as damaged.

import { rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { JobOf, Part, ResultOf, Source } from "../protocol/job.ts";
import { parseRational, toNumber } from "../protocol/rational.ts";
import { type Film, filmOf, MICRO } from "./content/film.ts";
import { listener } from "./content/hear.ts";
import { LOOK_FILES } from "./content/look-file.ts";
import { lookInput, lookOutputs, OUTPUTS, type Stretch } from "./content/look-filters.ts";
import { type Decoded, insideOf, measureStretch, packetsOf } from "./content/measure-stretch.ts";
import { sizeOf } from "./content/raw-frames.ts";
import { smallMeter } from "./content/small-meter.ts";
import { missingFor } from "./features.ts";
import type { ProbedStream } from "./ffprobe-json.ts";
import { JobFailure } from "./job-failure.ts";
import { putPiece } from "./objects.ts";
import { readPackets } from "./packets/read-packets.ts";
import { probeSource } from "./probe.ts";
import { runOverSource } from "./source-run.ts";
import type { Work } from "./work.ts";
import { x264BuildOf } from "./x264-build.ts";

/**
 * Decoding begins this long before the stretch: the frame before its first one is needed, and
 * pictures that lean on ones before a key frame are settled by then. MPEG streams have no index: a
 * seek lands on any packet, and the next key frame may lie behind the stretch's start. Then it is
 * tried again from further back, and at last from the film's start.
 */
const PRE_ROLLS_S = { indexed: [1.5, 15, 60], unindexed: [5, 20, 80, Infinity] };
/** The first decoded frame lies this long before the stretch, or it was not settled. */
const SETTLED_US = MICRO / 2;
/** Of the attempt's time, for decoding; the rest is for handing over what was found. */
const TIME_SHARE = 0.8;
/** Filters for fields want a few lines, and nobody's camera made so few. */
const SCAN_SIDE_MIN = 32;
/** Of the work, for its progress. */
const DECODED = 0.9;
/** What a damaged picture ends with: then what was decoded until there counts. */
const DAMAGE = new Set(["corrupt", "truncated", "unsupported_codec"]);

export async function look(job: JobOf<"look">, work: Work): Promise<ResultOf<"look">> {
  const { probed, picture } = await probeSource(job.source, work);
  const build = await buildOf(job.source, picture, work);
  const film = filmOf(probed, picture, build, work.features);
  const stretch: Stretch = {
    from: job.start <= 0 ? null : film.startUs + Math.round(job.start * MICRO),
    to: job.end === null ? null : film.startUs + Math.round(job.end * MICRO),
  };
  const path = (name: keyof typeof OUTPUTS) => join(work.folder, OUTPUTS[name]);
  const decoded = await decode(job, film, stretch, path, work);
  const found = await measureStretch(film, stretch, decoded, path);
  const files = await handOver(job, JSON.stringify(found), path, work);
  return { kind: "look", frames: found.times.length, files };
}

/** Decodes until the frames before the stretch are there too. */
async function decode(
  job: JobOf<"look">,
  film: Film,
  stretch: Stretch,
  path: (name: keyof typeof OUTPUTS) => string,
  work: Work,
): Promise<Decoded> {
  const { demuxer } = job.source;
  const kind = demuxer === "mpegts" || demuxer === "mpeg" ? "unindexed" : "indexed";
  const outOfTime = AbortSignal.timeout(Math.round(job.limitMs * TIME_SHARE));
  const settled = (stretch.from ?? 0) - SETTLED_US;
  for (const [at, preRoll] of PRE_ROLLS_S[kind].entries()) {
    const from = stretch.from === null ? null : stretch.from / MICRO - preRoll;
    const seek = from !== null && from > film.startUs / MICRO ? from : null;
    const decoded = await decodeFrom(seek, job, film, stretch, path, outOfTime, work);
    const first = decoded.heard.small[0];
    const isSettled = first !== undefined && first <= settled;
    const isLast = seek === null || at + 1 === PRE_ROLLS_S[kind].length;
    if (isSettled || isLast || decoded.isCut) return decoded;
    if (PRE_ROLLS_S[kind][at + 1] !== Infinity) continue;
    // All of the film in front is worth it only if the key frame may lie there. One that was found
    // did not help, and where no packet is, nothing does.
    const { times, keys } = await packetsOf(path);
    const [firstKey = Infinity] = keys;
    if (firstKey <= settled || !times.some(insideOf(stretch))) return decoded;
  }
  throw new Error("no place to decode from");
}

async function decodeFrom(
  seek: number | null,
  { source, spriteStep }: JobOf<"look">,
  film: Film,
  stretch: Stretch,
  path: (name: keyof typeof OUTPUTS) => string,
  outOfTime: AbortSignal,
  work: Work,
): Promise<Decoded> {
  for (const name of Object.values(OUTPUTS)) await rm(join(work.folder, name), { force: true });
  const { heard, hear } = listener(progressOf(film, stretch, work));
  const small = smallMeter(film.measured, heard.small, insideOf(stretch));
  const scans =
    missingFor("deinterlace", work.features).length === 0 &&
    Math.min(film.width, film.height) >= SCAN_SIDE_MIN;
  const stepUs = Math.max(1, Math.round(spriteStep * MICRO));
  try {
    await runOverSource(
      {
        inputs: [{ options: lookInput(film, source, seek), source: source.url }],
        output: { options: lookOutputs(film, stretch, stepUs, scans, path), path: "pipe:1" },
        signal: AbortSignal.any([work.signal, outOfTime]),
        onLine: hear,
        onBytes: small.read,
      },
      work,
    );
  } catch (error) {
    if (work.signal.aborted) throw error;
    if (outOfTime.aborted) {
      work.log("look ends early: out of time");
      return { heard, small, isCut: true };
    }
    if (!(error instanceof JobFailure) || !DAMAGE.has(error.code)) throw error;
    work.log(`look ends early: ${error.code}`);
  }
  return { heard, small, isCut: false };
}

/** Progress by the time of the frames that come out, a hundredth at a time. */
function progressOf(film: Film, { from, to }: Stretch, work: Work) {
  const begin = from ?? film.startUs;
  const end = to ?? film.startUs + (film.duration ?? 0) * MICRO;
  let told = 0;
  return (time: number) => {
    const fraction = Math.min(1, (time - begin) / Math.max(1, end - begin));
    if (!(fraction >= told + 0.01)) return;
    told = fraction;
    work.progress(DECODED * fraction);
  };
}

async function handOver(
  { output }: JobOf<"look">,
  frames: string,
  path: (name: keyof typeof OUTPUTS) => string,
  work: Work,
): Promise<Part[]> {
  const own = (name: keyof typeof LOOK_FILES) => join(work.folder, LOOK_FILES[name]);
  await writeFile(own("frames"), frames);
  for (const name of ["tiles", "patches"] as const) {
    if ((await sizeOf(path(name))) > 0) await rename(path(name), own(name));
  }
  const parts: Part[] = [];
  for (const name of ["frames", "tiles", "patches"] as const) {
    const bytes = await sizeOf(own(name));
    const piece = { path: own(name), start: 0, bytes };
    if (bytes > 0) parts.push(await putPiece(output.url, LOOK_FILES[name], piece, work.signal));
  }
  return parts;
}

/** As `x264BuildOf`, which wants to know where the first packet lies. */
async function buildOf(
  source: Source,
  picture: ProbedStream,
  work: Work,
): Promise<number | undefined> {
  if (picture.codec_name !== "h264" || !/^(yuvj?444|gbr)/.test(picture.pix_fmt ?? "")) {
    return undefined;
  }
  const tick = parseRational(picture.time_base ?? "");
  const { index } = picture;
  const { streams } = await readPackets(
    {
      source,
      ticks: new Map([[index, tick ? toNumber(tick) : 1 / MICRO]]),
      only: String(index),
      intervals: "%+#1",
      timeoutMs: 30_000,
    },
    work,
  );
  return x264BuildOf(source, picture, streams.get(index)?.position ?? null, work.signal);
}
