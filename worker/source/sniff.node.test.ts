// Real clips: MEDIA_DIR names a folder whose MANIFEST.tsv says how ffprobe sees each.

import { open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { HEAD_BYTES, sniff } from "./sniff.ts";

const folder = process.env.MEDIA_DIR;
if (!folder) console.warn("sniff: real clips are skipped, since MEDIA_DIR is not set");

describe.skipIf(!folder)("real clips", async () => {
  const manifest = folder ? await readFile(join(folder, "MANIFEST.tsv"), "utf8") : "";
  const clips = manifest
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split("\t"))
    .map((columns) => [columns[0] ?? "", (columns[5] ?? "").split(" ")[0] ?? ""] as const);

  it.each(clips)("%s is %s", async (name, demuxer) => {
    const file = await open(join(folder ?? "", name));
    const { buffer, bytesRead } = await file.read(new Uint8Array(HEAD_BYTES), 0, HEAD_BYTES, 0);
    await file.close();
    expect(sniff(buffer.subarray(0, bytesRead), false)).toEqual({ demuxer });
  });
});
