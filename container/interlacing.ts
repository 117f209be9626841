// Whether pictures were taken as two fields, found out by looking at them: flags are often wrong
// both ways. ffmpeg's `idet` compares each picture's lines with its neighbours' at a few stretches.
// Drawn lines deceive it, so that without a flag the motion between fields must bear it out.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Plan } from "../protocol/enhancement.ts";
import type { Source } from "../protocol/job.ts";
import { toNumber } from "../protocol/rational.ts";
import { isInterlaced, sourceRate } from "./choose-rate.ts";
import { missingFor } from "./features.ts";
import type { ProbedStream } from "./ffprobe-json.ts";
import { sourceOptions } from "./input-arguments.ts";
import { JobFailure } from "./job-failure.ts";
import type { PacketStatistics } from "./packets/packet-clock.ts";
import type { Work } from "./work.ts";
import { x264BuildOptions } from "./x264-build.ts";

/** How pictures lie in the source, and which field of a picture comes first. */
export type Scan =
  | { kind: "progressive" }
  | { kind: NonNullable<Plan["video"]["deinterlace"]>; fieldOrder: "tff" | "bff" };

/** What idet says of one picture: its order of fields, and whether a field is shown twice. */
export type Look = { order: "tff" | "bff" | "progressive" | "undetermined"; repeated: boolean };

/**
 * How far fields of neighbouring pictures differ on average: each lower one from the next upper
 * one, and each upper one from the next lower one. Where lower fields are the later ones, the first
 * is one step of time and the second three; of whole pictures both are the same.
 */
export type Swing = { lowerToUpper: number; upperToLower: number };

/** A run of pictures that was looked at. */
export type Stretch = { looks: readonly Look[]; swing: Swing };

/** Codecs that can hold fields. All others are progressive whatever a header says. */
const FIELD_CODECS = new Set([
  ...["h264", "hevc", "mpeg1video", "mpeg2video", "mpeg4", "vc1", "wmv3", "prores", "dnxhd"],
  ...["dvvideo", "mjpeg", "ffv1", "huffyuv", "utvideo", "rawvideo", "v210", "cfhd"],
]);
/** Interlaced pictures come 25 or 29.97 times a second; with a margin for odd clocks. */
const INTERLACED_FPS_MAX = 31;
/** Where to look, as shares of the film: the middle first, since most films need only that. */
const PLACES = [0.5, 0.2, 0.8];
/** A film this short is looked at from its start on, once. */
const SHORT_SECONDS = 8;
/** Nine cycles of pulldown; a progressive film shows itself in fewer. */
const STRETCH_FRAMES = 45;
const FIRST_FRAMES = 20;

/**
 * Which share of the pictures that show anything must be in fields. Less is asked where the header
 * says so too: much of a film may be still.
 */
const SHARE_MIN = { flagged: 0.1, unflagged: 0.6 };
/** Real fields keep one order; drawn lines of one pixel mislead idet in both. */
const ORDER_MIN = { flagged: 0.8, unflagged: 0.9 };

/**
 * The nearer fields' difference against the farther ones'. Measured: 0.90 to 1 in 25 progressive
 * clips, drawn ones among them; 0.34 to 0.79 in 9 interlaced or telecined ones, 0.97 in one more, a
 * flight into a fractal.
 */
const SWING_MAX = 0.85;
/** Fields are compared this small: edges of one line, which both have apart, are averaged out. */
const FIELD = { width: 96, height: 64 };
/** Filters for fields want a few lines, and nobody's camera made so few. */
const SIDE_MIN = 32;

/** Pictures of 3:2 pulldown repeat their pattern after five. */
const CYCLE = 5;
/** One place of the cycle looks progressive or repeated nearly always, two others nearly never. */
const CYCLE_HIGH = 0.7;
const CYCLE_LOW = 0.15;
/** Fewer cycles than this prove nothing. */
const CYCLES_MIN = 5;
const NTSC_FPS = [29.9, 30.1] as const;

