// Files to and from the gateway. Bytes stream between disk and socket, so memory does not grow with
// their size. What can pass is tried again: a PUT of the same object twice is harmless, and a GET
// that broke off is cut back to where it began.

import { createReadStream, createWriteStream } from "node:fs";
import { open, truncate } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { Part } from "../protocol/job.ts";
import { JobFailure } from "./job-failure.ts";

const TRIES = 3;
/** Waits before the second and the third try, each half to one and a half times as long. */
const WAIT_MS = [300, 1_200];
/** One object is CHUNK_BYTES or a segment: even a slow gateway moves that in half of this. */
const TRANSFER_TIMEOUT_MS = 60_000;

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
    const response = await fetch(`${url}/${name}`, {
      method: "PUT",
      body: piece.bytes === 0 ? "" : streamOf(piece),
      // Known length: R2 takes no other, and undici sends the header as it is given.
      headers: {
        "content-length": String(piece.bytes),
        "content-type": "application/octet-stream",
      },
      duplex: "half",
      redirect: "error",
      signal: timed,
    });
    await response.body?.cancel();
    return response.status;
  });
  return { name, bytes: piece.bytes };
}

/** Appends the object at `url` to the file at `path`. Throws JobFailure `internal` if it cannot. */
export async function appendObject(url: string, path: string, signal: AbortSignal): Promise<void> {
  const file = await open(path, "a");
  const { size } = await file.stat();
  await file.close();
  await retried(signal, async (timed) => {
    await truncate(path, size);
    const response = await fetch(url, { redirect: "error", signal: timed });
    if (response.status !== 200 || !response.body) {
      await response.body?.cancel();
      return response.status === 200 ? 502 : response.status;
    }
    const target = createWriteStream(path, { flags: "a" });
    await pipeline(Readable.fromWeb(response.body), target, { signal: timed });
    const declared = response.headers.get("content-length");
    return declared !== null && Number(declared) !== target.bytesWritten ? 502 : 200;
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
    const response = await fetch(url, { headers: { range }, redirect: "error", signal: timed });
    // Anything but 206 would be the whole file.
    if (response.status === 206) body = await response.bytes();
    else await response.body?.cancel();
    return response.status === 200 ? 416 : response.status;
  });
  return body;
}

function streamOf(piece: Piece): ReadableStream {
  const end = piece.start + piece.bytes - 1;
  return Readable.toWeb(createReadStream(piece.path, { start: piece.start, end }));
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
      throw new JobFailure("internal", undefined, cause);
    }
    const wait = (WAIT_MS[tried - 1] ?? 0) * (0.5 + Math.random());
    // A cancel ends the wait; the loop's first line tells it.
    await sleep(wait, undefined, { signal }).catch(() => {});
  }
}
