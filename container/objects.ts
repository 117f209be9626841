// Files to and from the gateway. Bytes stream between disk and socket, so memory does not grow with
// their size. What can pass is tried again: a PUT of the same object twice is harmless, and so is a GET
// that is written to the same place.

import { once } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import { type IncomingMessage, type RequestOptions, request } from "node:http";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { Part, Stored } from "../protocol/job.ts";
import { JobFailure } from "./job-failure.ts";

const TRIES = 3;
/** Waits before the second and the third try, each half to one and a half times as long. */
const WAIT_MS = [300, 1_200];
/** One object is CHUNK_BYTES or a segment: even a slow gateway moves that in half of this. */
const TRANSFER_TIMEOUT_MS = 60_000;

/** Most of the time of a small object goes by before its first byte: four share that. */
const GETS_AT_ONCE = 4;

/** A run of bytes of a file. */
export type Piece = { path: string; start: number; bytes: number };

/** PUTs the piece to `url/name`. Throws JobFailure `internal` if the gateway does not take it. */
export async function putPiece(
  url: string,
  name: string,
  piece: Piece,
  signal: AbortSignal,
): Promise<Part> {
  await retried(signal, async (timed) => {
    const response = await exchange(
      `${url}/${name}`,
      {
        method: "PUT",
        // R2 takes no body of unknown length.
        headers: { "content-length": piece.bytes, "content-type": "application/octet-stream" },
        signal: timed,
      },
      piece,
    );
    return drained(response);
  });
  return { name, bytes: piece.bytes };
}

/**
 * Writes the objects below `url`, one behind the other, to a new file at `path`. `onShare` hears which
 * share of all bytes is there: 0…1. Throws JobFailure `internal` for one that cannot be had, or that is
 * not as long as it was.
 */
export async function joinObjects(
  url: string,
  objects: readonly Stored[],
  path: string,
  signal: AbortSignal,
  onShare: (share: number) => void = () => {},
): Promise<void> {
  await writeFile(path, "");
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  const total = objects.reduce((sum, { bytes }) => sum + bytes, 0);
  let [next, begin, done] = [0, 0, 0];
  const fetchers = Array.from({ length: GETS_AT_ONCE }, async () => {
    for (let object = objects[next++]; object; object = objects[next++]) {
      const start = begin;
      begin += object.bytes;
      await fetchInto(`${url}/${object.path}`, { path, start, bytes: object.bytes }, either);
      done += object.bytes;
      onShare(done / total);
    }
  });
  // None may write any more when the file's folder goes away.
  for (const fetcher of fetchers) fetcher.catch((error: unknown) => failed.abort(error));
  await Promise.allSettled(fetchers);
  either.throwIfAborted();
}

/** Writes a whole object to its place in a file that is there. */
async function fetchInto(url: string, { path, start, bytes }: Piece, signal: AbortSignal) {
  await retried(signal, async (timed) => {
    const response = await exchange(url, { signal: timed });
    if (response.statusCode !== 200) return drained(response);
    const target = createWriteStream(path, { flags: "r+", start });
    // A body that is shorter than its content-length breaks off with an error here.
    await pipeline(response, target, { signal: timed });
    return target.bytesWritten === bytes ? 200 : 416;
  });
}

/** Up to `bytes` bytes of the object at `url` from `start` on. */
export async function readRange(
  url: string,
  start: number,
  bytes: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  let body: Uint8Array = new Uint8Array();
  await retried(signal, async (timed) => {
    const range = `bytes=${start}-${start + bytes - 1}`;
    const response = await exchange(url, { headers: { range }, signal: timed });
    if (response.statusCode !== 206) {
      response.destroy();
      // A gateway without ranges would send the whole file.
      return response.statusCode === 200 ? 416 : (response.statusCode ?? 0);
    }
    body = await buffer(response);
    return 206;
  });
  return body;
}

/**
 * Hears `bytes` bytes of the object at `url` from `start` on, in order and each once: a read that
 * broke off goes on where it was. Throws JobFailure `internal` if they cannot be had.
 */
export async function hearRange(
  url: string,
  start: number,
  bytes: number,
  hear: (block: Uint8Array) => void,
  signal: AbortSignal,
): Promise<void> {
  const end = start + bytes;
  let at = start;
  await retried(signal, async (timed) => {
    const range = `bytes=${at}-${end - 1}`;
    const response = await exchange(url, { headers: { range }, signal: timed });
    if (response.statusCode !== 206) {
      response.destroy();
      return response.statusCode === 200 ? 416 : (response.statusCode ?? 0);
    }
    // A body that is shorter than its content-length breaks off with an error here.
    for await (const block of response) {
      hear(block);
      at += block.length;
    }
    return at === end ? 206 : 416;
  });
}

/** One request to the gateway, which speaks plain HTTP and never redirects. */
function exchange(url: string, options: RequestOptions, piece?: Piece): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    // The listener stays: an error behind the answer is told by the answer's own stream.
    const sent = request(url, options).on("response", resolve).on("error", reject);
    if (!piece || piece.bytes === 0) return sent.end();
    const end = piece.start + piece.bytes - 1;
    // A gateway may answer before it has read everything: then its answer counts, and comes first.
    pipeline(createReadStream(piece.path, { start: piece.start, end }), sent).catch(reject);
  });
}

/** Reads an answer to its end, so that its connection can be used again; gives its status. */
async function drained(response: IncomingMessage): Promise<number> {
  response.resume();
  await once(response, "close");
  return response.statusCode ?? 0;
}

/** Repeats what failed by network or by a 5xx or 429; any other status is final. */
async function retried(signal: AbortSignal, attempt: (timed: AbortSignal) => Promise<number>) {
  for (let tried = 1; ; tried++) {
    signal.throwIfAborted();
    const timed = AbortSignal.any([signal, AbortSignal.timeout(TRANSFER_TIMEOUT_MS)]);
    const outcome = await attempt(timed).catch((error: unknown) => error);
    signal.throwIfAborted();
    const status = typeof outcome === "number" ? outcome : null;
    if (status !== null && status >= 200 && status < 300) return;
    const passing = status === null || status >= 500 || status === 429;
    if (!passing || tried === TRIES) {
      const cause = status === null ? outcome : new Error(`the gateway answered ${status}`);
      // The gateway takes objects up to a size: a picture too rich for it will not become smaller.
      throw new JobFailure(status === 413 ? "out_of_resources" : "internal", undefined, cause);
    }
    const wait = (WAIT_MS[tried - 1] ?? 0) * (0.5 + Math.random());
    // A cancel ends the wait; the loop's first line tells it.
    await sleep(wait, undefined, { signal }).catch(() => {});
  }
}
