// From what one pass of ffmpeg gave to the file of a look. Files in the attempt's folder are read in
// blocks of a frame, so that memory grows with the number of frames and not with their size.

import { readFile } from "node:fs/promises";
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
import { lostPackets, type PacketList, packetList, restOf } from "./lost.ts";
import { BAR_LUMA, BLACK_PIXEL_MAX, BLACK_SHARE } from "./measure-frame.ts";
import { framesOf, sizeOf } from "./raw-frames.ts";
import type { SmallMeter } from "./small-meter.ts";

type Box = { left: number; top: number; right: number; bottom: number };

/** What one pass of ffmpeg gave. */
export type Decoded = {
  heard: Heard;
  small: SmallMeter;
  /** It was stopped before its end: what is behind the last frame was never looked at. */
  isCut: boolean;
};

/** Whether a time, in microseconds of the file's clock, lies in the stretch. */
export function insideOf({ from, to }: Stretch): (time: number) => boolean {
  return (time) => (from === null || time >= from) && (to === null || time < to);
}

/** What the look found out about the frames of the stretch. `path` names ffmpeg's files. */
export async function measureStretch(
  film: Film,
  stretch: Stretch,
  { heard, small, isCut }: Decoded,
  path: (name: keyof typeof OUTPUTS) => string,
): Promise<LookFile> {
  const { frames, totals } = small.finish();
  const { at, ...columns } = frames;
  const times = at.map((place) => heard.small[place] ?? 0);
  const orders = ordersOf(heard);
  const swings = await swingsOf(film, heard, path("fields"));
  const { times: packets } = await packetsOf(path);
  const last = times.at(-1);
  const lost = lostPackets(packets, heard.small, film.rate).filter(insideOf(stretch));
  // What lies behind the last frame of a look that was stopped was not tried.
  const tried = (time: number) => !isCut || (last !== undefined && time < last);
  const { index, width, height, startUs, delayUs, rate, fieldOrder, tile, patch } = film;
  const { width: measuredWidth, height: measuredHeight } = film.measured;
  return {
    film: {
      ...{ index, width, height, startUs, delayUs, rate, fieldOrder },
      ...{ measured: { width: measuredWidth, height: measuredHeight }, tile, patch },
      toneMapped: film.video.dynamicRange !== undefined,
    },
    times,
    ...columns,
    orders: at.map((place) => orders[place]?.order ?? 0),
    repeated: at.map((place) => (orders[place]?.repeated ? 1 : 0)),
    lowerToUpper: times.map((time) => swings.get(time)?.lowerToUpper ?? null),
    upperToLower: times.map((time) => swings.get(time)?.upperToLower ?? null),
    histograms: { luma: [...totals.luma], blue: [...totals.blue], red: [...totals.red] },
    box: totals.box,
    fineBox: await fineBoxOf(film, path),
    damaged: lost.filter(tried),
    unseen: isCut ? restOf(film, stretch, last) : [],
    tileTimes: heard.tiles,
    patchTimes: heard.patches,
  };
}

/**
 * idet's word on each small frame. It compares a frame with its neighbours: where the one before
 * lies long ago, or the one behind comes late or never, nothing is said, whether they lie in the
 * same stretch or not.
 */
function ordersOf({ small, orders }: Heard): { order: number; repeated: boolean }[] {
  let next = 0;
  return small.map((time, at) => {
    const verdict = orders[next];
    // Where the picture's size changes, idet begins anew and says nothing of one frame.
    if (verdict?.time !== time) return { order: 0, repeated: false };
    next++;
    const [before, behind] = [small[at - 1] ?? time, small[at + 1] ?? Infinity];
    const judged = time - before <= MARGIN_US && behind - time <= MARGIN_US;
    return judged ? verdict : { order: 0, repeated: false };
  });
}

type Swing = { lowerToUpper: number; upperToLower: number };

/** How far the fields of a frame differ from those of one shortly before, by the frame's time. */
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
    at++;
    if (before === undefined || time === undefined) continue;
    const isNear = time - before <= MARGIN_US && windowOf(before) === windowOf(time);
    if (isNear) found.set(time, swingOf(pair));
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

/** The picture's packets that were read, those before the stretch too. */
export async function packetsOf(path: (name: keyof typeof OUTPUTS) => string): Promise<PacketList> {
  const list = path("packets");
  return packetList((await sizeOf(list)) === 0 ? "" : await readFile(list, "utf8"));
}
