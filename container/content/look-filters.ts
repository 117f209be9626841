// The graph by which one pass of ffmpeg shows everything a look wants to know. Pure. Every choice
// of frames depends on their own time and that of the frame before, never on where reading began:
// so looks that are made apart choose what one look over the whole film would.

import type { Source } from "../../protocol/job.ts";
import { sourceOptions } from "../input-arguments.ts";
import { matteFilters } from "../matte-filters.ts";
import { ranges, toneMap } from "../picture-filters.ts";
import { scaleMatrixOf } from "../scale-matrix.ts";
import { decoderOptions } from "../x264-build.ts";
import { type Film, MICRO } from "./film.ts";
import { TILES_MAX } from "./sprite.ts";

/**
 * What ffmpeg writes into the attempt's folder. None grows with the film beyond a few hundred MB:
 * what is taken of every frame goes through the pipe.
 */
export const OUTPUTS = {
  /** Upper and lower field in turn of the frames that SWING_WINDOW chooses, a byte a pixel. */
  fields: "fields.raw",
  /** Pictures for the sprite, rgb24. */
  tiles: "tiles.raw",
  /** Parts in full resolution, and whole lines and columns of the same frames: luma alone. */
  patches: "patches.raw",
  rows: "rows.raw",
  columns: "columns.raw",
  /** The picture's packets as `framecrc` lists them. */
  packets: "packets.txt",
} as const;

/** How many columns of each line are looked at for bars, and lines of each column. */
export const STRIP = 32;
/** Fields are compared this small, as in interlacing.ts: edges of one line are averaged out. */
export const FIELD = { width: 96, height: 64 };
/** Fields are compared in the first two seconds of every ten: that tells it, at a fifth the cost. */
export const SWING_WINDOW = { everyUs: 10 * MICRO, lengthUs: 2 * MICRO };
/** Frames behind the end that are decoded too: a frame's fields are judged by the next one. */
export const MARGIN_US = MICRO / 2;
/**
 * Most frames of a look whose fields are compared: 150 MB, those of half an hour at 30 a second. In
 * a look that long they have told it by then.
 */
const FIELDS_MAX = 12_000;
/** Most parts of a look: 24 are meant, unless the film is far longer than it says. */
const PATCHES_MAX = 500;
const DECODER_THREADS = 2;
const FILTER_THREADS = 2;
/** Parts lie on blocks of the codecs, so that steps between blocks are found at their borders. */
const BLOCK = 8;
/** Nine places in turn, off the edges where bars may be. */
const PLACES = 9;

export type Stretch = {
  /** Microseconds of the file's clock; null: no bound. The end is not included. */
  from: number | null;
  to: number | null;
};

/** Options before `-i`. `seek` in seconds of the file's clock, or null: from the file's start. */
export function lookInput(film: Film, source: Source, seek: number | null): string[] {
  return [
    ...["-v", "level+info", "-nostats", "-copyts"],
    ...["-filter_threads", String(FILTER_THREADS)],
    ...["-filter_complex_threads", String(FILTER_THREADS)],
    ...sourceOptions(source),
    ...["-threads", String(DECODER_THREADS), ...decoderOptions(film.video)],
    // Turning every frame would cost more than measuring it: only what is shown is turned.
    "-noautorotate",
    // Damage is told, however much there is of it.
    ...["-max_error_rate", "1"],
    ...(seek === null ? [] : ["-seek_timestamp", "1", "-ss", seek.toFixed(6), "-noaccurate_seek"]),
  ];
}

/**
 * Options after `-i`. The last output, whose path is left to the caller, is every frame in
 * `film.measured`, yuv420p of limited range: those before the stretch too, since only the frame
 * behind one tells that it was the last of them.
 */
export function lookOutputs(
  film: Film,
  stretch: Stretch,
  spriteStepUs: number,
  scans: boolean,
  path: (name: keyof typeof OUTPUTS) => string,
): string[] {
  const raw = (label: string) => [
    ...["-map", `[${label}]`, "-fps_mode", "passthrough", "-f", "rawvideo"],
  ];
  const file = (name: keyof typeof OUTPUTS) => [...raw(name), path(name)];
  // ffmpeg takes no end before zero; packets are told apart by their times anyway.
  const until = Math.max(1, ((stretch.to ?? 0) + MARGIN_US) / MICRO);
  const end = stretch.to === null ? [] : ["-to", until.toFixed(6)];
  return [
    ...["-filter_complex", graph(film, stretch, spriteStepUs, scans)],
    ...(scans ? file("fields") : []),
    ...file("tiles"),
    ...file("patches"),
    ...file("rows"),
    ...file("columns"),
    ...["-map", `0:${film.index}`, "-c", "copy", "-copyinkf", ...end],
    ...["-f", "framecrc", path("packets")],
    ...raw("small"),
  ];
}

function graph(film: Film, stretch: Stretch, spriteStepUs: number, scans: boolean): string {
  const end = stretch.to === null ? [] : [`trim=end=${(stretch.to + MARGIN_US) / MICRO}`];
  const trunk = [
    `settb=expr=1/${MICRO}`,
    ...end,
    ...matteFilters(film.video),
    `split=${scans ? 4 : 3}[a][b][c]${scans ? "[d]" : ""}`,
  ];
  return [
    `[0:${film.index}]${trunk.join(",")}`,
    `[a]${smallFilters(film).join(",")}[small]`,
    `[b]${tileFilters(film, stretch, spriteStepUs).join(",")}[tiles]`,
    ...detailFilters(film, stretch),
    ...(scans ? [`[d]${scanFilters(film, stretch).join(",")}[fields]`] : []),
  ].join(";");
}

