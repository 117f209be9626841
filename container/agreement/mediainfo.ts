// What MediaInfo says of a file. It shares no code with ffmpeg or with us, so that what it agrees
// with is not merely the same mistake.

import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** One track, `General` among them: names and values as MediaInfo writes them. */
export type Track = { type: string; values: Record<string, string> };

const PROGRAM = process.env.MEDIAINFO_PATH ?? "mediainfo";

/** The version that answers, or null where there is none. */
export async function mediainfoVersion(): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)(PROGRAM, ["--Version"]);
    return /v[\d.]+/.exec(stdout)?.[0] ?? null;
  } catch {
    return null;
  }
}

/** All tracks of the file, its general one first. What stands under `extra` is among the values. */
export async function tracksOf(path: string): Promise<Track[]> {
  const { stdout } = await promisify(execFile)(PROGRAM, ["--Output=JSON", path]);
  const answer: { media: { track: Record<string, unknown>[] } } = JSON.parse(stdout);
  return answer.media.track.map((track) => ({
    type: String(track["@type"]),
    values: { ...textsIn(track), ...textsIn(track.extra) },
  }));
}

function textsIn(value: unknown): Record<string, string> {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    ),
  );
}
