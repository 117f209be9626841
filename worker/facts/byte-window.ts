// Few, bounded reads of a file: pieces are read ahead once and looked at many times. Every read is
// counted, and past its bounds there is nothing more to see.

import type { SourceReader } from "../source/read.ts";

/** What is read of a file's start: the index of a short film that begins with it fits in. */
const START_BYTES = 32 * 1024;
/** What is read at another place that is looked at for the first time. */
const AHEAD_BYTES = 16 * 1024;

/** Most bytes of an index that are read. A 4 h film at 60 frames a second needs less. */
export const INDEX_BYTES_MAX = 16 * 1024 * 1024;

/** Most reads: an ordinary file takes one to three. */
const READS_MAX = 8;

export class ByteWindow {
  readonly #source: SourceReader;
  #reads = 0;
  #start = 0;
  #bytes: Uint8Array = new Uint8Array();

  constructor(source: SourceReader) {
    this.#source = source;
  }

  /** The file's size. */
  get size(): number {
    return this.#source.bytes;
  }

  /**
   * Exactly `length` bytes from `offset` on, or null if the file ends before, or the bounds do. The
   * view is good until the next call.
   */
  async view(offset: number, length: number): Promise<Uint8Array | null> {
    const end = offset + length;
    if (offset < 0 || !Number.isSafeInteger(end) || end > this.size) return null;
    if (length > INDEX_BYTES_MAX) return null;
    if (offset < this.#start || offset > this.#start + this.#bytes.length) this.#drop(offset);
    const known = this.#start + this.#bytes.length;
    const ahead = known === 0 ? START_BYTES : AHEAD_BYTES;
    if (end > known && !(await this.#extend(Math.max(end, Math.min(known + ahead, this.size)))))
      return null;
    return this.#bytes.subarray(offset - this.#start, end - this.#start);
  }

  /** What of those bytes was read before and is still at hand, from `offset` on; it costs no read. */
  known(offset: number, length: number): Uint8Array {
    const from = offset - this.#start;
    return from < 0 ? new Uint8Array() : this.#bytes.subarray(from, from + length);
  }

  #drop(offset: number): void {
    this.#start = offset;
    this.#bytes = new Uint8Array();
  }

  /** Reads on from where the window ends, up to `end`. */
  async #extend(end: number): Promise<boolean> {
    if (this.#reads === READS_MAX || end - this.#start > INDEX_BYTES_MAX + AHEAD_BYTES)
      return false;
    this.#reads++;
    const known = this.#start + this.#bytes.length;
    const more = await this.#source.read(known, end - 1);
    const joined = new Uint8Array(end - this.#start);
    joined.set(this.#bytes);
    joined.set(more, this.#bytes.length);
    this.#bytes = joined;
    return true;
  }
}
