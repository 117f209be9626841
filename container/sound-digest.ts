// The SHA-256 of a sound track's packets: a copy with the same one sounds the same.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { SoundFile } from "./measure-sound.ts";
import type { Work } from "./work.ts";

/**
 * Options after `-i` of a file that gets the SHA-256 of the track's packets. Those before time 0 are an
 * encoder's run-in, which nobody hears and which a copy leaves out.
 */
export function soundDigestArguments(stream: number): string[] {
  const copied = ["-c:a", "copy", "-bsf:a", "noise=amount=0:drop=lt(pts\\,0)"];
  return ["-map", `0:${stream}`, "-vn", "-sn", "-dn", ...copied, "-f", "hash"];
}

/** What ffmpeg wrote to that file; null where it wrote nothing. */
export async function readSoundDigest(path: string): Promise<string | null> {
  const text = await readFile(path, "utf8").catch(() => "");
  return /^SHA256=([0-9a-f]{64})$/m.exec(text)?.[1] ?? null;
}

/** The digest of a track of a file that ffmpeg has written. Throws JobFailure if it cannot be read. */
export async function soundDigestOf(
  file: SoundFile,
  stream: number,
  work: Work,
): Promise<string | null> {
  const path = join(work.folder, "sound.sha256");
  await work.programs.ffmpeg({
    inputs: [{ options: ["-v", "level+error", "-nostats", ...file.options], source: file.source }],
    output: { options: soundDigestArguments(stream), path },
    signal: work.signal,
  });
  return readSoundDigest(path);
}
