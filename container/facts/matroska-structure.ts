// What stands before the first cluster of a Matroska or WebM file: its brand, whether its index comes
// first, whether all of it is there, and the header of each track's codec. Bounded: what is broken
// ends the walk. https://www.rfc-editor.org/rfc/rfc9559

import type { ReadAt } from "../boxes.ts";
import { ReadBound } from "../range-reader.ts";
import type { StructureInput } from "./mp4-structure.ts";

const EBML = 0x1a45dfa3;
const DOC_TYPE = 0x4282;
const DOC_TYPE_VERSION = 0x4287;
const SEGMENT = 0x18538067;
const SEEK_HEAD = 0x114d9b74;
const SEEK = 0x4dbb;
const SEEK_ID = 0x53ab;
const SEEK_POSITION = 0x53ac;
const INFO = 0x1549a966;
const MUXING_APP = 0x4d80;
const WRITING_APP = 0x5741;
const TRACKS = 0x1654ae6b;
const TRACK_ENTRY = 0xae;
const TRACK_NUMBER = 0xd7;
const CODEC_ID = 0x86;
const CODEC_PRIVATE = 0x63a2;
const CUES = 0x1c53bb6b;
const CLUSTER = 0x1f43b675;

/** Elements before the first cluster of a file that any program would write. */
const ELEMENTS_MAX = 64;
const CHILDREN_MAX = 256;
const TRACKS_MAX = 64;
/** Names of programs are a line. */
const TEXT_BYTES_MAX = 1_024;
/** Codec headers of 64 ordinary tracks fit in it. */
const DETAIL_BYTES_MAX = 1024 * 1024;

/** Codecs whose header has the form of a box of MP4. */
const BOXES: Record<string, string> = {
  "V_MPEG4/ISO/AVC": "avcC",
  "V_MPEGH/ISO/HEVC": "hvcC",
  V_AV1: "av1C",
  V_VP9: "vp9",
  A_AAC: "esds 40",
};

export type MatroskaStructure = {
  structure: StructureInput;
  /** In the file's order, each with the header of its codec. */
  tracks: { number: number | null; configuration: { box: string; bytes: Uint8Array } | null }[];
  /** Who wrote the file. */
  tags: { library: string | null; application: string | null };
};

/** How the file of `bytes` bytes is built; null if it is not one. */
export async function readMatroskaStructure(
  readAt: ReadAt,
  bytes: number,
): Promise<MatroskaStructure | null> {
  const header = await elementAt(readAt, 0);
  if (header?.id !== EBML || header.end > DETAIL_BYTES_MAX) return null;
  const structure: StructureInput = {};
  const found: MatroskaStructure = {
    structure,
    tracks: [],
    tags: { library: null, application: null },
  };
  for (const child of childrenOf(await readAt(0, header.end), header.body)) {
    if (child.id === DOC_TYPE) structure.brand = textOf(child.bytes);
    if (child.id === DOC_TYPE_VERSION)
      structure.brandVersion = numberOf(child.bytes.subarray(0, 6));
  }
  const segment = await elementAt(readAt, header.end);
  if (segment?.id !== SEGMENT) return found;
  if (segment.size !== null) {
    structure.truncated = segment.end > bytes;
    const next = segment.end < bytes ? await elementAt(readAt, segment.end) : null;
    const goesOn = next?.id === EBML || next?.id === SEGMENT;
    if (!structure.truncated && !goesOn) structure.trailingBytes = bytes - segment.end;
  }
  try {
    await readSegment(readAt, segment.body, found);
  } catch (error) {
    if (!(error instanceof ReadBound)) throw error;
  }
  return found;
}

async function readSegment(readAt: ReadAt, body: number, found: MatroskaStructure): Promise<void> {
  let cues: number | null = null;
  let offset = body;
  for (let count = 0; count < ELEMENTS_MAX; count++) {
    const element = await elementAt(readAt, offset);
    if (!element) return;
    if (element.id === CUES) {
      const indexBytes = element.size === null ? null : element.end - offset;
      Object.assign(found.structure, { indexFirst: true, indexBytes });
    }
    if (element.id === CLUSTER) {
      // No index at all is not one that comes late.
      if (cues !== null && cues > offset - body) found.structure.indexFirst ??= false;
      return;
    }
    const detail = [SEEK_HEAD, INFO, TRACKS].includes(element.id);
    if (detail && element.end - offset <= DETAIL_BYTES_MAX) {
      const bytes = await readAt(offset, element.end - offset);
      const from = element.body - offset;
      if (element.id === SEEK_HEAD) cues = cuesIn(bytes, from) ?? cues;
      if (element.id === TRACKS) found.tracks = tracksIn(bytes, from);
      if (element.id === INFO) found.tags = writersIn(bytes, from);
    }
    if (element.size === null) return;
    offset = element.end;
  }
}

