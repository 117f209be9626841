// What x264 and x265 write of themselves into a film's first packet or header. Pure.

import { cleanText } from "../clean-text.ts";

/** All of x265's settings take some 1 500 characters. */
const SETTINGS_CHARS_MAX = 4_096;
const NOTE = /(x26[45] [ -~]+? - options: )([ -~]*)/;
/** `x264 - core 164 r3095 baee400`, before what codec that is. */
const SIGNATURE = /^(x26[45] .+?) - H\.26[45]/;
/** Names that containers give to a codec, not to who encoded it. */
const CODEC_NAMES = /^((JVT\/)?(AVC|HEVC) Coding|H\.?26[45]|Apple ProRes.*|\s*)$/i;

export type EncoderNote = { encoder: string | null; encoderSettings: string | null };

/** The note in the first of `places` that has one; else the container's word for the encoder. */
export function encoderOf(
  places: readonly (Uint8Array | null | undefined)[],
  tagged: string | undefined,
): EncoderNote {
  for (const bytes of places) {
    if (!bytes) continue;
    const [, head = "", settings] = NOTE.exec(Buffer.from(bytes).toString("latin1")) ?? [];
    if (settings === undefined) continue;
    // The version says more than the number of the interface.
    const encoder = cleanText(SIGNATURE.exec(head)?.[1]?.replace(/^x265 \(build \d+\)/, "x265"));
    return { encoder, encoderSettings: cleanText(settings, SETTINGS_CHARS_MAX) };
  }
  const named = cleanText(tagged);
  return { encoder: named && CODEC_NAMES.test(named) ? null : named, encoderSettings: null };
}
