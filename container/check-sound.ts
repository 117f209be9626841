// Finds out which sound tracks can be decoded at all, before they are promised to anyone. Broken
// sound never fails a picture: its track is left out, and the notes say so.

import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { AudioPlan } from "../protocol/enhancement.ts";
import type { Source } from "../protocol/job.ts";
import { sourceOptions } from "./input-arguments.ts";
import { JobFailure } from "./job-failure.ts";
import type { Work } from "./work.ts";

export type CheckedSound = { audio: AudioPlan[]; notes: string[] };

/** The tracks that give at least one decoded frame, and a note on each of the others. */
export async function checkSound(
  tracks: readonly AudioPlan[],
  source: Source,
  work: Work,
): Promise<CheckedSound> {
  const checked: CheckedSound = { audio: [], notes: [] };
  for (const [at, track] of tracks.entries()) {
    if (await isDecodable(track, source, work)) checked.audio.push(track);
    else checked.notes.push(`Sound track ${at + 1} cannot be decoded and is left out.`);
  }
  return checked;
}

async function isDecodable(track: AudioPlan, source: Source, work: Work): Promise<boolean> {
  const path = join(work.folder, `sound-${track.streamIndex}.raw`);
  try {
    await work.programs.ffmpeg({
      inputs: [{ options: ["-v", "level+error", ...sourceOptions(source)], source: source.url }],
      output: {
        options: ["-map", `0:${track.streamIndex}`, "-vn", "-frames:a", "1", "-f", "s16le"],
        path,
      },
      signal: work.signal,
    });
    return (await stat(path)).size > 0;
  } catch (error) {
    if (work.signal.aborted || !(error instanceof JobFailure)) throw error;
    // What is wrong with the gateway or the machine says nothing about the sound.
    if (error.code === "internal" || error.code === "out_of_resources") throw error;
    return false;
  }
}
