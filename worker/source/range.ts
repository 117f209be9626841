// Ranges of a file that lies in chunks. Pure: what a Range header asks for, and which bytes of
// which objects answer it. Positions are inclusive, as in HTTP.

import type { Chunk } from "../session/contract.ts";

export type ByteRange = { first: number; last: number };

/** `length` bytes from `offset` on of the object `key`. */
export type ChunkRange = { key: string; offset: number; length: number };

/**
 * The range that a `Range` header asks of a file of `bytes` bytes. Null means the whole file: no
 * header, one that RFC 9110 §14.2 lets a server ignore (broken, another unit), or several ranges.
 */
export function parseRange(
  header: string | null,
  bytes: number,
): ByteRange | null | "unsatisfiable" {
  const spec = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i.exec(header ?? "");
  if (!spec) return null;
  const [, first = "", last = ""] = spec;
  if (first === "" && last === "") return null;
  if (first === "") {
    const length = Math.min(Number(last), bytes);
    return length === 0 ? "unsatisfiable" : { first: bytes - length, last: bytes - 1 };
  }
  if (last !== "" && Number(last) < Number(first)) return null;
  if (Number(first) >= bytes) return "unsatisfiable";
  const end = last === "" ? bytes - 1 : Math.min(Number(last), bytes - 1);
  return { first: Number(first), last: end };
}

/**
 * The object ranges that, read one after another, are the bytes `first` to `last` of a file.
 * `chunks` are in order and may be those of the range only; bytes they do not hold are left out.
 */
export function chunkRanges(chunks: readonly Chunk[], first: number, last: number): ChunkRange[] {
  const ranges: ChunkRange[] = [];
  for (const chunk of chunks) {
    const from = Math.max(first, chunk.offset);
    const to = Math.min(last, chunk.offset + chunk.bytes - 1);
    if (from > to) continue;
    ranges.push({ key: chunk.key, offset: from - chunk.offset, length: to - from + 1 });
  }
  return ranges;
}
