// The document as it may be given away. Pure.

import type { MetadataDocument } from "../../protocol/metadata.ts";

/** Without the files beside it: their addresses are signed and open them to whoever reads them. */
export function withoutAddresses(document: MetadataDocument): MetadataDocument {
  const content = document.content && { ...document.content, poster: null, sprite: null };
  return { ...document, content, rawUrl: null };
}
