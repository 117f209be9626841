// A finished file to the gateway in parts, which are read one after another as the file itself.

import type { Part } from "../protocol/job.ts";
import { CHUNK_BYTES } from "../protocol/limits.ts";
import { putPiece } from "./objects.ts";

/**
 * PUTs `bytes` bytes of the file as `url/part-00000` and on. `onShare` hears which share of them is
 * there: 0…1. Throws JobFailure `internal` if the gateway does not take one.
 */
export async function putParts(
  path: string,
  bytes: number,
  url: string,
  signal: AbortSignal,
  onShare: (share: number) => void,
): Promise<Part[]> {
  const parts: Part[] = [];
  for (let start = 0; start < bytes; start += CHUNK_BYTES) {
    const piece = { path, start, bytes: Math.min(CHUNK_BYTES, bytes - start) };
    const name = `part-${String(parts.length).padStart(5, "0")}`;
    parts.push(await putPiece(url, name, piece, signal));
    onShare((start + piece.bytes) / bytes);
  }
  return parts;
}
