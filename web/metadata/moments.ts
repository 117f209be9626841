// What happens when in a film, as lists of times. Pure.

import type { MetadataDocument } from "../../protocol/metadata.ts";
import { formatDuration } from "../format.ts";
import { STREAM_KINDS } from "./names.ts";
import { counted } from "./rows.ts";

/** Seconds from where the film begins, as a player counts them. */
export type Moment = { at: number; words?: string };
export type Moments = { title: string; moments: Moment[]; all: number };

/** At which time of the file's own clock the film begins. */
export const startOf = ({ facts }: MetadataDocument) => facts?.container.startTime ?? 0;

/** Lists that have anything in them. */
export function momentsOf(document: MetadataDocument): Moments[] {
  const { facts, packets, content } = document;
  const picture = content?.picture ?? null;
  const start = startOf(document);
  const stretches = (title: string, ranges: readonly { start: number; end: number }[] = []) => ({
    title,
    moments: ranges.map(({ start: from, end }) => ({
      at: Math.max(0, from - start),
      words: formatDuration(end - from),
    })),
    all: ranges.length,
  });
  const streams = facts?.streams ?? [];
  const lists: Moments[] = [
    {
      title: "Chapters",
      moments: (facts?.chapters ?? []).map(({ start: from, title }) => ({
        at: Math.max(0, (from ?? start) - start),
        ...(title !== null && { words: title }),
      })),
      all: facts?.chapterCount ?? facts?.chapters?.length ?? 0,
    },
    {
      title: "Scenes begin",
      moments: (picture?.scenes ?? []).map(({ at }) => ({ at: Math.max(0, at - start) })),
      all: picture?.sceneCount ?? 0,
    },
    stretches("Black", picture?.black),
    stretches("Frozen", picture?.frozen),
    stretches("Flashing", picture?.flicker.flashes),
    stretches("Not to be decoded", picture?.lost),
    ...(content?.sound ?? []).map(({ index, silence }, place, all) =>
      stretches(
        all.length > 1 ? `Silence in sound ${place + 1} (stream ${index})` : "Silence",
        silence,
      ),
    ),
    ...(packets?.streams ?? []).map(({ index, pace }) => {
      const kind = streams.find((stream) => stream.index === index)?.kind;
      return {
        title: `Missing ${kind ? STREAM_KINDS[kind].toLowerCase() : `of stream ${index}`}`,
        moments: (pace?.gaps ?? []).map(({ at, seconds }) => ({
          at: Math.max(0, at - start),
          words: formatDuration(seconds),
        })),
        all: pace?.gapCount ?? 0,
      };
    }),
  ];
  return lists.filter(({ moments }) => moments.length > 0);
}

/** `12 scenes`: for its folded section. */
export function contentWords({ content }: MetadataDocument): string | null {
  const picture = content?.picture;
  return picture ? counted(picture.sceneCount, "scene change") : null;
}
