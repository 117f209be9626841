// First facts of a video whose last byte has just come: read by whoever took that byte, and told to
// the session, without a queue in between. Should that end before it was begun, the consumer of the
// first `probe` does it. The session lets one of them do so, once.

import type { Session } from "../session/session.ts";
import { readRange } from "../source/read.ts";
import { edgeFacts } from "./edge-facts.ts";

/** Reads and tells them. Never rejects: ffprobe answers after them in any case. */
export async function publishFirstFacts(
  video: string,
  session: DurableObjectStub<Session>,
  bucket: R2Bucket,
): Promise<void> {
  try {
    const source = await session.beginFirstFacts(video);
    if (!source) return;
    const { bytes, demuxer, chunks } = source;
    const read = (first: number, last: number) => readRange(bucket, chunks, first, last);
    const facts = await edgeFacts({ bytes, demuxer, read });
    if (facts) await session.recordFirstFacts(video, facts);
  } catch (cause) {
    console.warn(`${video}: no facts at the edge`, cause);
  }
}
