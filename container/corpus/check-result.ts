// What a finished file must be, whatever it was made from. Nothing here asks the plan or the
// service's own verification: the source's packets and ffmpeg's decode are the measure.

import { open } from "node:fs/promises";
import { ffmpeg, flashesAndBeeps } from "../testing/clips.ts";
import type { Case } from "./case.ts";
import { likenessOf } from "./likeness.ts";
import { type Film, ratio, readFilm } from "./read-film.ts";

/** Sound and picture may lie this far apart before anyone notices. */
const SYNC_SECONDS = 0.04;
/** Least likeness in dB, and how far a channel's mean may be off, in 255ths. */
const LIKENESS_DB = 29;
const OFFSET_MAX = 3;
/** A frame's shift must not be as good as its right place, by this much, unless nothing moves. */
const STILL_DB = 0.5;
/** Share of pictures in which fields may still show. */
const COMBED_MAX = 0.1;
/** An encoder wants a macroblock at least. */
const SIDE_MIN = 16;

export type Check = { name: string; right: boolean; found: string };

/** Checks of a result. `same`: its recipe was neutral, so it must look like its source. */
export async function checkResult(
  test: Case,
  path: string,
  result: string,
  same: boolean,
): Promise<Check[]> {
  const [film, made] = await Promise.all([readFilm(path), readFilm(result)]);
  const { stderr } = await ffmpeg([
    ...["-v", "warning", "-xerror", "-i", result, "-map", "0:v", "-map", "0:a?"],
    ...["-f", "null", "-"],
  ]);
  return [
    check("decodes without a word", stderr === "", stderr.slice(0, 200)),
    ...streamChecks(test, film, made),
    ...timeChecks(test, film, made),
    ...colourChecks(film, made),
    check("index first", await isIndexFirst(result), ""),
    ...(test.deinterlace ? [await combChecks(result)] : []),
    ...(test.flashes ? await flashChecks(path, film, result, made) : []),
    ...(same ? await pictureChecks(test, { path, film }, { path: result, film: made }) : []),
  ];
}

function check(name: string, right: boolean, found: unknown): Check {
  return { name, right, found: String(found) };
}

function streamChecks(test: Case, film: Film, made: Film): Check[] {
  const { picture, sounds } = made;
  const { width = 0, height = 0 } = picture;
  const kind = `${picture.codec_name} ${picture.profile} ${picture.pix_fmt}`;
  const [right, down] = uprightSize(film);
  const languages = (of: Film) => of.sounds.map(({ tags }) => tags?.language ?? "und").join(" ");
  const texts = (of: Film) =>
    of.others.filter(({ codec_name }) => TEXTS.has(codec_name ?? "")).length;
  const wanted = test.sounds ?? film.sounds.length;
  const places = Object.keys(made.tags).filter((tag) => /location|make|model|xyz/i.test(tag));
  return [
    check("H.264 High 4:2:0 in 8 bit", kind === "h264 High yuv420p", kind),
    check("even", width % 2 === 0 && height % 2 === 0, `${width}x${height}`),
    check("square pixels", ratio(picture.sample_aspect_ratio) === 1, picture.sample_aspect_ratio),
    check(
      "upright size",
      Math.abs(width - right) <= 1 && Math.abs(height - down) <= 1,
      `${width}x${height} instead of ${right}x${down}`,
    ),
    check("no matrix", !picture.side_data_list?.some((data) => data.displaymatrix), "a matrix"),
    check("sound tracks", sounds.length === wanted, `${sounds.length} instead of ${wanted}`),
    check(
      "languages",
      sounds.length !== film.sounds.length || languages(made) === languages(film),
      `${languages(made)} instead of ${languages(film)}`,
    ),
    check(
      "text subtitles",
      texts(made) === texts(film),
      `${texts(made)} instead of ${texts(film)}`,
    ),
    check("chapters", made.chapters === film.chapters, `${made.chapters} of ${film.chapters}`),
    check("no place or device", places.length === 0, places.join(" ")),
  ];
}

const TEXTS = new Set(["ass", "ssa", "subrip", "mov_text", "webvtt", "text"]);

/** Width and height as they are seen, cut to even; small ones as large as an encoder needs. */
function uprightSize({ picture }: Film): [number, number] {
  const matrix = picture.side_data_list?.find((data) => data.displaymatrix)?.displaymatrix ?? "";
  const first = /0+:\s+(-?\d+)\s+(-?\d+)/.exec(matrix);
  const turned = first !== null && Math.abs(Number(first[2])) > Math.abs(Number(first[1]));
  const width = Math.round((picture.width ?? 0) * ratio(picture.sample_aspect_ratio));
  const height = picture.height ?? 0;
  const [right, down] = turned ? [height, width] : [width, height];
  const factor = Math.max(1, SIDE_MIN / Math.min(right, down));
  const even = (length: number) => Math.trunc(Math.round(length * factor) / 2) * 2;
  return [even(right), even(down)];
}

