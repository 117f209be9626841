// What a client says about its upload, in tus' `Upload-Metadata` header or in the query of a one-shot
// upload. All of it is a stranger's words: names are data for people to read and never a path.

import { FILENAME_CHARS_MAX } from "../../protocol/limits.ts";
import type { Settings } from "../../protocol/settings.ts";
import { HttpFailure } from "../problem.ts";
import { settingsOf } from "./request.ts";

/** Longest `Upload-Metadata` that is kept; it is stored and echoed as it came. */
const HEADER_CHARS_MAX = 8_192;

/** The decoded pairs of the header. Throws `bad_request` if it is not as tus spells it. */
export function parseUploadMetadata(header: string | undefined): Map<string, string> {
  const pairs = new Map<string, string>();
  if (header === undefined || header.trim() === "") return pairs;
  if (header.length > HEADER_CHARS_MAX) throw broken(`at most ${HEADER_CHARS_MAX} characters`);
  for (const pair of header.split(",")) {
    const [key = "", value = "", ...rest] = pair.trim().split(/ +/);
    if (!/^[\x21-\x2b\x2d-\x7e]+$/.test(key) || rest.length > 0) throw broken("`key base64` pairs");
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(value)) throw broken("values in base64");
    if (pairs.has(key)) throw broken("each key once");
    pairs.set(key, Buffer.from(value, "base64").toString("utf8"));
  }
  return pairs;
}

function broken(wanted: string): HttpFailure {
  return new HttpFailure("bad_request", `Upload-Metadata takes ${wanted}, separated by commas.`);
}

/** Settings from JSON text; automatic enhancement without any. Throws `invalid_settings`. */
export function settingsFrom(text: string | undefined): Settings {
  if (text === undefined || text === "") return settingsOf(undefined);
  return settingsOf(jsonOf(text));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new HttpFailure("invalid_settings", "settings must be a JSON object.");
  }
}

/** Control characters, and those that turn the direction of text round or cannot be seen. */
const UNSEEN = /[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/** The last part of a name or path, without what cannot be seen, at most 255 characters. */
export function cleanFilename(name: string | undefined): string {
  const last = (name ?? "").toWellFormed().split(/[/\\]/).at(-1) ?? "";
  const clean = last.replace(UNSEEN, "").trim();
  if (/^\.*$/.test(clean)) return "video";
  // A character outside of the basic plane is two units: cut between characters, never inside.
  return clean
    .slice(0, FILENAME_CHARS_MAX)
    .toWellFormed()
    .replace(/\ufffd$/, "");
}
