// Reads a source, or any file that lies in chunks: a range of it as a stream, or a few bytes at once.
// A stream holds no more than the pipes do, and stops reading R2 when its reader goes away.

import type { Demuxer } from "../../protocol/job.ts";
import type { Chunk } from "../session/contract.ts";
import { type ChunkRange, chunkRanges } from "./range.ts";

/** A whole file to read pieces of. `read` takes inclusive positions inside of the file. */
export type SourceReader = {
  bytes: number;
  demuxer: Demuxer;
  read(first: number, last: number): Promise<Uint8Array>;
};

/** The bytes `first` to `last`. Rejects if an object is missing or does not hold its part. */
export async function readRange(
  bucket: R2Bucket,
  chunks: readonly Chunk[],
  first: number,
  last: number,
): Promise<Uint8Array> {
  const joined = new Uint8Array(last - first + 1);
  let at = 0;
  for (const range of chunkRanges(chunks, first, last)) {
    const object = await open(bucket, range);
    const bytes = new Uint8Array(await object.arrayBuffer());
    joined.set(bytes, at);
    at += bytes.length;
  }
  if (at !== joined.length) throw new Error(`${at} of ${joined.length} bytes are there`);
  return joined;
}

/**
 * The ranges one after another, as a stream of exactly `bytes` bytes. From the second range on, the
 * next object is opened while the one before it is read: whoever closes early, as ffmpeg does after
 * each look around, opens nothing in vain.
 */
export function streamRanges(
  bucket: R2Bucket,
  ranges: readonly ChunkRange[],
  bytes: number,
): ReadableStream<Uint8Array> {
  const { readable, writable } = new FixedLengthStream(bytes);
  void pump(bucket, ranges, writable);
  return readable;
}

async function pump(
  bucket: R2Bucket,
  ranges: readonly ChunkRange[],
  writable: WritableStream<Uint8Array>,
): Promise<void> {
  let ahead: Promise<R2ObjectBody> | null = null;
  let piping = false;
  try {
    for (const [index, range] of ranges.entries()) {
      const object: R2ObjectBody = await (ahead ?? open(bucket, range));
      const next = ranges[index + 1];
      ahead = next && index > 0 ? open(bucket, next) : null;
      // Its failure is met when its turn comes, or below if it never does.
      void Promise.allSettled([ahead]);
      piping = true;
      await object.body.pipeTo(writable, { preventClose: true });
      piping = false;
    }
    await writable.close();
  } catch (reason) {
    // Readers go away all the time. What else happens ends the stream short of its length.
    if (!piping) console.error("a file broke off", reason);
    const [, unread] = await Promise.allSettled([writable.abort(reason), ahead]);
    if (unread.status === "fulfilled") await Promise.allSettled([unread.value?.body.cancel()]);
  }
}

async function open(bucket: R2Bucket, { key, offset, length }: ChunkRange): Promise<R2ObjectBody> {
  const object = await bucket.get(key, { range: { offset, length } });
  if (!object) throw new Error("an object of a file is missing");
  return object;
}
