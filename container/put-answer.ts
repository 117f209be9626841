// ffprobe's answer as a file of its own, for those who read that. Its text is a stranger's and stays
// what it was; what would open the source is taken out.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod/mini";
import type { Part } from "../protocol/job.ts";
import { putPiece } from "./objects.ts";
import type { Work } from "./work.ts";

const NAME = "ffprobe.json";

const fields = z.record(z.string(), z.unknown());
const AnswerSchema = z.looseObject({
  format: z.optional(fields),
  streams: z.optional(z.array(fields)),
});

/** Puts the answer below `url`. Throws JobFailure `internal` if the gateway does not take it. */
export async function putAnswer(answer: string, url: string, work: Work): Promise<Part> {
  const path = join(work.folder, NAME);
  const text = publicAnswer(answer);
  await writeFile(path, text);
  const piece = { path, start: 0, bytes: Buffer.byteLength(text) };
  return putPiece(url, NAME, piece, work.signal);
}

/**
 * The answer without the source's URL, which is a capability, and without the few packets that were
 * read for other ends: their count would pass for the stream's. Pure.
 */
export function publicAnswer(answer: string): string {
  const { packets: _, format, streams = [], ...others } = AnswerSchema.parse(JSON.parse(answer));
  const { filename: _url, ...container } = format ?? {};
  const told = streams.map(({ nb_read_packets: _read, ...stream }) => stream);
  return JSON.stringify({ ...others, streams: told, format: container }, null, 2);
}
