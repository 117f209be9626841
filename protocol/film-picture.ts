// Which of a file's pictures is the film: one rule for whoever reads, judges or enhances it. Pure.

import type { Facts, VideoStream } from "./facts.ts";

/** The film's picture; null where there is none. */
export function filmPictureOf({ streams }: Pick<Facts, "streams">): VideoStream | null {
  const pictures = streams.flatMap((stream) => (stream.kind === "video" ? [stream] : []));
  return chosenOf(pictures, (stream) => stream.default);
}

/** The first that is chosen without being asked for, as players do it, else the first. */
export function chosenOf<One>(all: readonly One[], isDefault: (one: One) => boolean): One | null {
  return all.find(isDefault) ?? all[0] ?? null;
}
