// Reads a request body into blocks. How a body ends is a value, never an exception: a cut connection
// keeps every byte that arrived. It knows when bytes have waited long enough to be stored, and
// counts, so that no byte past the announced length is ever handed on.

import { CHUNK_BYTES } from "../../protocol/limits.ts";
import { BLOCK_BYTES, type BlockPool } from "./buffers.ts";

/** What one read of the socket may bring: larger reads cost memory and gain nothing measurable. */
const READ_BYTES = 128 * 1024;

/** Bytes that waited this long without more arriving are stored. */
const STALL_MS = 2_000;

/** How often a line that stalls is looked at: see `hurry`. */
const LOOK_MS = 50;

/** A slow line's bytes are stored when they fill a block, or after this long. */
const AGE_MS = 10_000;

/** A line that is silent this long is given up: its client resumes on a new one. */
const SILENCE_MS = 60_000;

/**
 * How a body ended: `complete` by itself, `cut` by a broken connection, `silent` after a minute
 * without a byte, `excess` with bytes past the most that was allowed (they are not handed on).
 */
export type End = "complete" | "cut" | "silent" | "excess";

/** Bytes in order, as views that own their memory. `blocks` of the pool are held for them. */
export type Piece = { views: Uint8Array[]; bytes: number; blocks: number };

type Arrival = { view: Uint8Array } | "late" | "complete" | "cut";

export class Intake {
  readonly #reader: ReadableStreamBYOBReader | null;
  readonly #pool: BlockPool;
  readonly #most: number;
  #scratch = new Uint8Array(READ_BYTES);
  #pending: Promise<Arrival> | null = null;
  /** Read, but not yet copied for want of room. It lies in the scratch memory. */
  #left: Uint8Array | null = null;
  #views: Uint8Array[] = [];
  /** The block that is being filled, and how far it is. */
  #block: Uint8Array = new Uint8Array();
  #filled = 0;
  #bytes = 0;
  #blocks = 0;
  #startedAt = 0;
  #heardAt = Date.now();
  #hurried = false;
  #taken = 0;
  #end: End | null = null;

  /** `most`: bytes that the body may bring. */
  constructor(body: ReadableStream<Uint8Array> | null, most: number, pool: BlockPool) {
    this.#reader = body ? body.getReader({ mode: "byob" }) : null;
    this.#most = most;
    this.#pool = pool;
  }

  /** Set once nothing more will come. */
  get end(): End | null {
    return this.#end;
  }

  /** When bytes came last, in ms since 1970. */
  get heardAt(): number {
    return this.#heardAt;
  }

  /** Has what is held stored at once: somebody asks how far the upload has come. */
  hurry(): void {
    this.#hurried = true;
  }

  /** Bytes that `take` would hand on. */
  get held(): number {
    return this.#bytes;
  }