/** A pixel in four across tells idet the same; lines down must stay as they are until then. */
const LOOK_FILTERS = [
  ...["scale=w=iw/4:h=ih:flags=neighbor", "format=gray", "idet", "metadata=print"],
  ...["setfield=tff", "separatefields", `scale=w=${FIELD.width}:h=${FIELD.height}:flags=area`],
].join(",");
const LOOK_LINE = /lavfi\.idet\.|\bframe:\d+\s+pts:/;

/** Looks at the source. Where it cannot be decoded, its header is believed. */
export async function measureScan(
  source: Source,
  picture: ProbedStream,
  packets: PacketStatistics,
  x264Build: number | undefined,
  work: Work,
): Promise<Scan> {
  const flagged = isInterlaced(picture);
  const rate = toNumber(sourceRate(picture, packets));
  if (!FIELD_CODECS.has(picture.codec_name ?? "")) return { kind: "progressive" };
  if (!flagged && rate > INTERLACED_FPS_MAX) return { kind: "progressive" };
  if (Math.min(picture.width ?? 0, picture.height ?? 0) < SIDE_MIN) return { kind: "progressive" };
  if (missingFor("deinterlace", work.features).length > 0) return scanOf([], picture, rate);

  const first = packets.first ?? 0;
  const duration = (packets.end ?? first) - first;
  const stretches: Stretch[] = [];
  if (duration <= SHORT_SECONDS) stretches.push(await lookAt(null, STRETCH_FRAMES));
  else {
    const middle = await lookAt(first + duration / 2, flagged ? STRETCH_FRAMES : FIRST_FRAMES);
    if (!flagged && scanOf([middle], picture, rate).kind === "progressive") {
      return { kind: "progressive" };
    }
    for (const place of PLACES) {
      const known = flagged && place === PLACES[0];
      stretches.push(known ? middle : await lookAt(first + duration * place, STRETCH_FRAMES));
    }
  }
  return scanOf(stretches, picture, rate);

  /** From the key frame before `seconds` on. */
  async function lookAt(seconds: number | null, frames: number): Promise<Stretch> {
    const lines: string[] = [];
    const path = join(work.folder, "fields.raw");
    const seek =
      seconds === null
        ? []
        : ["-seek_timestamp", "1", "-ss", seconds.toFixed(6), "-noaccurate_seek"];
    try {
      await work.programs.ffmpeg({
        inputs: [
          {
            options: [
              ...["-v", "level+info", "-nostats", "-copyts", "-threads", "2"],
              ...[...sourceOptions(source), ...x264BuildOptions(x264Build), ...seek],
            ],
            source: source.url,
          },
        ],
        output: {
          options: [
            ...["-map", `0:${picture.index}`, "-an", "-sn", "-dn"],
            ...["-vf", LOOK_FILTERS, "-frames:v", String(2 * frames)],
            ...["-fps_mode", "passthrough", "-f", "rawvideo"],
          ],
          path,
        },
        signal: work.signal,
        onLine: (line) => {
          const known = LOOK_LINE.test(line);
          if (known) lines.push(line);
          return known;
        },
      });
      return { looks: looksIn(lines), swing: swingOf(await readFile(path)) };
    } catch (error) {
      if (work.signal.aborted || !(error instanceof JobFailure)) throw error;
      // What is wrong with the gateway or the machine says nothing about the picture.
      if (error.code === "internal" || error.code === "out_of_resources") throw error;
      work.log(`fields not seen at ${seconds ?? first} s: ${error.code}`);
      return { looks: [], swing: { lowerToUpper: 0, upperToLower: 0 } };
    }
  }
}

/** The looks in what ffmpeg's `metadata=print` says, in order: of each picture two lines are read. */
export function looksIn(lines: readonly string[]): Look[] {
  const words = (name: string) =>
    lines.flatMap(
      (line) => new RegExp(`idet\\.${name}\\.current_frame=(\\w+)`).exec(line)?.[1] ?? [],
    );
  const repeated = words("repeated");
  return words("single").map((order, at) => ({
    order: order === "tff" || order === "bff" || order === "progressive" ? order : "undetermined",
    repeated: repeated[at] !== undefined && repeated[at] !== "neither",
  }));
}

