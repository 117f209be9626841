// Few, bounded reads of a source behind the gateway: what was read last is looked at many times.

import type { Source } from "../protocol/job.ts";
import type { ReadAt } from "./boxes.ts";
import { readRange } from "./objects.ts";

/** Read at a place that is looked at for the first time: small indexes fit in it. */
const AHEAD_BYTES = 64 * 1024;
/** Most reads: a box each, and files of fragments have thousands of boxes. */
const READS_MAX = 48;
/** Most bytes of one index. A film of 4 h at 60 frames a second needs 16 MiB. */
export const INDEX_BYTES_MAX = 32 * 1024 * 1024;

/** A bound was passed: what is known by then is what is known. */
export class ReadBound extends Error {}

/** Reads of the source. Throws ReadBound past the bounds, and what `readRange` throws. */
export function rangeReader(source: Source, signal: AbortSignal): ReadAt {
  let [reads, start] = [0, 0];
  let window: Uint8Array = new Uint8Array();
  return async (offset, bytes) => {
    const end = Math.min(offset + bytes, source.bytes);
    if (end <= offset) return new Uint8Array();
    if (offset < start || end > start + window.length) {
      if (reads === READS_MAX || bytes > INDEX_BYTES_MAX) throw new ReadBound();
      reads++;
      const length = Math.min(Math.max(bytes, AHEAD_BYTES), source.bytes - offset);
      window = await readRange(source.url, offset, length, signal);
      start = offset;
    }
    return window.subarray(offset - start, end - start);
  };
}
