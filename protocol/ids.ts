// Ids are prefixed and opaque: `vid_` and 32 hexadecimal digits, 128 random bits that the Worker
// mints, so that one cannot be guessed from another.

import * as z from "zod/mini";

export type IdPrefix = "ses" | "vid" | "enh" | "job";

/** True if the text is an id of that kind; nothing else ever becomes part of a storage key. */
export function isId(prefix: IdPrefix, text: string): boolean {
  return text.startsWith(`${prefix}_`) && /^[0-9a-f]{32}$/.test(text.slice(prefix.length + 1));
}

export const idSchema = (prefix: IdPrefix) => z.string().check(z.refine((v) => isId(prefix, v)));
