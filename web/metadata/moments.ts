// What happens when in a film, as lists of times. Pure.

import { type LostReason, RANGES_MAX } from "../../protocol/content.ts";
import type { MetadataDocument } from "../../protocol/metadata.ts";
import { formatDuration } from "../format.ts";
import { words } from "../language/words.ts";
import { counted } from "./rows.ts";
import { paceIsUneven } from "./timing-rows.ts";

/** Seconds from where the film begins, as a player counts them. */
export type Moment = { at: number; words?: string };
/** `all` counts those that are not listed too; null where there may be more that nobody counted. */
export type Moments = { title: string; moments: Moment[]; all: number | null };

/** At which time of the file's own clock the film begins. */
export const startOf = ({ facts }: MetadataDocument) => facts?.container.startTime ?? 0;

/** A film of three scenes has two changes. */
const sceneChanges = ({ sceneCount }: { sceneCount: number }) => Math.max(0, sceneCount - 1);

/** Lists that have anything in them; no two have one title. */
export function momentsOf(document: MetadataDocument): Moments[] {
  const { facts, packets, content } = document;
  const picture = content?.picture ?? null;
  const start = startOf(document);
  const told = words().metadata.moments;
  const stretches = (
    title: string,
    ranges: readonly { start: number; end: number }[] = [],
    all = ranges.length < RANGES_MAX ? ranges.length : null,
  ) => ({
    title,
    moments: ranges.map(({ start: from, end }) => ({
      at: Math.max(0, from - start),
      words: formatDuration(end - from),
    })),
    all,
  });
  const lost = (why: LostReason) => picture?.lost.filter(({ reason }) => reason === why) ?? [];
  // Of what is not listed the reason is not known.
  const listed = picture?.lost.length ?? 0;
  const allLost = listed < RANGES_MAX || picture?.lostCount === listed;
  const lostFor = (why: LostReason) =>
    stretches(told.lost[why], lost(why), allLost ? lost(why).length : null);
  const streams = facts?.streams ?? [];
  // A film that is uneven throughout has pauses by nature.
  const even = (packets?.streams ?? []).filter(
    ({ pace }) => pace !== null && pace.gaps.length > 0 && !paceIsUneven(pace),
  );
  const lists: Moments[] = [
    {
      title: told.chapters,
      moments: (facts?.chapters ?? []).map(({ start: from, title }) => ({
        at: Math.max(0, (from ?? start) - start),
        ...(title !== null && { words: title }),
      })),
      all: facts?.chapterCount ?? facts?.chapters?.length ?? 0,
    },
    {
      title: told.scenes,
      moments: (picture?.scenes ?? []).map(({ at }) => ({ at: Math.max(0, at - start) })),
      all: picture ? sceneChanges(picture) : 0,
    },
    stretches(told.black, picture?.black, picture?.blackCount),
    stretches(told.frozen, picture?.frozen, picture?.frozenCount),
    stretches(told.flashing, picture?.flicker.flashes),
    lostFor("damaged"),
    lostFor("out_of_time"),
    ...(content?.sound ?? []).map(({ index, silence, silenceCount }, place, sounds) =>
      stretches(
        sounds.length > 1 ? told.silenceIn(place + 1, index) : told.silence,
        silence,
        silenceCount,
      ),
    ),
    ...even.map(({ index, pace }) => {
      const kind = streams.find((stream) => stream.index === index)?.kind;
      const what = kind ? told.missingKinds[kind] : told.missing;
      return {
        title: even.length > 1 ? told.ofStream(what, index) : what,
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

/** `12 scene changes`: for its folded section. */
export function contentWords({ content }: MetadataDocument): string | null {
  const picture = content?.picture;
  return picture ? counted(sceneChanges(picture), words().metadata.sections.sceneChanges) : null;
}
