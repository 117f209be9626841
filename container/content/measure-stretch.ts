// From what ffmpeg left in the attempt's folder to the file of a look. Big files are read in blocks
// of a frame, so that memory grows with the number of frames and not with their size.

import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { swingOf } from "../interlacing.ts";
import type { Film } from "./film.ts";
import type { Heard } from "./hear.ts";
import type { LookFile } from "./look-file.ts";
import {
  FIELD,
  MARGIN_US,
  type OUTPUTS,
  STRIP,
  type Stretch,
  SWING_WINDOW,
} from "./look-filters.ts";
import { lostPackets, packetTimes } from "./lost.ts";
import {
  BAR_LUMA,
  BLACK_PIXEL_MAX,
  BLACK_SHARE,
  type FrameMeasures,
  frameMeter,
  smallFrameBytes,
} from "./measure-frame.ts";

/** Read at a time. */
const BLOCK_BYTES = 1024 * 1024;

type Box = { left: number; top: number; right: number; bottom: number };

/** What the look found out about the frames of the stretch. `path` names ffmpeg's files. */
export async function measureStretch(
  film: Film,
  stretch: Stretch,
  heard: Heard,
  path: (name: keyof typeof OUTPUTS) => string,
): Promise<LookFile> {
  const isInside = (time: number | undefined) =>
    time !== undefined &&
    Number.isFinite(time) &&
    (stretch.from === null || time >= stretch.from) &&
    (stretch.to === null || time < stretch.to);
  const meter = frameMeter(film.measured);
  const measured: { time: number; at: number; found: FrameMeasures }[] = [];
  let at = 0;
  for await (const frame of framesOf(path("small"), smallFrameBytes(film.measured))) {
    const time = heard.small[at];
    if (time === undefined) break;
    const counts = isInside(time);
    // The frame before a counted one is measured for its sake.
    if (counts || isInside(heard.small[at + 1])) {
      const found = meter.measure(frame, counts);
      if (counts) measured.push({ time, at, found });
    }
    at++;
  }
  const orders = ordersOf(heard);
  const swings = await swingsOf(film, heard, path("fields"));
  const column = (name: keyof Omit<FrameMeasures, "shift">) =>
    measured.map(({ found }) => found[name]);
  const filled = (name: "luma" | "light" | "black" | "si" | "saturation") =>
    measured.map(({ found }) => found[name]);
  const packets = packetTimes(await textOf(path("packets")));
  const { index, width, height, startUs, rate, fieldOrder, tile, patch } = film;
  return {
    film: {
      ...{ index, width, height, startUs, rate, fieldOrder },
      ...{ measured: film.measured, tile, patch },
    },
    times: measured.map(({ time }) => time),
    luma: filled("luma"),
    light: filled("light"),
    black: filled("black"),
    lumaChange: column("lumaChange"),
    change: column("change"),
    si: filled("si"),
    ti: column("ti"),
    saturation: filled("saturation"),
    shiftX: measured.map(({ found }) => found.shift?.x ?? null),
    shiftY: measured.map(({ found }) => found.shift?.y ?? null),
    orders: measured.map((frame) => orders[frame.at]?.order ?? 0),
    repeated: measured.map((frame) => (orders[frame.at]?.repeated ? 1 : 0)),
    lowerToUpper: measured.map(({ time }) => swings.get(time)?.lowerToUpper ?? null),
    upperToLower: measured.map(({ time }) => swings.get(time)?.upperToLower ?? null),
    histograms: {
      luma: [...meter.totals.luma],
      blue: [...meter.totals.blue],
      red: [...meter.totals.red],
    },
    box: meter.totals.box,
    fineBox: await fineBoxOf(film, path),
    lost: lostPackets(packets, heard.small, film.rate).filter(isInside),
    tileTimes: heard.tiles,
    patchTimes: heard.patches,
  };
}

/**
 * idet's word on each small frame. It compares a frame with the one behind it too: where that comes
 * late or never, nothing is said, whether it lies in the same stretch or not.
 */
