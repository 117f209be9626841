// The metadata document: what is known of a video file, so far.

import * as z from "zod/mini";
import { PictureContentSchema, SoundContentSchema, SpriteSchema } from "./content.ts";
import { FactsSchema } from "./facts.ts";
import { FindingSchema } from "./finding.ts";
import { PacketsSchema } from "./packets.ts";

/**
 * How far the reading has come: `facts` from the index, `packets` with every packet's time and size
 * read, `content` with pictures and sound decoded.
 */
export const MetadataStageSchema = z.enum(["none", "facts", "packets", "content"]);
export type MetadataStage = z.infer<typeof MetadataStageSchema>;

/** A path on the API's own origin. */
const url = z.string();

/** What decoding found out; each part is there as soon as it is known. */
export const ContentSchema = z.object({
  picture: z.nullable(PictureContentSchema),
  sound: z.array(SoundContentSchema),
  sha256: z.nullable(z.string()),
  /** A telling frame, upright and in ordinary brightness. */
  poster: z.nullable(z.object({ url, at: z.number(), width: z.int(), height: z.int() })),
  /** Small pictures all over the film: WebVTT that names the place in a sheet for each stretch. */
  sprite: z.nullable(z.extend(SpriteSchema, { vttUrl: url, sheetUrls: z.array(url) })),
});
export type Content = z.infer<typeof ContentSchema>;

/** The document that `GET /v1/videos/:id/metadata` answers. Described at `/schema/metadata.json`. */
export const MetadataDocumentSchema = z.object({
  version: z.literal(1),
  stage: MetadataStageSchema,
  file: z.object({
    name: z.string(),
    bytes: z.nullable(z.number()),
    /** What the name claims, what the uploader declared, and what the first bytes are. */
    extension: z.nullable(z.string()),
    declaredType: z.nullable(z.string()),
    mediaType: z.nullable(z.string()),
    uploadedAt: z.nullable(z.string()),
  }),
  facts: z.nullable(FactsSchema),
  packets: z.nullable(PacketsSchema),
  content: z.nullable(ContentSchema),
  /** Most serious first. */
  findings: z.array(FindingSchema),
  /** ffprobe's whole answer, without addresses; also `?format=ffprobe`. */
  rawUrl: z.nullable(url),
});
export type MetadataDocument = z.infer<typeof MetadataDocumentSchema>;
