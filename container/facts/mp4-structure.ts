// A bounded walk over the outermost boxes of an MP4 or QuickTime file. The file is a stranger's:
// what is broken ends the walk, and what was found until then stands.

import type * as z from "zod/mini";
import { profileOfBrand } from "../../protocol/brand.ts";
import type { StructureSchema } from "../../protocol/facts.ts";
import type { ReadAt } from "../boxes.ts";
import { INDEX_BYTES_MAX, ReadBound } from "../range-reader.ts";
import { fieldsOf } from "./box-fields.ts";
import { type Mp4Index, readMp4Index } from "./mp4-tracks.ts";
import { XMP_BYTES_MAX, XMP_UUID } from "./xmp.ts";

export type StructureInput = z.input<typeof StructureSchema>;

export type Mp4Structure = {
  structure: StructureInput;
  index: Mp4Index | null;
  /** XMP packets, those of the index first. */
  xmp: Uint8Array[];
};

/** Most of the outermost boxes that are listed. */
const BOXES_MAX = 100;
/** Brands of a file: some dozens at most. */
const BRANDS_MAX = 32;
/** Size, type, a long size, and what tells one `uuid` box from another. */
const HEADER_BYTES = 32;
/** The box of a C2PA manifest (C2PA 2.1, A.5.1: embedding in BMFF). */
const C2PA = "d8fec3d61b0e483c92975828877ec481";
/** Types that are known at the top: anything else behind the last of them is no box. */
const TOP_TYPES = new Set([
  ...["ftyp", "styp", "moov", "moof", "mdat", "free", "skip", "wide", "uuid", "sidx", "ssix"],
  ...["mfra", "meta", "pdin", "prft", "emsg", "udta", "pnot", "imda", "PICT", "junk", "pict"],
]);

/** How the file of `bytes` bytes is built. */
export async function readMp4Structure(readAt: ReadAt, bytes: number): Promise<Mp4Structure> {
  const boxes: NonNullable<StructureInput["boxes"]> = [];
  const structure: StructureInput = { boxes };
  let index: Mp4Index | null = null;
  let outer: Uint8Array | null = null;
  let complete = false;
  try {
    let offset = 0;
    while (offset < bytes && boxes.length < BOXES_MAX) {
      const box = headerOf(await readAt(offset, HEADER_BYTES), bytes - offset);
      if (!box) break;
      boxes.push({ type: box.type, offset, bytes: box.bytes });
      if (box.uuid === C2PA) structure.contentCredentials = true;
      if (box.uuid === XMP_UUID && !outer) outer = await xmpPacket(readAt, offset, box);
      const whole = box.bytes <= bytes - offset;
      if (box.type === "ftyp" && whole) Object.assign(structure, await brands(readAt, offset, box));
      if (box.type === "moov" && whole && !index && box.bytes <= INDEX_BYTES_MAX) {
        index = readMp4Index((await readAt(offset, box.bytes)).subarray(box.header));
      }
      offset += box.bytes;
    }
    structure.truncated = offset > bytes || beginsBeyond(index, bytes);
    complete = offset >= bytes || boxes.length < BOXES_MAX;
    if (complete) structure.trailingBytes = Math.max(0, bytes - offset);
    if (complete) structure.contentCredentials ??= false;
    else structure.truncated = null;
  } catch (error) {
    if (!(error instanceof ReadBound)) throw error;
  }
  const xmp = [...(index?.xmp ?? []), ...(outer ? [outer] : [])];
  // Where not all of it was read, there may be one behind.
  structure.xmp = xmp.length > 0 || (complete ? false : null);
  return { structure: { ...structure, ...toldBy(boxes, index, complete) }, index, xmp };
}

/** Of a long packet the first part: that is where the properties stand. */
function xmpPacket(readAt: ReadAt, offset: number, box: Header): Promise<Uint8Array> {
  const header = box.header + 16;
  return readAt(offset + header, Math.min(Math.max(0, box.bytes - header), XMP_BYTES_MAX));
}

/** What follows from the order of the boxes and from the index. */
function toldBy(
  boxes: NonNullable<StructureInput["boxes"]>,
  index: Mp4Index | null,
  complete: boolean,
): StructureInput {
  const moov = boxes.findIndex(({ type }) => type === "moov");
  const media = boxes.findIndex(({ type }) => type === "mdat" || type === "moof");
  const fragmented = boxes.some(({ type }) => type === "moof") || index?.fragmented === true;
  const mediaBytes = boxes
    .filter(({ type }) => type === "mdat")
    .reduce((total, box) => total + box.bytes, 0);
  return {
    indexFirst: moov < 0 || (media < 0 && !complete) ? null : media < 0 || moov < media,
    indexBytes: boxes[moov]?.bytes ?? null,
    fragmented: moov < 0 && !fragmented ? null : fragmented,
    encryption: index?.tracks.find((track) => track.entry?.encryption)?.entry?.encryption ?? null,
    interleaveBytes: index && complete && !fragmented ? interleaving(index, mediaBytes) : null,
  };
}

/** The index tells of samples behind the end of the file. */
function beginsBeyond(index: Mp4Index | null, bytes: number): boolean {
  return index?.tracks.some((track) => track.chunkOffsets.some((at) => at >= bytes)) === true;
}

/** Mean bytes from where one track's samples begin to where another's do; null of one track. */
function interleaving({ tracks }: Mp4Index, mediaBytes: number): number | null {
  const chunks = tracks
    .flatMap(({ chunkOffsets }, track) => chunkOffsets.map((offset) => ({ track, offset })))
    .sort((a, b) => a.offset - b.offset);
  const runs = chunks.filter(({ track }, at) => chunks[at - 1]?.track !== track).length;
  return runs > 1 ? Math.round(mediaBytes / runs) : null;
}

type Header = { type: string; bytes: number; header: number; uuid: string | null };

/** The header of an outermost box; null where there is none. Its size may pass the file's end. */
function headerOf(head: Uint8Array, room: number): Header | null {
  const fields = fieldsOf(head);
  if (head.length < 8) return null;
  const type = fields.text(4);
  const declared = fields.u32(0);
  const header = declared === 1 ? 16 : 8;
  const bytes = declared === 1 ? fields.u64(8) : declared === 0 ? room : declared;
  if (bytes < header) return null;
  // Where the type is none that stands there, a size that fits is chance too.
  if (!TOP_TYPES.has(type) && (bytes > room || !/^[\w ©-]{4}$/.test(type))) return null;
  const uuid = type === "uuid" ? hex(head.subarray(header, header + 16)) : null;
  return { type, bytes, header, uuid };
}

async function brands(readAt: ReadAt, offset: number, box: Header): Promise<StructureInput> {
  const length = Math.min(box.bytes, box.header + 8 + BRANDS_MAX * 4);
  const fields = fieldsOf((await readAt(offset, length)).subarray(box.header));
  if (fields.bytes.length < 8) return {};
  const compatible: string[] = [];
  for (let at = 8; at + 4 <= fields.bytes.length; at += 4) {
    const brand = plain(fields.text(at));
    if (brand) compatible.push(brand);
  }
  const brand = plain(fields.text(0));
  const profile = profileOfBrand(brand);
  return { brand, brandVersion: fields.u32(4), compatibleBrands: compatible, profile };
}

/** Four printable characters; null of anything else. */
function plain(text: string): string | null {
  return /^[ -~]{4}$/.test(text) ? text : null;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
