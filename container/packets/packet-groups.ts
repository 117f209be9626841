// Groups of pictures, fed in the order of the file: each runs from one key frame to the next, and
// the last one to the end of the film.

import type { Packet } from "./packet-clock.ts";

/** Of groups, in seconds and packets. Null where it is not known. */
export type Groups = {
  minSeconds: number | null;
  meanSeconds: number | null;
  maxSeconds: number | null;
  minPackets: number | null;
  meanPackets: number | null;
  maxPackets: number | null;
  /** Groups with pictures that are shown before their key frame though they follow it. */
  open: number;
};

/** Times are added up as whole microseconds, which ffprobe prints: exactly. */
const MICRO = 1_000_000;

type Interval = { minSeconds: number; meanSeconds: number; maxSeconds: number };

export function packetGroups() {
  let keyframes = 0;
  let keyBytes = 0;
  let open = 0;
  /** The group that is being read. */
  let key: { pts: number | null; told: boolean } | null = null;
  let packets = 0;
  let isOpen = false;
  /** Of groups that have ended. */
  const seconds = extent(MICRO);
  const sizes = extent(1);

  return {
    add({ pts, guessed, key: isKey, bytes }: Packet) {
      if (isKey) {
        if (key) sizes.add(packets);
        if (key?.pts != null && pts !== null) seconds.add(micros(Math.abs(pts - key.pts)));
        key = { pts, told: !guessed };
        packets = 1;
        isOpen = false;
        keyframes++;
        keyBytes += bytes;
        return;
      }
      packets++;
      if (isOpen || !key?.told || guessed || pts === null || key.pts === null) return;
      isOpen = pts < key.pts;
      if (isOpen) open++;
    },
    keyframes: () => keyframes,
    keyBytes: () => keyBytes,
    /** From key frame to key frame; null below two. */
    interval(): Interval | null {
      const { min, mean, max } = seconds.read();
      if (min === null || mean === null || max === null) return null;
      return { minSeconds: min, meanSeconds: mean, maxSeconds: max };
    },
    /**
     * `end`: seconds at which the last packet ends. The film's end cuts the last group: it counts
     * where it is the longest or the only one, and says nothing of the shortest and the mean.
     */
    finish(end: number | null): Groups {
      const last = key?.pts != null && end !== null ? micros(end - key.pts) / MICRO : null;
      const [time, size] = [seconds.read(), sizes.read()];
      const only = key ? packets : null;
      return {
        minSeconds: time.min ?? last,
        meanSeconds: time.mean ?? last,
        maxSeconds: larger(time.max, last),
        minPackets: size.min ?? only,
        meanPackets: size.mean ?? only,
        maxPackets: larger(size.max, only),
        open,
      };
    },
  };
}

function micros(seconds: number): number {
  return Math.round(seconds * MICRO);
}

/** Smallest, mean and largest of whole numbers, given back in units of so many. */
function extent(unit: number) {
  let [count, sum, min, max] = [0, 0, Infinity, 0];
  return {
    add(value: number) {
      count++;
      sum += value;
      min = Math.min(min, value);
      max = Math.max(max, value);
    },
    read: () =>
      count === 0
        ? { min: null, mean: null, max: null }
        : { min: min / unit, mean: sum / count / unit, max: max / unit },
  };
}

function larger(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}
