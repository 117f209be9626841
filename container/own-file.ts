// Opens an MP4 that this service wrote, for the walk over its boxes.

import { open } from "node:fs/promises";
import {
  type Box,
  type FragmentedFile,
  handlerNames,
  movieOf,
  type ReadAt,
  readFragments,
  topBoxes,
} from "./boxes.ts";

/** The index of a fragmented file with one track, and the file's size. */
export async function readOwnFile(path: string): Promise<{ index: FragmentedFile; bytes: number }> {
  return withFile(path, async (readAt, bytes) => ({
    index: await readFragments(readAt, bytes),
    bytes,
  }));
}

/** What a file with one index, whose first track is the picture, says of that; and its size. */
export async function readOwnMovie(
  path: string,
): Promise<{ codec: string | null; duration: number; bytes: number }> {
  return withFile(path, async (readAt, bytes) => {
    const moov = (await topBoxes(readAt, bytes)).find((box) => box.type === "moov");
    if (!moov) return { codec: null, duration: 0, bytes };
    return { ...movieOf(await readAt(moov.offset, moov.bytes)), bytes };
  });
}

/** The boxes at the top of a file. */
export async function readOwnBoxes(path: string): Promise<Box[]> {
  return withFile(path, topBoxes);
}

/** The names of its tracks, in order; none of an empty file. */
export async function readOwnTrackNames(path: string): Promise<string[]> {
  return withFile(path, async (readAt, bytes) => {
    const moov = (await topBoxes(readAt, bytes)).find((box) => box.type === "moov");
    return moov ? handlerNames(await readAt(moov.offset, moov.bytes)) : [];
  });
}

async function withFile<Result>(
  path: string,
  use: (readAt: ReadAt, bytes: number) => Promise<Result>,
): Promise<Result> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    return await use(async (offset, bytes) => {
      const buffer = new Uint8Array(Math.min(bytes, size - offset));
      const { bytesRead } = await file.read(buffer, 0, buffer.length, offset);
      return buffer.subarray(0, bytesRead);
    }, size);
  } finally {
    await file.close();
  }
}
