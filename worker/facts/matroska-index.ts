// Finds what a Matroska or WebM file says of itself before its first cluster, and makes it harmless:
// a file of the EBML header, `Info` and `Tracks` alone, small enough that mediabunny cannot be kept
// busy with it. Cues, tags, attachments and pictures are neither needed nor read.
// https://www.rfc-editor.org/rfc/rfc9559

import type { ByteWindow } from "./byte-window.ts";

const EBML = 0x1a45dfa3;
const SEGMENT = 0x18538067;
const INFO = 0x1549a966;
const TRACKS = 0x1654ae6b;
const CLUSTER = 0x1f43b675;
const TRACK_ENTRY = 0xae;
const TRACK_NUMBER = 0xd7;

const TRACKS_MAX = 64;
/** Elements before the first cluster of a file that any program would write. */
const ELEMENTS_MAX = 64;
/** Elements of one parent: a track entry has some thirty, `Tracks` at most 64. */
const CHILDREN_MAX = 256;
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
      } else {
        trackNumbers = numbersOf(bytes, element.body - offset);
        if (!trackNumbers || trackNumbers.length > TRACKS_MAX) return null;
      }
    }
    offset = element.end;
  }
  if (!trackNumbers || !parts[0]) return null;
  return { bytes: joined(parts), trackNumbers };
}

type Element = { id: number; size: number | null; body: number; end: number };

/** The element's header at `offset` of the file, or null if it is broken or lies outside. */
async function elementAt(window: ByteWindow, offset: number): Promise<Element | null> {
  const bytes = await window.view(offset, Math.min(12, window.size - offset));
  return bytes && parseElement(bytes, 0, offset);
}

/** The element's header at `at`; positions are told as if the bytes began at `base`. */
function parseElement(bytes: Uint8Array, at: number, base = 0): Element | null {
  const idLength = vintLength(bytes[at]);
  if (idLength > 4) return null;
  const sizeLength = vintLength(bytes[at + idLength]);
  const body = at + idLength + sizeLength;
  if (sizeLength > 8 || body > bytes.length) return null;
  let id = 0;
  for (let index = 0; index < idLength; index++) id = id * 256 + (bytes[at + index] ?? 0);
  const first = (bytes[at + idLength] ?? 0) & (0xff >> sizeLength);
  let size = first;
  let allSet = first === 0xff >> sizeLength;
  for (let index = 1; index < sizeLength; index++) {
    const byte = bytes[at + idLength + index] ?? 0;
    size = size * 256 + byte;
    allSet &&= byte === 0xff;
  }
  if (allSet) return { id, size: null, body: base + body, end: Number.POSITIVE_INFINITY };
  return { id, size, body: base + body, end: base + body + size };
}

/** Bytes of a variable-length number, told by its first byte; 9 if it is none. */
function vintLength(first: number | undefined): number {
  return first ? Math.clz32(first) - 23 : 9;
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

/** True for an `Info` that cannot be walked or that hides track entries. */
function holdsEntries(bytes: Uint8Array, from: number): boolean {
  const children = childrenOf(bytes, from, bytes.length);
  return !children || children.some(({ id }) => id === TRACK_ENTRY);
}

/** The elements of `from` to `to`, or null unless they fill it without a rest. */
function childrenOf(bytes: Uint8Array, from: number, to: number): Element[] | null {
  const children: Element[] = [];
  let at = from;
  while (at < to) {
    const element = parseElement(bytes, at);
    if (!element || element.end > to || children.length === CHILDREN_MAX) return null;
    children.push(element);
    at = element.end;
  }
  return children;
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
