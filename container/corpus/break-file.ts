// Makes of a good file one that is odd or damaged in a way that ffmpeg does not write.

import { readFile, writeFile } from "node:fs/promises";

const TS_PACKET = 188;
/** From a track header's type to its display matrix, in version 0 (ISO 14496-12, 8.3.2). */
const MATRIX_AT = 44;
/** In which ffmpeg tells times of a whole movie: in a second. */
const MOVIE_TICKS = 1_000;

/** Writes the display matrix (a b / c d) into the first track of a movie. */
export async function withMatrix(
  path: string,
  [a, b, c, d]: readonly [number, number, number, number],
): Promise<void> {
  const bytes = await readFile(path);
  const at = found(bytes, "tkhd") + MATRIX_AT;
  for (const [cell, value] of [a, b, 0, c, d, 0].entries()) {
    bytes.writeInt32BE(value * 65_536, at + cell * 4);
  }
  await writeFile(path, bytes);
}

/** Adds a Dolby Vision configuration to the HEVC picture of a movie whose index is its last box. */
export async function withDolbyVision(
  path: string,
  profile: number,
  compatibility: number,
): Promise<void> {
  const bytes = await readFile(path);
  // Version 1.0, profile, level 3, base layer and metadata present, no enhancement layer.
  const box = Buffer.alloc(32);
  box.writeUInt32BE(box.length, 0);
  box.write(profile > 7 ? "dvvC" : "dvcC", 4, "latin1");
  box.writeUInt8(1, 8);
  box.writeUInt16BE((profile << 9) | (3 << 3) | 0b101, 10);
  box.writeUInt8(compatibility << 4, 12);
  const moov = found(bytes, "moov");
  const at = (type: string) => moov + found(bytes.subarray(moov), type);
  const entry = at("hvc1");
  const end = entry - 4 + bytes.readUInt32BE(entry - 4);
  for (const type of ["moov", "trak", "mdia", "minf", "stbl", "stsd", "hvc1"]) {
    const size = at(type) - 4;
    bytes.writeUInt32BE(bytes.readUInt32BE(size) + box.length, size);
  }
  await writeFile(path, Buffer.concat([bytes.subarray(0, end), box, bytes.subarray(end)]));
}

/** Takes the first third of a transport stream away, as a recorder does that is switched on late. */
export async function cutStart(path: string): Promise<void> {
  const bytes = await readFile(path);
  await writeFile(path, bytes.subarray(Math.floor(bytes.length / TS_PACKET / 3) * TS_PACKET));
}

/** Ends an AVI where its index would begin. */
export async function withoutIndex(path: string): Promise<void> {
  const bytes = await readFile(path);
  await writeFile(path, bytes.subarray(0, bytes.lastIndexOf("idx1")));
}

/** Takes from a movie's sound what tells how it is coded. */
export async function brokenSound(path: string): Promise<void> {
  const bytes = await readFile(path);
  bytes.write("zzzz", found(bytes, "mp4a"), "latin1");
  bytes.write("zzzz", found(bytes, "esds"), "latin1");
  await writeFile(path, bytes);
}

/** Lets the headers of a movie claim so many seconds; its tables and frames stay as they are. */
export async function claimLength(path: string, seconds: number): Promise<void> {
  const bytes = await readFile(path);
  for (const box of ["mvhd", "tkhd", "mdhd"]) {
    for (let at = bytes.indexOf(box); at >= 0; at = bytes.indexOf(box, at + box.length)) {
      // Version 0: type, version and flags, two times; `tkhd` then has id and four bytes.
      const scale = box === "tkhd" ? MOVIE_TICKS : bytes.readUInt32BE(at + 16);
      bytes.writeUInt32BE(Math.min(2 ** 32 - 1, seconds * scale), at + (box === "tkhd" ? 24 : 20));
    }
  }
  await writeFile(path, bytes);
}

/** Lets the last picture of a movie without sound last so many seconds, by all that it says. */
export async function claimLastPicture(path: string, seconds: number): Promise<void> {
  const bytes = await readFile(path);
  const put = (box: string, at: number, value: number) =>
    bytes.writeUInt32BE(value, found(bytes, box) + at);
  const ticks = bytes.readUInt32BE(found(bytes, "mdhd") + 16);
  const runs = bytes.readUInt32BE(found(bytes, "stts") + 8);
  put("stts", 12 + runs * 8 - 4, seconds * ticks);
  put("mdhd", 20, seconds * ticks);
  for (const [box, at] of [["mvhd", 20] as const, ["tkhd", 24] as const, ["elst", 12] as const]) {
    put(box, at, seconds * MOVIE_TICKS);
  }
  await writeFile(path, bytes);
}

function found(bytes: Buffer, type: string): number {
  const at = bytes.indexOf(type, 0, "latin1");
  if (at < 0) throw new Error(`no ${type} in the file`);
  return at;
}