/**
 * Single pixels instead of averages: averages would hide what is clipped and what changes, and the
 * mean of differences would no longer be that of the whole picture.
 */
function smallFilters(film: Film): string[] {
  const { width, height } = film.measured;
  return [
    `scale=w=${width}:h=${height}:flags=neighbor:${ranges(film.video)}`,
    "format=yuv420p",
    ...told("small"),
  ];
}

/**
 * A pixel in four across tells idet the same; lines down must stay as they are until then. A frame
 * is judged with those up to MARGIN_US away, so none from farther before the stretch is wanted.
 */
function scanFilters(film: Film, { from }: Stretch): string[] {
  const { everyUs, lengthUs } = SWING_WINDOW;
  const inWindow = `lt(mod(pts-(${film.startUs})\\,${everyUs})\\,${lengthUs})`;
  return [
    ...(from === null ? [] : [`select='gte(pts\\,${from - MARGIN_US})'`]),
    "scale=w=iw/4:h=ih:flags=neighbor",
    "format=gray",
    "idet",
    "metadata@order=mode=print:key=lavfi.idet.single.current_frame",
    "metadata@repeated=mode=print:key=lavfi.idet.repeated.current_frame",
    `select='${inWindow}*lt(selected_n\\,${FIELDS_MAX})'`,
    ...told("fields"),
    // Two fields of as many lines: of an odd number the last one is left out.
    "crop=w=iw:h=2*floor(ih/2):x=0:y=0",
    ...["setfield=tff", "separatefields"],
    `scale=w=${FIELD.width}:h=${FIELD.height}:flags=area`,
  ];
}

/** Small first, so that tone mapping and turning cost little. */
function tileFilters(film: Film, stretch: Stretch, stepUs: number): string[] {
  const { rotation } = film.orientation;
  const turned = rotation === 90 || rotation === 270;
  const { width, height } = film.tile;
  const [wide, high] = turned ? [height, width] : [width, height];
  const matrix = film.video.dynamicRange ? "bt709" : scaleMatrixOf(film.video);
  return [
    `select='${chosen(film, stretch, stepUs, TILES_MAX)}'`,
    `scale=w=${wide}:h=${high}:flags=area:${ranges(film.video)}`,
    ...toneMap(film.video),
    `scale=in_range=tv:in_color_matrix=${matrix}`,
    "format=rgb24",
    ...turns(film),
    ...told("tiles"),
  ];
}

function turns({ orientation: { rotation, flipped } }: Film): string[] {
  const turn = {
    0: [],
    90: ["transpose=clock"],
    180: ["hflip", "vflip"],
    270: ["transpose=cclock"],
  }[rotation];
  return [...turn, ...(flipped ? ["hflip"] : [])];
}

/** A part in full resolution that moves from sample to sample, and all lines and columns. */
function detailFilters(film: Film, stretch: Stretch): string[] {
  const { width, height, patch, video, patchStepUs } = film;
  const turn = `mod(floor((t*${MICRO}-(${film.startUs}))/${patchStepUs}+0.01)\\,${PLACES})`;
  const place = (room: string, at: string) =>
    `'${BLOCK}*floor((${room})*(0.1+0.4*mod(${at}\\,3))/${BLOCK})'`;
  const crop = [
    `crop=w=${patch.width}:h=${patch.height}`,
    `x=${place("iw-ow", turn)}`,
    `y=${place("ih-oh", `floor(${turn}/3)`)}`,
  ].join(":");
  // Where the size changes in the middle of a film, everything is brought to the first one.
  const whole = `scale=w=${width}:h=${height}:flags=neighbor:${ranges(video)}`;
  const luma = [whole, "format=yuv420p", "extractplanes=y"];
  const few = [`select='${chosen(film, stretch, patchStepUs, PATCHES_MAX)}'`, ...luma];
  return [
    `[c]${few.join(",")},split=3[p][r][q]`,
    `[p]${crop},${film.deinterlaced ? "estdif=mode=frame:deint=all," : ""}${told("patches").join(",")}[patches]`,
    `[r]scale=w=${Math.min(STRIP, width)}:h=${height}:flags=neighbor[rows]`,
    `[q]scale=w=${width}:h=${Math.min(STRIP, height)}:flags=neighbor[columns]`,
  ];
}

/** The first frame of each step of the film's own grid, if it is of this stretch: `most` of them. */
function chosen(film: Film, { from, to }: Stretch, stepUs: number, most: number): string {
  const step = (pts: string) => `floor((${pts}-(${film.startUs}))/${stepUs})`;
  const first = `isnan(prev_pts)+gt(${step("pts")}\\,${step("prev_pts")})`;
  const bounds = [
    ...(from === null ? [] : [`gte(pts\\,${from})`]),
    ...(to === null ? [] : [`lt(pts\\,${to})`]),
  ];
  return [`gt(${first}\\,0)`, `lt(selected_n\\,${most})`, ...bounds].join("*");
}

/** Says each frame's time under that name, and nothing of what a stranger wrote beside it. */
function told(name: string): string[] {
  return ["sidedata=mode=delete", `showinfo@${name}=checksum=0`];
}
