// A stretch of the film that is played again and again. Pure; all times are in seconds.

/** `to` is where the stretch ends, its last frame included. Null: the film's own start or end. */
export type Loop = { from: number | null; to: number | null };

export const NO_LOOP: Loop = { from: null, to: null };

/** The loop with the frame that begins at `time` as its first. An end before that is dropped. */
export function withIn(loop: Loop, time: number): Loop {
  return { from: time, to: loop.to !== null && loop.to > time ? loop.to : null };
}

/** The loop with the frame at `time`, `frame` seconds long, as its last. */
export function withOut(loop: Loop, time: number, frame: number): Loop {
  const to = time + frame;
  return { from: loop.from !== null && loop.from < to ? loop.from : null, to };
}

/** The stretch in a film of this length, or null if none is set or none of it is there. */
export function rangeOf(loop: Loop, duration: number): { from: number; to: number } | null {
  if (loop.from === null && loop.to === null) return null;
  const [from, to] = [loop.from ?? 0, Math.min(loop.to ?? duration, duration)];
  return from < to ? { from, to } : null;
}

/** Where playing goes on from `time`: the start of the stretch once it has ended, else null. */
export function loopedTime(loop: Loop, time: number, duration: number): number | null {
  const range = rangeOf(loop, duration);
  return range && time >= range.to ? range.from : null;
}
