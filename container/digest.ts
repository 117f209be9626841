// Job `digest`: SHA-256 of the whole source, read as a stream. Memory does not grow with its size.

import { createHash } from "node:crypto";
import type { JobOf, ResultOf } from "../protocol/job.ts";
import { hearRange } from "./objects.ts";
import type { Work } from "./work.ts";

/** Asked for at a time: few requests for a large file, and moved in time by a slow gateway. */
const RANGE_BYTES = 32 * 1024 * 1024;

/** Throws JobFailure `internal` where the source cannot be read to its end. */
export async function digest(job: JobOf<"digest">, work: Work): Promise<ResultOf<"digest">> {
  const { url, bytes } = job.source;
  const hash = createHash("sha256");
  let read = 0;
  const hear = (block: Uint8Array) => {
    hash.update(block);
    read += block.length;
    work.progress(read / bytes);
  };
  while (read < bytes) {
    await hearRange(url, read, Math.min(RANGE_BYTES, bytes - read), hear, work.signal);
  }
  return { kind: "digest", sha256: hash.digest("hex") };
}
