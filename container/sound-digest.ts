// The SHA-256 of a sound track's packets: a copy with the same one sounds the same.

import { readFile } from "node:fs/promises";

/**
 * Options after the inputs of a file that gets the SHA-256 of a track's packets. `stream` names the track
 * as `-map` takes it. Packets before time 0 are an encoder's run-in, which nobody hears and which a copy
 * leaves out.
 */
export function soundDigestArguments(stream: string): string[] {
  const copied = ["-c:a", "copy", "-bsf:a", "noise=amount=0:drop=lt(pts\\,0)"];
  return ["-map", stream, "-vn", "-sn", "-dn", ...copied, "-f", "hash"];
}

/** What ffmpeg wrote to that file; null where it wrote nothing. */
export async function readSoundDigest(path: string): Promise<string | null> {
  const text = await readFile(path, "utf8").catch(() => "");
  return /^SHA256=([0-9a-f]{64})$/m.exec(text)?.[1] ?? null;
}
