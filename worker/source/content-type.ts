// The media type of an original: what it is, and how it is declared when it is served. By the container
// its first bytes name, never by what its sender called it.

import type { Facts } from "../../protocol/facts.ts";
import type { Demuxer } from "../../protocol/job.ts";

const CONTENT_TYPES: Record<Demuxer, string> = {
  mov: "video/mp4",
  matroska: "video/webm",
  avi: "video/x-msvideo",
  mpegts: "video/mp2t",
  mpeg: "video/mpeg",
  flv: "video/x-flv",
  ogg: "video/ogg",
  asf: "video/x-ms-asf",
};

/** As an original is served. Browsers play Matroska and QuickTime under these names too. */
export function originalContentType(demuxer: Demuxer): string {
  return CONTENT_TYPES[demuxer];
}

/**
 * What an original is: QuickTime and MP4 are one format in two brands, WebM is a kind of Matroska (RFC
 * 9559, section 27.3). Without facts only the container is known.
 */
export function mediaTypeOf(demuxer: Demuxer, facts: Facts | null): string {
  const brand = facts?.structure?.brand ?? null;
  if (demuxer === "mov" && brand?.startsWith("qt")) return "video/quicktime";
  if (demuxer !== "matroska") return originalContentType(demuxer);
  const hasPicture = facts === null || facts.streams.some(({ kind }) => kind === "video");
  return `${hasPicture ? "video" : "audio"}/${brand === "webm" ? "webm" : "matroska"}`;
}
