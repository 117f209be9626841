// What x264 and x265 write of themselves into a film's first packet or header. Pure.

import { cleanText } from "../clean-text.ts";

/** All of x265's settings take some 1 500 characters. */
const SETTINGS_CHARS_MAX = 4_096;
/**
 * Bytes of a place that are looked at. The note comes before the picture's own bits: in front of it
 * stand parameter sets of some hundred bytes, and with the longest settings it ends well below this.
 * What lies further back in a stranger's file is no encoder's.
 */
const NOTE_BYTES_MAX = 8 * 1024;
const NAMES = ["x264 ", "x265 "];
const OPTIONS = " - options: ";
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
    const note = bytes ? noteIn(bytes.subarray(0, NOTE_BYTES_MAX)) : null;
    if (note === null) continue;
    // The version says more than the number of the interface.
    const encoder = SIGNATURE.exec(note.head)?.[1]?.replace(/^x265 \(build \d+\)/, "x265");
    return {
      encoder: cleanText(encoder),
      encoderSettings: cleanText(note.settings, SETTINGS_CHARS_MAX),
    };
  }
  const named = cleanText(tagged);
  return { encoder: named && CODEC_NAMES.test(named) ? null : named, encoderSettings: null };
}

/** The signature and the settings behind it. Found without going back, whatever the bytes are. */
function noteIn(bytes: Uint8Array): { head: string; settings: string } | null {
  const text = Buffer.from(bytes).toString("latin1");
  const end = text.indexOf(OPTIONS);
  if (end < 0) return null;
  // The last name in front: that of the project's page is not followed by a space.
  const start = Math.max(...NAMES.map((name) => text.lastIndexOf(name, end)));
  const head = text.slice(start, end);
  if (start < 0 || !/^[ -~]*$/.test(head)) return null;
  const settings = /^[ -~]*/.exec(text.slice(end + OPTIONS.length))?.[0] ?? "";
  return { head, settings };
}
