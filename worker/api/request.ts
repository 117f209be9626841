// What requests about videos hold: ids, JSON, and the settings in it.

import type { Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { isId } from "../../protocol/ids.ts";
import { JSON_BYTES_MAX } from "../../protocol/limits.ts";
import { parseSettings, type Settings } from "../../protocol/settings.ts";
import { HttpFailure } from "../problem.ts";

/** The id of a video in the path. Throws `not_found` for what cannot be one. */
export function videoIdOf(c: Context): string {
  const id = c.req.param("id") ?? "";
  if (!isId("vid", id)) throw new HttpFailure("not_found");
  return id;
}

/** Refuses a body that is too large to be JSON of ours. */
export const jsonLimit = bodyLimit({
  maxSize: JSON_BYTES_MAX,
  onError: () => {
    throw new HttpFailure("too_large", `The most is ${JSON_BYTES_MAX} bytes of JSON.`);
  },
});

/** The body, or undefined if it is empty. Throws `bad_request` if it is no JSON. */
export async function jsonBody(c: Context): Promise<unknown> {
  const text = await c.req.text();
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (cause instanceof SyntaxError) throw new HttpFailure("bad_request", "Send JSON.");
    throw cause;
  }
}

/** Settings from outside; automatic without any. Throws `invalid_settings`. */
export function settingsOf(input: unknown): Settings {
  const parsed = parseSettings(input);
  if (!parsed.ok) throw new HttpFailure("invalid_settings", parsed.detail);
  return parsed.settings;
}

/** Settings that ask for something: `off` is for uploads. Throws `invalid_settings`. */
export function activeSettingsOf(input: unknown): Settings {
  const settings = settingsOf(input);
  if (settings.mode !== "off") return settings;
  throw new HttpFailure("invalid_settings", 'mode "off" makes no enhancement to ask for.');
}
