// Pictures without a header, one after another: in a file, or as they come out of ffmpeg.

import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";

/** Read at a time. */
const BLOCK_BYTES = 1024 * 1024;

/** Whole frames of a raw file, in order; each is valid until the next. None if there is no file. */
export async function* framesOf(path: string, bytes: number): AsyncGenerator<Uint8Array> {
  if ((await sizeOf(path)) < bytes) return;
  const frames: Uint8Array[] = [];
  const cut = frameCutter(bytes, (frame) => frames.push(Uint8Array.from(frame)));
  // A block is at most a frame, so that memory holds a few of them.
  const blocks = createReadStream(path, { highWaterMark: Math.min(bytes, BLOCK_BYTES) });
  for await (const block of blocks) {
    cut(block);
    yield* frames.splice(0);
  }
}

/** Takes blocks of any length and gives whole frames, each valid until `onFrame` returns. */
export function frameCutter(
  bytes: number,
  onFrame: (frame: Uint8Array) => void,
): (block: Uint8Array) => void {
  const frame = new Uint8Array(bytes);
  let filled = 0;
  return (block) => {
    for (let from = 0; from < block.length; ) {
      const piece = block.subarray(from, from + bytes - filled);
      frame.set(piece, filled);
      filled += piece.length;
      from += piece.length;
      if (filled < bytes) continue;
      filled = 0;
      onFrame(frame);
    }
  };
}

/** Bytes of a file that ffmpeg may not have come to write. */
export async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch((error: unknown) => {
    if (isAbsent(error)) return null;
    throw error;
  });
  return found?.size ?? 0;
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
