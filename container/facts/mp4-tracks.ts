// What the `moov` box of a stranger's MP4 or QuickTime file says of its tracks and ffprobe does not
// (ISO/IEC 14496-12). Everything in it may lie: a box that is broken ends its parent, and there is a
// bound on boxes, tracks and entries. Pure.

import type * as z from "zod/mini";
import type { StructureSchema } from "../../protocol/facts.ts";
import { children, type Fields } from "./box-fields.ts";
import { readSampleEntry, type SampleEntry } from "./sample-entry.ts";
import { XMP_UUID } from "./xmp.ts";

type Edits = z.infer<typeof StructureSchema>["editLists"][number]["edits"];

export type Mp4Track = {
  /** As ffprobe numbers streams by it; null where the header is missing. */
  id: number | null;
  edits: Edits;
  entry: SampleEntry | null;
  /** Where runs of samples begin in the file. */
  chunkOffsets: number[];
};

export type Mp4Index = {
  /** Seconds since 1904 when the index was last changed; 0 for never. */
  modified: number;
  /** Where it was taken, as ISO 6709: QuickTime's `©xyz` and iTunes' box of the same name. */
  locations: string[];
  /** XMP packets, as QuickTime and MP4 keep them in the index. */
  xmp: Uint8Array[];
  fragmented: boolean;
  tracks: Mp4Track[];
};

const BOXES_MAX = 8_192;
const TRACKS_MAX = 64;
const DEPTH_MAX = 8;
/** Films cut by a phone have a handful; a hostile list has millions. */
const EDITS_MAX = 32;
/** Chunks of all tracks that are looked at: an hour or two, and some megabytes of memory. */
const CHUNKS_MAX = 100_000;
/** A place is a line, and a file tells it once or twice. */
const LOCATIONS_MAX = 4;
const LOCATION_BYTES_MAX = 128;
/** A file has one, or one a track. */
const XMP_PACKETS_MAX = 4;
/** What tells one `uuid` box from another comes first in it. */
const UUID_BYTES = 16;
const PARENTS = new Set(["trak", "mdia", "minf", "stbl", "edts"]);

/** The tracks that the payload of a `moov` box describes. */
export function readMp4Index(moov: Uint8Array): Mp4Index {
  const index: Mp4Index = { modified: 0, locations: [], xmp: [], fragmented: false, tracks: [] };
  const room = { boxes: BOXES_MAX, chunks: CHUNKS_MAX };
  let movieTimescale = 0;
  for (const { type, payload } of children(moov, room)) {
    if (type === "mvex") index.fragmented = true;
    if (type === "mvhd") {
      const long = payload.u8(0) === 1;
      index.modified = long ? payload.u64(12) : payload.u32(8);
      movieTimescale = payload.u32(long ? 20 : 12);
    }
    if (type === "udta") readLocations(payload.bytes, index.locations, room, 0);
    readXmp(type, payload.bytes, index.xmp, room);
    if (type === "trak" && index.tracks.length < TRACKS_MAX) {
      index.tracks.push(readTrack(payload.bytes, movieTimescale, room, index.xmp));
    }
  }
  return index;
}

/** MP4 keeps a packet in a `uuid` box, QuickTime in `udta`. */
function readXmp(type: string, bytes: Uint8Array, found: Uint8Array[], room: Room): void {
  if (found.length === XMP_PACKETS_MAX) return;
  const isPacket = type === "uuid" && hex(bytes.subarray(0, UUID_BYTES)) === XMP_UUID;
  if (isPacket) found.push(bytes.subarray(UUID_BYTES));
  if (type === "XMP_") found.push(bytes);
  if (type !== "udta") return;
  for (const inner of children(bytes, room)) {
    if (inner.type !== "udta") readXmp(inner.type, inner.payload.bytes, found, room);
  }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

/** Texts of QuickTime begin with their length and language, those of iTunes are a box inside. */
function readLocations(parent: Uint8Array, found: string[], room: Room, depth: number): void {
  for (const { type, payload } of children(parent, room)) {
    const { bytes } = payload;
    // A full box in MP4: version and flags come first.
    if (type === "meta" && depth < DEPTH_MAX) {
      readLocations(bytes.subarray(4), found, room, depth + 1);
    }
    if (type === "ilst" && depth < DEPTH_MAX) readLocations(bytes, found, room, depth + 1);
    if (type !== "©xyz" || found.length === LOCATIONS_MAX) continue;
    const boxed = payload.text(4) === "data";
    const text = boxed ? bytes.subarray(16) : bytes.subarray(4, 4 + payload.u16(0));
    found.push(Buffer.from(text.subarray(0, LOCATION_BYTES_MAX)).toString("latin1"));
  }
}

type Room = { boxes: number; chunks: number };

function readTrack(
  bytes: Uint8Array,
  movieTimescale: number,
  room: Room,
  xmp: Uint8Array[],
): Mp4Track {
  const track: Mp4Track = { id: null, edits: [], entry: null, chunkOffsets: [] };
  let [handler, mediaTimescale] = ["", 0];
  let edits: Fields | null = null;
  const visit = (parent: Uint8Array, depth: number) => {
    for (const { type, payload } of children(parent, room)) {
      if (PARENTS.has(type) && depth < DEPTH_MAX) visit(payload.bytes, depth + 1);
      readXmp(type, payload.bytes, xmp, room);
      if (type === "tkhd") track.id = payload.u32(payload.u8(0) === 1 ? 20 : 12);
      if (type === "mdhd") mediaTimescale = payload.u32(payload.u8(0) === 1 ? 20 : 12);
      if (type === "hdlr" && handler === "") handler = payload.text(8);
      if (type === "elst") edits = payload;
      if (type === "stsd" && !track.entry) track.entry = readSampleEntry(payload.bytes, handler);
      if (type === "stco" || type === "co64") {
        const wide = type === "co64";
        const width = wide ? 8 : 4;
        const count = Math.min(payload.u32(4), Math.floor((payload.bytes.length - 8) / width));
        for (let at = 0; at < count && room.chunks > 0; at++, room.chunks--) {
          track.chunkOffsets.push(wide ? payload.u64(8 + at * 8) : payload.u32(8 + at * 4));
        }
      }
    }
  };
  visit(bytes, 0);
  if (edits) track.edits = readEdits(edits, movieTimescale, mediaTimescale);
  return track;
}

/** An edit list; empty where it only says to play all of it from its beginning. */
function readEdits(list: Fields, movieTimescale: number, mediaTimescale: number): Edits {
  if (movieTimescale === 0 || mediaTimescale === 0) return [];
  const long = list.u8(0) === 1;
  const size = long ? 20 : 12;
  const count = Math.min(list.u32(4), Math.floor((list.bytes.length - 8) / size), EDITS_MAX);
  const edits: Edits = [];
  for (let entry = 0; entry < count; entry++) {
    const at = 8 + entry * size;
    const time = long ? list.i64(at + 8) : list.i32(at + 4);
    edits.push({
      start: time < 0 ? null : time / mediaTimescale,
      duration: (long ? list.u64(at) : list.u32(at)) / movieTimescale,
      rate: list.i32(at + size - 4) / 65_536,
    });
  }
  const [first] = edits;
  return edits.length === 1 && first?.start === 0 && first.rate === 1 ? [] : edits;
}