function ordersOf({ small, orders }: Heard): { order: number; repeated: boolean }[] {
  let next = 0;
  return small.map((time, at) => {
    const verdict = orders[next];
    // Where the picture's size changes, idet begins anew and says nothing of one frame.
    if (verdict?.time !== time) return { order: 0, repeated: false };
    next++;
    const behind = small[at + 1];
    const judged = behind !== undefined && behind - time <= MARGIN_US;
    return judged ? verdict : { order: 0, repeated: false };
  });
}

type Swing = { lowerToUpper: number; upperToLower: number };

/** How far the fields of a frame differ from those of the frame before, by the frame's time. */
async function swingsOf(film: Film, heard: Heard, path: string): Promise<Map<number, Swing>> {
  const windowOf = (time: number) => Math.floor((time - film.startUs) / SWING_WINDOW.everyUs);
  const bytes = 2 * FIELD.width * FIELD.height;
  const pair = new Uint8Array(2 * bytes);
  const found = new Map<number, Swing>();
  let at = 0;
  for await (const fields of framesOf(path, bytes)) {
    pair.copyWithin(0, bytes);
    pair.set(fields, bytes);
    const [before, time] = [heard.fields[at - 1], heard.fields[at]];
    if (before !== undefined && time !== undefined && windowOf(before) === windowOf(time)) {
      found.set(time, swingOf(pair));
    }
    at++;
  }
  return found;
}

/** What rises above bars in whole lines and columns of full resolution; null: nothing does. */
async function fineBoxOf(
  { width, height }: Film,
  path: (name: keyof typeof OUTPUTS) => string,
): Promise<Box | null> {
  const across = await extentOf(path("columns"), width, Math.min(STRIP, height), 1, width);
  const [wide, high] = [Math.min(STRIP, width), height];
  const down = await extentOf(path("rows"), high, wide, wide, 1);
  if (across === null || down === null) return null;
  return { left: across.first, right: across.last, top: down.first, bottom: down.last };
}

/**
 * First and last of `lines` lines that holds anything but black, in all frames of a file that are
 * not black; a line has `length` pixels, and the strides lead to the next line and pixel.
 */
async function extentOf(
  path: string,
  lines: number,
  length: number,
  lineStride: number,
  pixelStride: number,
): Promise<{ first: number; last: number } | null> {
  let extent: { first: number; last: number } | null = null;
  for await (const frame of framesOf(path, lines * length)) {
    let black = 0;
    for (const code of frame) if (code <= BLACK_PIXEL_MAX) black++;
    if (black / frame.length >= BLACK_SHARE) continue;
    for (let line = 0; line < lines; line++) {
      if (extent !== null && line >= extent.first && line <= extent.last) continue;
      for (let pixel = 0; pixel < length; pixel++) {
        if ((frame[line * lineStride + pixel * pixelStride] ?? 0) <= BAR_LUMA) continue;
        const known: { first: number; last: number } = extent ?? { first: line, last: line };
        extent = { first: Math.min(known.first, line), last: Math.max(known.last, line) };
        break;
      }
    }
  }
  return extent;
}

/** Whole frames of a raw file, in order; each is valid until the next. None if there is no file. */
export async function* framesOf(path: string, bytes: number): AsyncGenerator<Uint8Array> {
  if ((await sizeOf(path)) < bytes) return;
  const frame = new Uint8Array(bytes);
  let filled = 0;
  for await (const block of createReadStream(path, { highWaterMark: BLOCK_BYTES })) {
    for (let from = 0; from < block.length; ) {
      const piece: Uint8Array = block.subarray(from, from + bytes - filled);
      frame.set(piece, filled);
      filled += piece.length;
      from += piece.length;
      if (filled < bytes) continue;
      yield frame;
      filled = 0;
    }
  }
}

/** Bytes of a file that ffmpeg may not have come to write. */
export async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch((error: unknown) => {
    if (isAbsent(error)) return null;
    throw error;
  });
  return found?.size ?? 0;
}

async function textOf(path: string): Promise<string> {
  return (await sizeOf(path)) === 0 ? "" : readFile(path, "utf8");
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
