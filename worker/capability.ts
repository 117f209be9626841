// A capability is a signed path segment that names one resource, what may be done with it, and
// until when. Whoever holds the URL may use it; it opens nothing else. The same resource and expiry
// give the same text, so URLs stay equal in every event and playlist.

import * as z from "zod/mini";
import { idSchema } from "../protocol/ids.ts";
import { sign, verify } from "./signature.ts";

const PURPOSE = "media";

const owner = { session: idSchema("ses"), video: idSchema("vid"), expiresAt: z.int() };

export const CapabilitySchema = z.discriminatedUnion("resource", [
  /** GET and HEAD of the uploaded file. */
  z.object({ ...owner, resource: z.literal("original") }),
  /** GET and HEAD of all files of one enhancement. */
  z.object({ ...owner, resource: z.literal("enhancement"), enhancement: idSchema("enh") }),
  /** GET and HEAD of all files that the metadata track made of one video. */
  z.object({ ...owner, resource: z.literal("metadata") }),
  /** PUT below the key prefix of one attempt at one job of an enhancement; null: of the metadata. */
  z.object({
    ...owner,
    resource: z.literal("attempt"),
    enhancement: z.nullable(idSchema("enh")),
    job: idSchema("job"),
    attempt: z.int(),
  }),
  /** GET and HEAD of one preview. */
  z.object({ ...owner, resource: z.literal("preview"), preview: idSchema("job") }),
  /** PUT below the key prefix of one preview. */
  z.object({ ...owner, resource: z.literal("preview-output"), preview: idSchema("job") }),
  /** GET and HEAD of the proxy. */
  z.object({ ...owner, resource: z.literal("proxy") }),
  /** PUT below the key prefix of one attempt at the proxy. */
  z.object({
    ...owner,
    resource: z.literal("proxy-output"),
    job: idSchema("job"),
    attempt: z.int(),
  }),
]);
export type Capability = z.infer<typeof CapabilitySchema>;

/** The path segment that carries the capability. */
export function mintCapability(key: string, capability: Capability): string {
  return sign(key, PURPOSE, JSON.stringify(capability));
}

/** The capability a path segment carries, or null if it is forged, broken or over. */
export function readCapability(key: string, text: string, now: number): Capability | null {
  const payload = verify(key, PURPOSE, text);
  if (payload === null) return null;
  const parsed = CapabilitySchema.safeParse(JSON.parse(payload));
  return parsed.success && now < parsed.data.expiresAt ? parsed.data : null;
}

/** Path of a file that the capability opens: `/v1/media/<capability>/<file>`. */
export function mediaPath(key: string, capability: Capability, file: string): string {
  return `/v1/media/${mintCapability(key, capability)}/${file}`;
}
