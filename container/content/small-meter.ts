// Measures the small frames of a look while ffmpeg writes them. Their pixels come through one pipe
// and their times through another, in the same order: a frame waits here until its time is known.

import type { MeasuredForm } from "./film.ts";
import type { LookFile } from "./look-file.ts";
import { type FrameTotals, frameMeter, smallFrameBytes } from "./measure-frame.ts";
import { frameCutter } from "./raw-frames.ts";

/** Of each frame that counts: its place among all that came, and what it shows. */
export type SmallFrames = Pick<
  LookFile,
  | "luma"
  | "light"
  | "black"
  | "lumaChange"
  | "change"
  | "si"
  | "ti"
  | "saturation"
  | "shiftX"
  | "shiftY"
> & { at: number[] };

export type SmallMeter = {
  /** Takes what ffmpeg writes, a block at a time. */
  read: (block: Uint8Array) => void;
  /** What all frames show whose time came too. */
  finish: () => { frames: SmallFrames; totals: FrameTotals };
};

/** `times` grows while frames come; `counts` tells by its time whether a frame is of the stretch. */
export function smallMeter(
  form: MeasuredForm,
  times: readonly number[],
  counts: (time: number) => boolean,
): SmallMeter {
  const meter = frameMeter(form);
  const frames: SmallFrames = {
    ...{ at: [], luma: [], light: [], black: [], lumaChange: [], change: [] },
    ...{ si: [], ti: [], saturation: [], shiftX: [], shiftY: [] },
  };
  const waiting: Uint8Array[] = [];
  /** The last frame that does not count: measured only if the next one does, for its sake. */
  const before = new Uint8Array(smallFrameBytes(form));
  let isBefore = false;
  let next = 0;

  const read = frameCutter(smallFrameBytes(form), (frame) => {
    if (waiting.length === 0 && next < times.length) return take(frame);
    waiting.push(Uint8Array.from(frame));
    takeWaiting();
  });
  return {
    read,
    finish() {
      takeWaiting();
      return { frames, totals: meter.totals };
    },
  };

  function takeWaiting() {
    const known = waiting.splice(0, times.length - next);
    for (const frame of known) take(frame);
  }

  function take(frame: Uint8Array) {
    const at = next++;
    if (!counts(times[at] ?? Number.NaN)) {
      before.set(frame);
      isBefore = true;
      return;
    }
    if (isBefore) meter.measure(before, false);
    isBefore = false;
    const { shift, ...found } = meter.measure(frame, true);
    frames.at.push(at);
    frames.luma.push(found.luma);
    frames.light.push(found.light);
    frames.black.push(found.black);
    frames.lumaChange.push(found.lumaChange);
    frames.change.push(found.change);
    frames.si.push(found.si);
    frames.ti.push(found.ti);
    frames.saturation.push(found.saturation);
    frames.shiftX.push(shift?.x ?? null);
    frames.shiftY.push(shift?.y ?? null);
  }
}
