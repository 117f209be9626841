// How to read a file that is stored as ordered objects: which of them, for the range that was asked.
// An uploaded source and a finished result are stored the same way and read the same way.

import type { RenditionKind } from "../../protocol/enhancement.ts";
import type { Part } from "../../protocol/job.ts";
import { attemptPath, enhancementPrefix, PROXY_FILE, proxyPrefix, RESULT_FILES } from "../keys.ts";
import type { Chunk, ReadPlan } from "../session/contract.ts";
import { fileOf, proxyJobOf, type VideoState } from "../session/state.ts";
import { originalContentType } from "./content-type.ts";
import { parseRange } from "./range.ts";

/** Plan for the uploaded file; null until the upload is complete. */
export function sourcePlan(
  state: VideoState,
  rangeHeader: string | null,
  chunksOf: (first: number, last: number) => Chunk[],
): ReadPlan | "unsatisfiable" | null {
  const { video } = state;
  if (video.completedAt === null || video.length === null || video.demuxer === null) return null;
  const range = parseRange(rangeHeader, video.length);
  if (range === "unsatisfiable") return range;
  return {
    bytes: video.length,
    range,
    chunks: chunksOf(range?.first ?? 0, range?.last ?? video.length - 1),
    filename: video.filename,
    contentType: originalContentType(video.demuxer),
    etag: `"${video.id}"`,
  };
}

/** Plan for the finished MP4 of an enhancement's rendition; null until it is there. */
export function enhancedPlan(
  session: string,
  state: VideoState,
  enhancement: string,
  rendition: RenditionKind,
  rangeHeader: string | null,
): ReadPlan | "unsatisfiable" | null {
  const record = state.video.enhancements.find((candidate) => candidate.id === enhancement);
  const file = record && fileOf(record, rendition);
  if (!file) return null;
  const prefix = enhancementPrefix(session, state.video.id, enhancement) + file.path;
  const name = `${baseNameOf(state)}-${RESULT_FILES[rendition]}`;
  return partsPlan(prefix, file.parts, rangeHeader, name, `"${enhancement}-${rendition}"`);
}

/** Plan for the proxy; null until it is there. */
export function proxyPlan(
  session: string,
  state: VideoState,
  rangeHeader: string | null,
): ReadPlan | "unsatisfiable" | null {
  const job = proxyJobOf(state);
  if (job?.result?.kind !== "proxy") return null;
  const { id, attempt, result } = job;
  const prefix = proxyPrefix(session, state.video.id) + attemptPath(id, attempt);
  const name = `${baseNameOf(state)}-${PROXY_FILE}`;
  return partsPlan(prefix, result.parts, rangeHeader, name, `"${id}-${attempt}"`);
}

function baseNameOf({ video }: VideoState): string {
  return video.filename.replace(/\.[^.]{1,5}$/, "");
}

/** Plan for an MP4 that a job has put in parts. */
function partsPlan(
  prefix: string,
  parts: readonly Part[],
  rangeHeader: string | null,
  filename: string,
  etag: string,
): ReadPlan | "unsatisfiable" {
  const chunks: Chunk[] = [];
  let bytes = 0;
  for (const part of parts) {
    chunks.push({ key: prefix + part.name, offset: bytes, bytes: part.bytes });
    bytes += part.bytes;
  }
  const range = parseRange(rangeHeader, bytes);
  if (range === "unsatisfiable") return range;
  const first = range?.first ?? 0;
  const last = range?.last ?? bytes - 1;
  return {
    bytes,
    range,
    chunks: chunks.filter((chunk) => chunk.offset <= last && chunk.offset + chunk.bytes > first),
    filename,
    contentType: "video/mp4",
    etag,
  };
}
