// Compares a result with its source as ffmpeg shows it: both decoded, brought to the same small
// RGB pictures, and set side by side frame by frame. A wrong turn, order of fields, range, matrix or
// time all show as unlikeness.

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Case } from "./case.ts";
import type { Film } from "./read-film.ts";

/** Longest side of the pictures that are compared. */
const SIDE = 64;
const SCALE = "accurate_rnd+full_chroma_int";
const TONE_MAPPED = [
  "zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=709",
  "tonemap=tonemap=hable:desat=0,zscale=t=709:m=709:r=limited,format=yuv420p10le",
].join(",");

export type Likeness = {
  frames: number;
  /** Peak signal to noise ratio over all frames, in dB, capped at 60. */
  psnr: number;
  /** How far the whole is off: mean difference of red, green and blue, 0…255. */
  offset: [number, number, number];
  /** The same ratio with the result set one frame earlier and later; null below three frames. */
  shifted: [number, number] | null;
};

/** Likeness of the result at `made` to the source at `path`. */
export async function likenessOf(
  test: Case,
  source: { path: string; film: Film },
  made: { path: string; film: Film },
): Promise<Likeness> {
  const { width = 2, height = 2, r_frame_rate: rate = "25/1" } = made.film.picture;
  const factor = Math.min(1, SIDE / Math.max(width, height));
  const size = {
    width: Math.max(2, Math.round(width * factor)),
    height: Math.max(2, Math.round(height * factor)),
  };
  const small = `scale=w=${size.width}:h=${size.height}:flags=${factor < 1 ? "area" : "bicubic"}+${SCALE}`;
  const pixels = size.width * size.height;
  const wanted = await decode(
    [
      ...(test.upright ? ["-noautorotate"] : []),
      ...(test.alpha?.decoder ? ["-c:v", test.alpha.decoder] : []),
      ...["-copyts", "-i", source.path, "-map", `0:${source.film.picture.index}`],
    ],
    [...referenceFilters(test, source.film, rate), withoutOdd({ width, height }), small],
    test.alpha ? "rgba" : "rgb24",
  );
  const got = await decode(["-i", made.path, "-map", "0:v:0"], [small], "rgb24");
  const reference = test.alpha ? laidUpon(wanted, test.alpha.matte ?? [0, 0, 0]) : wanted;
  const bytes = pixels * 3;
  const frames = Math.min(reference.length, got.length) / bytes;
  const near = (shift: number) => compare(reference, got, bytes, shift);
  const { psnr, offset } = near(0);
  return { frames, psnr, offset, shifted: frames < 3 ? null : [near(1).psnr, near(-1).psnr] };
}

/** The source's picture as it should be seen, on the frame times of the result. */
function referenceFilters(test: Case, film: Film, rate: string): string[] {
  const { picture } = film;
  const { matrix, range } = test.colour ?? {};
  const deinterlace =
    test.deinterlace === "telecine"
      ? ["fieldmatch=order=tff:combmatch=full", "decimate"]
      : [`bwdif=mode=send_frame:parity=${test.deinterlace}:deint=all`];
  const params = [
    ...(matrix ? [`colorspace=${matrix}`] : []),
    ...(range ? [`range=${range}`] : []),
  ];
  const hdr = ["smpte2084", "arib-std-b67"].includes(picture.color_transfer ?? "");
  return [
    ...(test.deinterlace ? deinterlace : []),
    ...(test.upright ? [test.upright] : []),
    `setpts=PTS-(${picture.first.toFixed(6)})/TB`,
    `fps=fps=${rate}:start_time=0:round=near`,
    ...(params.length > 0 ? [`setparams=${params.join(":")}`] : []),
    ...(hdr ? [TONE_MAPPED] : []),
  ];
}

/** 4:2:0 has no odd sides: a last line or column too many is left out. */
function withoutOdd({ width, height }: { width: number; height: number }): string {
  const side = (name: string, length: number) =>
    `if(eq(${name}\\,${length + 1})\\,${length}\\,${name})`;
  return `crop=w=${side("iw", width)}:h=${side("ih", height)}:x=0:y=0`;
}

async function decode(input: string[], filters: string[], format: string): Promise<Buffer> {
  const { stdout } = await promisify(execFile)(
    "ffmpeg",
    [
      ...["-hide_banner", "-nostdin", "-v", "error", "-threads", "1", ...input],
      ...["-vf", [...filters, `format=${format}`].join(",")],
      ...["-fps_mode", "passthrough", "-f", "rawvideo", "-"],
    ],
    { encoding: "buffer", maxBuffer: 512 * 1024 * 1024 },
  );
  return stdout;
}

function laidUpon(rgba: Buffer, matte: readonly [number, number, number]): Buffer {
  const rgb = Buffer.alloc((rgba.length / 4) * 3);
  for (let pixel = 0; pixel * 4 < rgba.length; pixel++) {
    const share = (rgba[pixel * 4 + 3] ?? 0) / 255;
    for (const [at, ground] of matte.entries()) {
      rgb[pixel * 3 + at] = Math.round((rgba[pixel * 4 + at] ?? 0) * share + ground * (1 - share));
    }
  }
  return rgb;
}

/** Frame n of the one against frame n + shift of the other. */
function compare(reference: Buffer, got: Buffer, bytes: number, shift: number) {
  const frames = Math.min(reference.length, got.length) / bytes;
  const sums: [number, number, number] = [0, 0, 0];
  let squares = 0;
  let count = 0;
  for (let frame = Math.max(0, -shift); frame < frames && frame + shift < frames; frame++) {
    for (let at = 0; at < bytes; at++) {
      const difference =
        (got[(frame + shift) * bytes + at] ?? 0) - (reference[frame * bytes + at] ?? 0);
      squares += difference * difference;
      if (at % 3 === 0) sums[0] += difference;
      else if (at % 3 === 1) sums[1] += difference;
      else sums[2] += difference;
      count++;
    }
  }
  const mean = squares / Math.max(1, count);
  const [red, green, blue] = sums.map((sum) => (sum * 3) / Math.max(1, count));
  return {
    psnr: Math.min(60, 10 * Math.log10((255 * 255) / Math.max(1e-9, mean))),
    offset: [red ?? 0, green ?? 0, blue ?? 0] satisfies [number, number, number],
  };
}
