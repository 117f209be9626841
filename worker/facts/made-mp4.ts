// MP4 files made by hand, for tests.

import type { Demuxer } from "../../protocol/job.ts";

export const u16 = (...values: number[]) => values.flatMap((value) => [value >> 8, value & 0xff]);
export const u32 = (...values: number[]) =>
  values.flatMap((value) => [
    value >>> 24,
    (value >> 16) & 0xff,
    (value >> 8) & 0xff,
    value & 0xff,
  ]);
export const ascii = (text: string) => [...text].map((character) => character.charCodeAt(0));
export const zeros = (count: number) => new Array<number>(count).fill(0);

export function box(type: string, ...content: number[][]): number[] {
  const body = content.flat();
  return [...u32(body.length + 8), ...ascii(type), ...body];
}

export const MATRIX = u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);
export const TURNED = u32(0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000);
const AVCC = [1, 100, 0, 31, 0xff, 0xe0, 0];

type Film = {
  /** Boxes before the media's own, an edit list for one. */
  before?: number[][];
  matrix?: number[];
  frames?: number;
  deltas?: [number, number][];
  details?: number[][];
};

/** A `trak` of 640 × 360 H.264, in a time base of 30 000. */
export function picture({
  before = [],
  matrix = MATRIX,
  frames = 90,
  deltas,
  details = [],
}: Film = {}): number[] {
  const avc1 = box(
    "avc1",
    [...zeros(6), ...u16(1), ...zeros(16), ...u16(640, 360), ...zeros(50)],
    box("avcC", AVCC),
    ...details,
  );
  const times = deltas ?? [[frames, 1001]];
  const table = box(
    "stbl",
    box("stsd", u32(0, 1), avc1),
    box("stts", u32(0, times.length), ...times.map(([count, delta]) => u32(count, delta))),
    box("stsz", u32(0, 1000, frames)),
    box("stsc", u32(0, 1, 1, frames, 1)),
    box("stco", u32(0, 1, 48)),
  );
  const duration = times.reduce((total, [count, delta]) => total + count * delta, 0);
  return box(
    "trak",
    box("tkhd", u32(3, 0, 0, 7, 0, 3003), zeros(16), matrix, u32(640 << 16, 360 << 16)),
    ...before,
    box(
      "mdia",
      box("mdhd", u32(0, 0, 0, 30_000, duration), u16(0x15c7, 0)),
      box("hdlr", u32(0, 0), ascii("vide"), zeros(13)),
      box("minf", box("vmhd", u32(1, 0, 0)), table),
    ),
  );
}

export const FTYP = box("ftyp", ascii("isom"), u32(512), ascii("isomavc1"));
const MVHD = box("mvhd", u32(0, 0, 0, 1000, 3003, 0x10000), zeros(12), MATRIX, zeros(24), u32(8));
export const moov = (...content: number[][]) => box("moov", MVHD, ...content);

/** A file in memory that counts how it is read. */
export function source(bytes: Uint8Array, demuxer: Demuxer = "mov") {
  const seen = { reads: 0, bytes: 0 };
  const read = async (first: number, last: number) => {
    seen.reads++;
    seen.bytes += last - first + 1;
    if (first < 0 || last >= bytes.length || last < first) throw new Error("outside of the file");
    return bytes.slice(first, last + 1);
  };
  return { bytes: bytes.length, demuxer, read, seen };
}

/** A file of that many bytes, zeros but for the pieces, that counts how it is read. */
export function sparse(bytes: number, pieces: { at: number; bytes: Uint8Array }[]) {
  const seen = { reads: 0, bytes: 0 };
  const read = async (first: number, last: number) => {
    seen.reads++;
    seen.bytes += last - first + 1;
    if (first < 0 || last >= bytes || last < first) throw new Error("outside of the file");
    const range = new Uint8Array(last - first + 1);
    for (const piece of pieces) {
      const from = Math.max(first, piece.at);
      const to = Math.min(last + 1, piece.at + piece.bytes.length);
      if (from < to) range.set(piece.bytes.subarray(from - piece.at, to - piece.at), from - first);
    }
    return range;
  };
  return { bytes, demuxer: "mov" as const, read, seen };
}