  /** The first bytes of what `take` would hand on. */
  peek(bytes: number): Uint8Array {
    return concat([...this.#views, this.#unsealed()], Math.min(bytes, this.#bytes));
  }

  /**
   * Reads until `target` bytes are held. False: what is held should be stored now, for the body
   * ended, the line stalls or is slow, or the pool has no more memory.
   */
  async fill(target: number): Promise<boolean> {
    while (this.#end === null && (this.#bytes < target || this.#atMost())) {
      if (!this.#left && !(await this.#read())) return false;
      if (!(await this.#copy())) return false;
      const age = Date.now() - this.#startedAt;
      if (age >= AGE_MS || (age >= STALL_MS && this.#bytes >= BLOCK_BYTES)) return false;
    }
    return this.#end === null;
  }

  /** Hands on what is held. Whoever takes it gives the blocks back to the pool. */
  take(): Piece {
    this.#seal();
    const piece = { views: this.#views, bytes: this.#bytes, blocks: this.#blocks };
    this.#taken += this.#bytes;
    this.#views = [];
    this.#bytes = 0;
    this.#blocks = 0;
    this.#hurried = false;
    return piece;
  }

  /** Gives back what is held and lets go of the body. What a silent line may yet send is dropped. */
  async close(): Promise<void> {
    this.#pool.give(this.take().blocks);
    // The sender may already be gone, which is all that cancelling could tell it.
    if (this.#pending) await Promise.allSettled([this.#reader?.cancel()]);
    else this.#reader?.releaseLock();
  }

  /** All that may come has come: read on, to see that the body ends there. */
  #atMost(): boolean {
    return this.#bytes > 0 && this.#taken + this.#bytes === this.#most;
  }

  /** Waits for bytes. False: there are none to copy now. */
  async #read(): Promise<boolean> {
    this.#pending ??= this.#next();
    const arrival = await this.#patiently(this.#pending);
    if (arrival === "late") {
      if (this.#bytes === 0) this.#end = "silent";
      return false;
    }
    this.#heardAt = Date.now();
    this.#pending = null;
    if (typeof arrival === "string") {
      this.#end = arrival;
      return false;
    }
    if (this.#taken + this.#bytes + arrival.view.length > this.#most) {
      this.#end = "excess";
      return false;
    }
    if (this.#bytes === 0) this.#startedAt = Date.now();
    this.#left = arrival.view;
    return true;
  }

  /** Waits as long as what is held may wait. */
  async #patiently(pending: Promise<Arrival>): Promise<Arrival> {
    if (this.#bytes === 0) return orLate(pending, SILENCE_MS);
    const until = Date.now() + STALL_MS;
    for (;;) {
      const arrival = await orLate(pending, LOOK_MS);
      if (arrival !== "late" || this.#hurried || Date.now() >= until) return arrival;
    }
  }

  async #next(): Promise<Arrival> {
    if (!this.#reader) return "complete";
    try {
      const { done, value } = await this.#reader.read(this.#scratch);
      if (done) return "complete";
      this.#scratch = new Uint8Array(value.buffer);
      return { view: value };
    } catch (broken) {
      // The one thing a read of a request body rejects for: the connection broke.
      console.debug("an upload's line broke", broken);
      return "cut";
    }
  }

  /** Copies what was read into blocks. False: what is held has to be stored first. */
  async #copy(): Promise<boolean> {
    while (this.#left) {
      if (this.#filled === this.#block.length && !(await this.#openBlock())) return false;
      const view = this.#left.subarray(0, this.#block.length - this.#filled);
      this.#block.set(view, this.#filled);
      this.#filled += view.length;
      this.#bytes += view.length;
      this.#left = view.length < this.#left.length ? this.#left.subarray(view.length) : null;
    }
    return true;
  }

  async #openBlock(): Promise<boolean> {
    if (this.#bytes >= CHUNK_BYTES) return false;
    if (!this.#pool.tryTake()) {
      if (this.#bytes > 0) return false;
      await this.#pool.take();
    }
    this.#seal();
    this.#blocks++;
    this.#block = new Uint8Array(Math.min(BLOCK_BYTES, this.#most - this.#taken - this.#bytes));
    return true;
  }

  #seal(): void {
    if (this.#filled > 0) this.#views.push(this.#unsealed());
    this.#block = new Uint8Array();
    this.#filled = 0;
  }

  #unsealed(): Uint8Array {
    return this.#block.subarray(0, this.#filled);
  }
}

/** The promise's value, or "late" if it is not there in time. The promise goes on. */
async function orLate<Value>(promise: Promise<Value>, ms: number): Promise<Value | "late"> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<"late">((resolve) => {
    timer = setTimeout(() => resolve("late"), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The first `bytes` bytes of views in order. */
export function concat(views: readonly Uint8Array[], bytes: number): Uint8Array {
  const joined = new Uint8Array(bytes);
  let at = 0;
  for (const view of views) {
    const part = view.subarray(0, bytes - at);
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
