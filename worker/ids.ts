// Mints ids. Their shape, and the check for it, stand in protocol/ids.ts.

import type { IdPrefix } from "../protocol/ids.ts";

/** A new id, such as `vid_0f3c…`: 128 random bits in hexadecimal behind the prefix. */
export function newId(prefix: IdPrefix): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `${prefix}_${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
