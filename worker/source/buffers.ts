// The memory that uploads share. All uploads of an isolate take their buffers here, block by block,
// so that many at once make each wait a little instead of the isolate running out of memory.

const MiB = 1024 * 1024;

/** One block, and so the least that a chunk is cut to when memory is short. */
export const BLOCK_BYTES = MiB;

/** All blocks of an isolate: its 128 MB also hold the program and what R2 has in hand. */
const BUFFER_BYTES = 48 * MiB;

/** How often a reader that waits for memory looks again. */
const WAIT_MS = 20;

export class BlockPool {
  #free: number;

  constructor(blocks: number = BUFFER_BYTES / BLOCK_BYTES) {
    this.#free = blocks;
  }

  get free(): number {
    return this.#free;
  }

  /** Takes a block if there is one. */
  tryTake(): boolean {
    if (this.#free === 0) return false;
    this.#free--;
    return true;
  }

  /**
   * Takes a block as soon as there is one. It looks again by timer: a promise that another request
   * resolves would leave this one without anything to wait for, which workerd takes for a hang.
   */
  async take(): Promise<void> {
    while (!this.tryTake()) await scheduler.wait(WAIT_MS);
  }

  give(blocks: number): void {
    this.#free += blocks;
  }
}

/** The pool of this isolate. */
export const uploadBlocks = new BlockPool();
