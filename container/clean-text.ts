// Text from a stranger's file: what could break a terminal, a page or a log is taken out.

/** Longest tag that is kept, and most tags of a container. */
const TEXT_CHARS_MAX = 256;
const TAGS_MAX = 64;

/** Controls, bidirectional overrides and isolates, line separators, lone surrogates, BOM. */
const UNSAFE =
  /[\p{Cc}\u200e\u200f\u061c\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]|\p{Cs}/gu;

/** Names that mean something to JavaScript objects. */
const RESERVED = new Set(["__proto__", "constructor", "prototype"]);

/**
 * The text without unsafe characters, at most 256 or `chars` long; null if nothing is left. Of what
 * was cut the last character is `…`.
 */
export function cleanText(text: string | undefined, chars = TEXT_CHARS_MAX): string | null {
  if (text === undefined) return null;
  const clean = text.replace(UNSAFE, "").trim();
  if (clean === "") return null;
  // Twice as many units hold one character more than is asked for, however they are written.
  const kept = [...clean.slice(0, 2 * (chars + 1))];
  return kept.length <= chars ? clean : `${kept.slice(0, chars - 1).join("")}…`;
}

/** Tags with clean names and values, the first 64 or `most` of them. */
export function cleanTags(
  tags: Record<string, string> | undefined,
  most = TAGS_MAX,
): Record<string, string> {
  const kept: [string, string][] = [];
  for (const [name, value] of Object.entries(tags ?? {})) {
    const [key, text] = [cleanText(name), cleanText(value)];
    if (key === null || text === null || RESERVED.has(key)) continue;
    kept.push([key, text]);
    if (kept.length === most) break;
  }
  return Object.fromEntries(kept);
}
