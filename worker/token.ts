// A session's bearer token: its id and end, signed. It is verified before any Durable Object is
// named, so that guessing ids creates and bills nothing.

import * as z from "zod/mini";
import { idSchema } from "../protocol/ids.ts";
import { sign, verify } from "./signature.ts";

const PURPOSE = "session";
const TokenSchema = z.tuple([idSchema("ses"), z.int()]);

/** A token for the session, good until `expiresAt` (ms since 1970). Matches `[A-Za-z0-9._-]{32,512}`. */
export function mintToken(key: string, session: string, expiresAt: number): string {
  return sign(key, PURPOSE, JSON.stringify([session, expiresAt]));
}

/** The session a token names, or null if it is forged, broken or over. */
export function readToken(key: string, token: string, now: number): string | null {
  const payload = verify(key, PURPOSE, token);
  if (payload === null) return null;
  const parsed = TokenSchema.safeParse(JSON.parse(payload));
  if (!parsed.success) return null;
  const [session, expiresAt] = parsed.data;
  return now < expiresAt ? session : null;
}