function timeChecks(test: Case, film: Film, made: Film): Check[] {
  const { picture, sounds } = made;
  const rate = picture.r_frame_rate ?? "";
  const frame = 1 / ratio(rate);
  const duration = film.picture.end - film.picture.first;
  const wanted = Math.max(1, duration / frame);
  const constant = !film.picture.variable && !test.rate && !test.deinterlace;
  const ends = sounds.map(({ end }, at) => {
    const own = film.sounds[at];
    const tail = test.soundTail ?? 0;
    return own ? end - picture.end - (own.end + tail - film.picture.end) : 0;
  });
  const apart = Math.max(0, ...ends.map(Math.abs));
  return [
    check("frame rate", !test.rate || rate === test.rate, `${rate} instead of ${test.rate}`),
    check(
      "frames",
      Math.abs(picture.packets - wanted) <= 1 &&
        (!constant || Math.abs(picture.packets - film.picture.packets) <= 1),
      `${picture.packets} of ${film.picture.packets}, ${wanted.toFixed(2)} by the clock`,
    ),
    check(
      "duration",
      Math.abs(picture.end - picture.first - Math.max(duration, frame)) <= frame * 1.01,
      `${(picture.end - picture.first).toFixed(3)} s instead of ${duration.toFixed(3)} s`,
    ),
    check("one rate throughout", !picture.variable, "it varies"),
    check("starts at 0", Math.abs(picture.first) < 0.001, picture.first),
    check(
      "sound ends with the picture as it did",
      test.sounds === 0 || apart <= SYNC_SECONDS + frame / 2,
      `${ends.map((end) => `${Math.round(end * 1000)} ms`).join(", ")}`,
    ),
  ];
}

function colourChecks({ picture: source }: Film, { picture }: Film): Check[] {
  const hdr = ["smpte2084", "arib-std-b67"].includes(source.color_transfer ?? "");
  const rgb = /^(gbr|rgb|bgr|argb|rgba|bgra|0rgb|bgr0)/.test(source.pix_fmt ?? "");
  const fields = ["color_space", "color_primaries", "color_transfer"] as const;
  const wrong = fields.filter((field) => {
    const own = source[field];
    const got = picture[field];
    if (!got || got === "unknown") return true;
    if (hdr) return got !== "bt709";
    return !rgb && own !== undefined && KNOWN.has(own) && got !== own;
  });
  return [
    check("limited range", picture.color_range === "tv", picture.color_range),
    check(
      "colour tags",
      wrong.length === 0,
      wrong.map((field) => `${field} ${picture[field]} from ${source[field]}`).join(", "),
    ),
  ];
}

/** Colour that H.264 can tell and that is not high dynamic range. */
const KNOWN = new Set([
  ...["bt709", "smpte170m", "bt470bg", "bt470m", "smpte240m", "bt2020", "bt2020nc"],
  ...["bt2020-10", "bt2020-12", "gamma22", "gamma28", "fcc", "iec61966-2-1"],
]);

async function isIndexFirst(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const head = Buffer.alloc(16);
    for (let at = 0; at < size; ) {
      await file.read(head, 0, 16, at);
      const type = head.toString("latin1", 4, 8);
      if (type === "moov" || type === "mdat") return type === "moov";
      const bytes = head.readUInt32BE(0);
      at += bytes === 1 ? Number(head.readBigUInt64BE(8)) : Math.max(8, bytes);
    }
    return false;
  } finally {
    await file.close();
  }
}

async function combChecks(path: string): Promise<Check> {
  const { stderr } = await ffmpeg(["-i", path, "-map", "0:v", "-vf", "idet", "-f", "null", "-"]);
  const found = /Multi frame.*TFF:\s*(\d+) BFF:\s*(\d+) Prog\S+\s*(\d+) Und\S+\s*(\d+)/.exec(
    stderr,
  );
  const [tff = 0, bff = 0, whole = 0, unknown = 0] = (found ?? []).slice(1).map(Number);
  const share = (tff + bff) / Math.max(1, tff + bff + whole + unknown);
  return check("not combed", found !== null && share <= COMBED_MAX, `${tff} + ${bff}, ${whole}`);
}

/** Every flash and beep of the source, at its place in the result. */
async function flashChecks(path: string, film: Film, result: string, made: Film): Promise<Check[]> {
  const [own, got] = await Promise.all([flashesAndBeeps(path), flashesAndBeeps(result)]);
  const frame = 1 / ratio(made.picture.r_frame_rate);
  const off = (times: readonly number[], found: readonly number[], last: number) =>
    times
      .map((time) => time - film.picture.first)
      // What stands at the ends has no edge to find.
      .filter((time) => time > 0.15 && time < last - 0.15)
      .map((time) => Math.min(...found.map((other) => Math.abs(other - time))));
  const flashes = off(own.flashes, got.flashes, made.picture.end);
  const beeps = off(own.beeps, got.beeps, Math.max(0, ...made.sounds.map(({ end }) => end)));
  const ms = (list: readonly number[]) => list.map((value) => Math.round(value * 1000)).join(" ");
  return [
    check(
      "flashes",
      flashes.length > 1 && Math.max(...flashes) <= frame * 1.01,
      `off by ${ms(flashes)} ms`,
    ),
    check(
      "beeps",
      made.sounds.length === 0 || (beeps.length > 1 && Math.max(...beeps) <= SYNC_SECONDS),
      `off by ${ms(beeps)} ms`,
    ),
  ];
}

async function pictureChecks(
  test: Case,
  source: { path: string; film: Film },
  made: { path: string; film: Film },
): Promise<Check[]> {
  const { frames, psnr, offset, shifted } = await likenessOf(test, source, made);
  const missing = made.film.picture.packets - frames;
  const best = shifted === null ? 0 : Math.max(...shifted);
  return [
    check(
      "looks like its source",
      psnr >= (test.likeness ?? LIKENESS_DB),
      `${psnr.toFixed(1)} dB, ${missing} frames not compared`,
    ),
    check(
      "no colour cast",
      offset.every((value) => Math.abs(value) <= OFFSET_MAX),
      offset.map((value) => value.toFixed(1)).join(" "),
    ),
    check(
      "each frame in its place",
      best <= psnr + STILL_DB,
      `${psnr.toFixed(1)} dB, ${best.toFixed(1)} dB a frame away`,
    ),
  ];
}