/** Where the index is, in bytes from the segment's beginning, as the table of contents tells. */
function cuesIn(bytes: Uint8Array, from: number): number | null {
  for (const seek of childrenOf(bytes, from).filter(({ id }) => id === SEEK)) {
    const entries = childrenOf(seek.bytes, 0);
    const id = entries.find((entry) => entry.id === SEEK_ID);
    const position = entries.find((entry) => entry.id === SEEK_POSITION);
    if (id && position && numberOf(id.bytes) === CUES) return numberOf(position.bytes);
  }
  return null;
}

function writersIn(bytes: Uint8Array, from: number): MatroskaStructure["tags"] {
  const children = childrenOf(bytes, from);
  const text = (wanted: number) => {
    const found = children.find(({ id }) => id === wanted);
    return found ? Buffer.from(found.bytes.subarray(0, TEXT_BYTES_MAX)).toString() : null;
  };
  return { library: text(MUXING_APP), application: text(WRITING_APP) };
}

function tracksIn(bytes: Uint8Array, from: number): MatroskaStructure["tracks"] {
  const entries = childrenOf(bytes, from).filter(({ id }) => id === TRACK_ENTRY);
  return entries.slice(0, TRACKS_MAX).map((entry) => {
    const children = childrenOf(entry.bytes, 0);
    const codec = children.find(({ id }) => id === CODEC_ID);
    const own = children.find(({ id }) => id === CODEC_PRIVATE);
    const box = BOXES[codec ? textOf(codec.bytes) : ""];
    const number = children.find(({ id }) => id === TRACK_NUMBER);
    return {
      number: number ? numberOf(number.bytes.subarray(0, 6)) : null,
      configuration: own && box ? { box, bytes: own.bytes } : null,
    };
  });
}

type Element = { id: number; size: number | null; body: number; end: number };

async function elementAt(readAt: ReadAt, offset: number): Promise<Element | null> {
  const element = parseElement(await readAt(offset, 12), 0);
  return element && { ...element, body: element.body + offset, end: element.end + offset };
}

/** The header at `at`; an element of unknown size ends nowhere. */
function parseElement(bytes: Uint8Array, at: number): Element | null {
  const idLength = numberLength(bytes[at]);
  const sizeLength = numberLength(bytes[at + idLength]);
  const body = at + idLength + sizeLength;
  if (idLength > 4 || sizeLength > 8 || body > bytes.length) return null;
  const id = numberOf(bytes.subarray(at, at + idLength));
  const sized = bytes.slice(at + idLength, body);
  const mask = 0xff >> sizeLength;
  sized[0] = (sized[0] ?? 0) & mask;
  const unknown = sized[0] === mask && sized.subarray(1).every((byte) => byte === 0xff);
  if (unknown) return { id, size: null, body, end: Number.POSITIVE_INFINITY };
  const size = numberOf(sized);
  return { id, size, body, end: body + size };
}

/** Bytes of a variable-length number, told by its first byte; 9 if it is none. */
function numberLength(first: number | undefined): number {
  return first ? Math.clz32(first) - 23 : 9;
}

/** The elements from `from` on, up to the first that is broken. */
function childrenOf(bytes: Uint8Array, from: number): { id: number; bytes: Uint8Array }[] {
  const children: { id: number; bytes: Uint8Array }[] = [];
  for (let at = from; at < bytes.length && children.length < CHILDREN_MAX; ) {
    const element = parseElement(bytes, at);
    if (!element || element.end > bytes.length) break;
    children.push({ id: element.id, bytes: bytes.subarray(element.body, element.end) });
    at = element.end;
  }
  return children;
}

function numberOf(bytes: Uint8Array): number {
  return bytes.reduce((value, byte) => value * 256 + byte, 0);
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(0, 32))
    .toString("latin1")
    .replace(/[^ -~]/g, "");
}
