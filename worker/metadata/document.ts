// The metadata document of a video: its facts and what the jobs of its metadata track found so far,
// put together when it is asked for. Pure.

import type { ResultOf } from "../../protocol/job.ts";
import type { Content, MetadataDocument } from "../../protocol/metadata.ts";
import { parseUploadMetadata } from "../api/upload-metadata.ts";
import { iso, metadataUrl, posterOf, type Rendering } from "../session/render.ts";
import { type JobRecord, jobsOf, type VideoState } from "../session/state.ts";
import { mediaTypeOf } from "../source/content-type.ts";
import { findingsOf } from "./findings.ts";
import type { Found } from "./found.ts";

/** A media type as RFC 6838 spells it, without parameters. What else a sender declares says nothing. */
const MEDIA_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$/;

/** Endings are short words; a dot in a sentence begins none. */
const EXTENSION = /[^.]\.([a-z0-9]{1,8})$/;

/** `found` is what is stored beside the state, by job. Addresses are as in the Video. */
export function documentOf(
  state: VideoState,
  found: ReadonlyMap<string, Found>,
  rendering: Rendering,
): MetadataDocument {
  const document = {
    version: 1 as const,
    stage: state.video.metadata.stage,
    file: fileOf(state),
    facts: state.facts,
    ...knownOf(state, found, rendering),
  };
  return { ...document, findings: findingsOf(document, state.video.metadata.failure) };
}

function fileOf({ video, facts }: VideoState): MetadataDocument["file"] {
  const { filename, length, metadataHeader, completedAt, demuxer } = video;
  const declared = parseUploadMetadata(metadataHeader ?? undefined).get("filetype");
  const type = declared?.split(";")[0]?.trim().toLowerCase() ?? "";
  return {
    name: filename,
    bytes: length,
    extension: EXTENSION.exec(filename.toLowerCase())?.[1] ?? null,
    declaredType: MEDIA_TYPE.test(type) ? type : null,
    mediaType: demuxer && mediaTypeOf(demuxer, facts),
    uploadedAt: completedAt === null ? null : iso(completedAt),
  };
}

/** What the jobs found so far, sound in the order of its streams. */
function knownOf(
  state: VideoState,
  found: ReadonlyMap<string, Found>,
  rendering: Rendering,
): Pick<MetadataDocument, "packets" | "content" | "rawUrl"> {
  const known: Pick<MetadataDocument, "packets" | "rawUrl"> = { packets: null, rawUrl: null };
  const poster = posterOf(state, rendering);
  const content: Content = { picture: null, sound: [], sha256: null, poster, sprite: null };
  let begun = poster !== null;
  for (const job of jobsOf(state, null)) {
    const of = found.get(job.id) ?? job.result;
    switch (of?.kind) {
      case "probe":
        if (of.raw) known.rawUrl = metadataUrl(job, of.raw.name, rendering);
        break;
      case "inspect":
        known.packets = of.packets;
        break;
      case "digest":
        content.sha256 = of.sha256;
        begun = true;
        break;
      case "listen":
        if (of.sound) content.sound.push(of.sound);
        begun = true;
        break;
      case "summarise":
        content.picture = of.picture;
        content.sprite = spriteOf(job, of, rendering);
        begun = true;
        break;
    }
  }
  return { ...known, content: begun ? content : null };
}

function spriteOf(
  job: JobRecord,
  { sprite }: ResultOf<"summarise">,
  rendering: Rendering,
): Content["sprite"] {
  if (!sprite) return null;
  const { vtt, sheets, ...layout } = sprite;
  const urlOf = ({ name }: { name: string }) => metadataUrl(job, name, rendering);
  return { ...layout, vttUrl: urlOf(vtt), sheetUrls: sheets.map(urlOf) };
}
