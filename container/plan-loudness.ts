// Listens to the sound tracks and plans their levels. Broken sound never fails a picture: a track
// of which nothing can be decoded is left out before it is promised to anyone, and a note says so.

import { join } from "node:path";
import type { AudioPlan, Plan, Recipe } from "../protocol/enhancement.ts";
import type { Source } from "../protocol/job.ts";
import type { Settings } from "../protocol/settings.ts";
import { encodedAfresh } from "./audio-plan.ts";
import { chooseLevel, type Level, withLimiter } from "./choose-level.ts";
import { sourceOptions } from "./input-arguments.ts";
import { JobFailure } from "./job-failure.ts";
import { CEILING_DB, levelFilters } from "./level-filters.ts";
import { type Heard, hear } from "./measure-sound.ts";
import { readSoundDigest } from "./sound-digest.ts";
import type { Work } from "./work.ts";

/** Tracks that are heard at a time: one waits for bytes while the other decodes. */
const SIDE_BY_SIDE = 2;

export type LoudnessPlan = {
  /** The tracks of which something can be decoded. */
  audio: AudioPlan[];
  /** Measures of the first of them, and what happens to it. */
  before: Plan["soundBefore"];
  /** Of the first one's packets, if it is copied and was heard whole. */
  digest: string | null;
  change: Recipe["loudness"];
  /** On the level of each track. */
  notes: string[];
  /** On tracks that are left out or damaged. */
  lost: string[];
};

/**
 * Plans the tracks of a source that lasts `duration` seconds, each by its own measures. Throws
 * JobFailure `invalid_settings` where copying is insisted on and the level has to change.
 */
export async function planLoudness(
  tracks: readonly AudioPlan[],
  settings: Settings,
  source: Source,
  duration: number,
  work: Work,
): Promise<LoudnessPlan> {
  const file = { options: sourceOptions(source), source: source.url, bytes: source.bytes };
  const planned: PlannedTrack[] = [];
  for (let at = 0; at < tracks.length; at += SIDE_BY_SIDE) {
    const next = tracks.slice(at, at + SIDE_BY_SIDE).map((track) =>
      planTrack(track, settings, (filters) => {
        // Only what may be copied is known again by its packets.
        const isCompared = !filters && track.method === "copy";
        const how = isCompared ? { digest: digestPath(track, work) } : filters && { filters };
        return hear(file, track.streamIndex, duration, work, how);
      }),
    );
    await Promise.allSettled(next);
    planned.push(...(await Promise.all(next)));
  }
  const kept = planned.filter(({ heard }) => heard.decodable);
  const [first] = kept;
  const named = (key: "note" | "loss") =>
    planned.flatMap((track, at) => {
      const name = tracks.length === 1 ? "The sound" : `Sound track ${at + 1}`;
      return track[key] === null ? [] : [`${name} ${track[key]}`];
    });
  return {
    audio: kept.map(({ track }) => track),
    before: first?.heard.measures ?? null,
    digest:
      first?.track.method === "copy" ? await readSoundDigest(digestPath(first.track, work)) : null,
    change:
      first && first.track.gain !== 0 ? { target: first.target, gain: first.track.gain } : null,
    notes: named("note"),
    lost: named("loss"),
  };
}

function digestPath({ streamIndex }: AudioPlan, { folder }: Work): string {
  return join(folder, `sound-${streamIndex}.sha256`);
}

type PlannedTrack = {
  track: AudioPlan;
  heard: Heard;
  target: number;
  /** These go on from the track's name. */
  note: string | null;
  loss: string | null;
};

async function planTrack(
  track: AudioPlan,
  settings: Settings,
  listen: (filters?: readonly string[]) => Promise<Heard>,
): Promise<PlannedTrack> {
  const heard = await listen();
  if (!heard.decodable) {
    return { track, heard, target: 0, note: null, loss: "cannot be decoded and is left out." };
  }
  const { target, gain, note } = await levelOf(heard, settings, listen);
  const copies = settings.audio === "copy";
  if (gain !== 0 && copies) {
    throw new JobFailure(
      "invalid_settings",
      'Copied sound keeps its loudness. Set audio to "auto" or "aac", or loudness to "off".',
    );
  }
  // A player may stop at a packet that it cannot decode; an encoder fills the gap.
  const afresh = gain !== 0 || (heard.damaged && !copies);
  const loss = copies ? "is damaged." : "is damaged: what cannot be decoded is silent.";
  return {
    track: { ...(afresh ? encodedAfresh(track) : track), gain },
    heard,
    target,
    note,
    loss: heard.damaged ? loss : null,
  };
}

/** Where peaks would pass the ceiling, the track is heard again as the limiter leaves it. */
async function levelOf(
  { measures }: Heard,
  settings: Settings,
  listen: (filters: readonly string[]) => Promise<Heard>,
): Promise<Level> {
  const level = chooseLevel(measures, settings);
  const peak = (measures.truePeak ?? 0) + level.gain;
  if (level.gain <= 0 || peak <= CEILING_DB) return level;
  const { loudness } = (await listen(levelFilters(level.gain))).measures;
  if (loudness === null || measures.loudness === null) return level;
  return withLimiter(level, measures.loudness, loudness);
}
