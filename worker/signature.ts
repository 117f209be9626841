// Signed text: `payload.signature`, both base64url. HMAC-SHA-256, compared in constant time. It is
// synchronous (node:crypto), so that a session can sign between reading and writing its state.

import { createHmac, timingSafeEqual } from "node:crypto";

/** An empty or guessable key would let anyone forge tokens. */
const KEY_CHARS_MIN = 32;

/** `payload` and its signature under `key`. `purpose` keeps one kind from passing as another. */
export function sign(key: string, purpose: string, payload: string): string {
  const body = Buffer.from(payload).toString("base64url");
  return `${body}.${mac(key, purpose, body).toString("base64url")}`;
}

/** The payload of a text that `sign` made with this key and purpose, else null. */
export function verify(key: string, purpose: string, text: string): string | null {
  const [body, signature, ...rest] = text.split(".");
  if (!body || !signature || rest.length > 0) return null;
  const expected = mac(key, purpose, body);
  const given = Buffer.from(signature, "base64url");
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  return Buffer.from(body, "base64url").toString();
}

function mac(key: string, purpose: string, body: string): Buffer {
  if (key.length < KEY_CHARS_MIN) throw new Error("SIGNING_KEY is too short to sign with");
  return createHmac("sha256", key).update(`${purpose}.${body}`).digest();
}