/** The swing of fields as LOOK_FILTERS writes them: upper and lower in turn, a byte a pixel. */
export function swingOf(fields: Uint8Array): Swing {
  const size = FIELD.width * FIELD.height;
  const count = Math.floor(fields.length / size / 2);
  const difference = (a: number, b: number) => {
    let sum = 0;
    for (let at = 0; at < size; at++) {
      sum += Math.abs((fields[a * size + at] ?? 0) - (fields[b * size + at] ?? 0));
    }
    return sum / size;
  };
  const swing = { lowerToUpper: 0, upperToLower: 0 };
  for (let at = 0; at + 1 < count; at++) {
    swing.lowerToUpper += difference(2 * at + 1, 2 * at + 2) / (count - 1);
    swing.upperToLower += difference(2 * at, 2 * at + 3) / (count - 1);
  }
  return swing;
}

/** The verdict on all stretches together. Pure. `rate` is in pictures a second. */
export function scanOf(
  stretches: readonly Stretch[],
  picture: Pick<ProbedStream, "field_order">,
  rate: number,
): Scan {
  const flag = isInterlaced({ index: 0, ...picture }) ? "flagged" : "unflagged";
  const looks = stretches.flatMap((stretch) => stretch.looks);
  const count = (order: Look["order"]) => looks.filter((look) => look.order === order).length;
  const [tff, bff] = [count("tff"), count("bff")];
  const shown = tff + bff + count("progressive");
  // A still film shows nothing: its header is all there is.
  if (shown === 0) {
    if (flag === "unflagged") return { kind: "progressive" };
    return { kind: "frames", fieldOrder: declaredOrder(picture.field_order) };
  }
  const fieldOrder = tff >= bff ? "tff" : "bff";
  const most = Math.max(tff, bff);
  if (most / shown < SHARE_MIN[flag] || most / (tff + bff) < ORDER_MIN[flag]) {
    return { kind: "progressive" };
  }
  if (flag === "unflagged" && !isBorneOut(stretches, fieldOrder)) return { kind: "progressive" };
  const ntsc = rate > NTSC_FPS[0] && rate < NTSC_FPS[1];
  const pulled = stretches.filter((stretch) => isPulledDown(stretch.looks, fieldOrder)).length;
  const kind = ntsc && pulled * 2 > stretches.length ? "telecine" : "frames";
  return { kind, fieldOrder };
}

/** True where fields in this order lie clearly nearer to each other in time than in the other one. */
function isBorneOut(stretches: readonly Stretch[], order: "tff" | "bff"): boolean {
  const sum = (name: keyof Swing) => stretches.reduce((total, { swing }) => total + swing[name], 0);
  const [upperFirst, lowerFirst] = [sum("lowerToUpper"), sum("upperToLower")];
  const [near, far] = order === "tff" ? [upperFirst, lowerFirst] : [lowerFirst, upperFirst];
  return near <= SWING_MAX * far;
}

/** True where a cycle of five pictures shows two of fields among three that are whole. */
function isPulledDown(looks: readonly Look[], order: "tff" | "bff"): boolean {
  if (looks.length < CYCLE * CYCLES_MIN) return false;
  const shares = Array.from({ length: CYCLE }, (_, phase) => {
    const own = looks.filter((_, at) => at % CYCLE === phase);
    return own.filter((look) => look.repeated || look.order !== order).length / own.length;
  }).toSorted((a, b) => a - b);
  const [lowest = 1, second = 1] = shares;
  return (shares.at(-1) ?? 0) >= CYCLE_HIGH && (lowest + second) / 2 <= CYCLE_LOW;
}

/** `tb` is coded top first and shown bottom first. */
function declaredOrder(fieldOrder: string | undefined): "tff" | "bff" {
  return fieldOrder === "bb" || fieldOrder === "tb" ? "bff" : "tff";
}
