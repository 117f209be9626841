// Finds what a Matroska or WebM file says of itself before its first cluster, and makes it harmless:
// a file of the EBML header, `Info` and `Tracks` alone, small enough that mediabunny cannot be kept
// busy with it. Cues, tags, attachments and pictures are neither needed nor read.
// https://www.rfc-editor.org/rfc/rfc9559

import { aboutOf } from "./about.ts";
import type { ByteWindow } from "./byte-window.ts";
import { childrenOf, type Element, parseElement } from "./ebml.ts";
import { cleanText } from "./words.ts";

const EBML = 0x1a45dfa3;
const DOC_TYPE = 0x4282;
const SEGMENT = 0x18538067;
const INFO = 0x1549a966;
const TRACKS = 0x1654ae6b;
const CLUSTER = 0x1f43b675;
const TRACK_ENTRY = 0xae;
const TRACK_NUMBER = 0xd7;
const TITLE = 0x7ba9;
const DATE = 0x4461;
const MUXING_APP = 0x4d80;
const WRITING_APP = 0x5741;

/** Dates count nanoseconds from 2001-01-01 UTC. */
const DATE_EPOCH_MS = Date.UTC(2001, 0);

const TRACKS_MAX = 64;
/** Elements before the first cluster of a file that any program would write. */
const ELEMENTS_MAX = 64;
/** Codec headers of 64 ordinary tracks fit in it, and mediabunny reads as much in milliseconds. */
const DETAIL_BYTES_MAX = 256 * 1024;

/** A segment of unknown size: it reaches to the end of the file. */
const OPEN_SEGMENT = Uint8Array.from([
  ...[0x18, 0x53, 0x80, 0x67],
  ...[0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
]);

export type MatroskaIndex = {
  /** A file for mediabunny: header, `Info` and `Tracks`. */
  bytes: Uint8Array;
  /** Numbers of the tracks, in the file's order. */
  trackNumbers: number[];
  about: ReturnType<typeof aboutOf>;
  /** `matroska` or `webm`; null where the header does not say it. */
  docType: string | null;
};

/** The index, or null if the file has none within the bounds, or a broken one. */
export async function readMatroskaIndex(window: ByteWindow): Promise<MatroskaIndex | null> {
  const header = await elementAt(window, 0);
  if (header?.id !== EBML || header.size === null || header.end > DETAIL_BYTES_MAX) return null;
  const parts = [(await window.view(0, header.end))?.slice(), OPEN_SEGMENT];
  const segment = await elementAt(window, header.end);
  if (segment?.id !== SEGMENT) return null;

  let trackNumbers: number[] | null = null;
  let infoSeen = false;
  let about: MatroskaIndex["about"] = null;
  let details = 0;
  let offset = segment.body;
  for (let count = 0; count < ELEMENTS_MAX && !(infoSeen && trackNumbers); count++) {
    const element = await elementAt(window, offset);
    if (!element || element.id === CLUSTER || element.size === null) break;
    const wanted = (element.id === INFO && !infoSeen) || element.id === TRACKS;
    if (wanted) {
      const length = element.end - offset;
      details += length;
      if (details > DETAIL_BYTES_MAX) return null;
      const bytes = (await window.view(offset, length))?.slice();
      if (!bytes) return null;
      parts.push(bytes);
      if (element.id === INFO) {
        if (holdsEntries(bytes, element.body - offset)) return null;
        infoSeen = true;
        about = aboutInfo(bytes, element.body - offset);
      } else {
        trackNumbers = numbersOf(bytes, element.body - offset);
        if (!trackNumbers || trackNumbers.length > TRACKS_MAX) return null;
      }
    }
    offset = element.end;
  }
  if (!trackNumbers || !parts[0]) return null;
  const docType = docTypeOf(parts[0], header.body);
  return { bytes: joined(parts), trackNumbers, about, docType };
}

function docTypeOf(header: Uint8Array, from: number): string | null {
  const children = childrenOf(header, from, header.length) ?? [];
  const child = children.find(({ id }) => id === DOC_TYPE);
  return child ? cleanText(new TextDecoder().decode(header.subarray(child.body, child.end))) : null;
}

/** The element's header at `offset` of the file, or null if it is broken or lies outside. */
async function elementAt(window: ByteWindow, offset: number): Promise<Element | null> {
  const bytes = await window.view(offset, Math.min(12, window.size - offset));
  return bytes && parseElement(bytes, 0, offset);
}

/**
 * Track numbers in order, or null unless the whole element can be walked and each track entry lies
 * directly in it: mediabunny takes an entry at any depth, and must not find more than are counted.
 */
function numbersOf(bytes: Uint8Array, from: number): number[] | null {
  const entries = childrenOf(bytes, from, bytes.length);
  if (!entries) return null;
  const numbers: number[] = [];
  for (const entry of entries.filter(({ id }) => id === TRACK_ENTRY)) {
    const children = childrenOf(bytes, entry.body, entry.end);
    if (!children || children.some(({ id }) => id === TRACK_ENTRY)) return null;
    let number = 0;
    for (const child of children.filter(({ id }) => id === TRACK_NUMBER)) {
      for (const byte of bytes.subarray(child.body, Math.min(child.end, child.body + 6))) {
        number = number * 256 + byte;
      }
    }
    numbers.push(number);
  }
  return numbers;
}

/** What `Info` says of the film and of the programs that made the file. */
function aboutInfo(bytes: Uint8Array, from: number): MatroskaIndex["about"] {
  const children = childrenOf(bytes, from, bytes.length) ?? [];
  const content = (id: number) => {
    const child = children.find((candidate) => candidate.id === id);
    return child ? bytes.subarray(child.body, child.end) : null;
  };
  const text = (id: number) => new TextDecoder().decode(content(id) ?? undefined);
  const date = content(DATE);
  let createdAt: number | null = null;
  if (date?.length === 8) {
    const nanoseconds = new DataView(date.buffer, date.byteOffset, 8).getBigInt64(0);
    createdAt = DATE_EPOCH_MS + Number(nanoseconds / 1_000_000n);
  }
  const raw = { "\u00a9too": text(MUXING_APP), "\u00a9swr": text(WRITING_APP) };
  return aboutOf({ title: text(TITLE), raw }, { createdAt, modifiedAt: null });
}

/** True for an `Info` that cannot be walked or that hides track entries. */
function holdsEntries(bytes: Uint8Array, from: number): boolean {
  const children = childrenOf(bytes, from, bytes.length);
  return !children || children.some(({ id }) => id === TRACK_ENTRY);
}

function joined(parts: (Uint8Array | undefined)[]): Uint8Array {
  const present = parts.filter((part) => part !== undefined);
  const whole = new Uint8Array(present.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of present) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
