// Bytes over time, fed in presentation order: the fullest and the emptiest second, and a series of
// fixed length whose steps grow twice as long whenever it is full. Times are whole microseconds.

import { SERIES_MAX, type Series } from "../../protocol/packets.ts";

const MICRO = 1_000_000;
/** A second whose end a clock of milliseconds rounds off is still a whole one. */
const ROUNDED_MICROS = 2_000;

export type PacketRate = {
  /** Bits in the fullest and in the emptiest whole second; null below two of them. */
  max: number | null;
  min: number | null;
  /** Bits per second; null without any time. A last piece below half a step joins the one before. */
  series: Series | null;
};

/** Counts bytes by their time, from the first time on. */
export function packetRate() {
  const bins = new Float64Array(SERIES_MAX);
  let step = MICRO;
  let used = 0;
  let start: number | null = null;
  const second = { at: 0, bytes: 0, whole: 0, min: Infinity, max: 0 };

  const closeSecond = () => {
    second.whole++;
    second.min = Math.min(second.min, second.bytes);
    second.max = Math.max(second.max, second.bytes);
  };
  const halve = () => {
    for (let at = 0; at < SERIES_MAX; at++) {
      const from = at * 2;
      bins[at] = from < SERIES_MAX ? (bins[from] ?? 0) + (bins[from + 1] ?? 0) : 0;
    }
    used = Math.ceil(used / 2);
    step *= 2;
  };

  return {
    add(micros: number, bytes: number) {
      start ??= micros;
      // Where a clock is set back to before its start, there is no place for what follows.
      const since = Math.max(0, micros - start);
      const at = Math.floor(since / MICRO);
      if (at !== second.at) {
        // Where it is set back, the second that was broken off was not a whole one.
        if (at > second.at) closeSecond();
        if (at > second.at + 1) {
          second.whole += at - second.at - 1;
          second.min = 0;
        }
        second.at = at;
        second.bytes = 0;
      }
      second.bytes += bytes;
      let bin = Math.floor(since / step);
      while (bin >= SERIES_MAX) {
        halve();
        bin = Math.floor(since / step);
      }
      bins[bin] = (bins[bin] ?? 0) + bytes;
      if (bin >= used) used = bin + 1;
    },
    /** `end`: where the last packet ends, in microseconds. Call it once, at the end. */
    finish(end: number): PacketRate {
      if (start === null) return { max: null, min: null, series: null };
      if (end - start >= (second.at + 1) * MICRO - ROUNDED_MICROS) closeSecond();
      while (Math.ceil((end - start) / step) > SERIES_MAX) halve();
      used = Math.max(used, Math.ceil((end - start) / step));
      const few = second.whole < 2;
      return {
        max: few ? null : second.max * 8,
        min: few ? null : second.min * 8,
        series: { start: start / MICRO, step: step / MICRO, values: values(end - start) },
      };
    },
  };

  /** Mean of each step; of the last one over as much of it as there is. */
  function values(length: number): number[] {
    const list = [...bins.subarray(0, used)];
    let covered = Math.min(step, length - (used - 1) * step);
    if (list.length > 1 && covered < step / 2) {
      const piece = list.pop() ?? 0;
      list.push((list.pop() ?? 0) + piece);
      covered += step;
    }
    return list.map((bytes, at) => {
      const micros = at === list.length - 1 && covered > 0 ? covered : step;
      return Math.round((bytes * 8 * MICRO) / micros);
    });
  }
}
