// How an original is declared when it is served: by the container its first bytes name, never by
// what its sender called it.

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

/** The media type of an original. Browsers play Matroska and QuickTime under these names too. */
export function originalContentType(demuxer: Demuxer): string {
  return CONTENT_TYPES[demuxer];
}
