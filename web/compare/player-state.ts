// What a player says of itself: whether it can go on, how long its film is, how much there is of it.

/** Players that stand closer to the end than this have played it all. */
export const END_S = 0.05;
/** Sound and picture of one file, and two encodings of one film, end this much apart. */
const TAIL_S = 0.5;

/** A player that has shown all of `duration` stays at its last frame and holds nobody up. */
export function isReady(player: HTMLVideoElement, duration: number): boolean {
  const whole = player.duration >= duration - TAIL_S;
  if (player.ended || (whole && player.currentTime >= player.duration - END_S)) return true;
  return !player.seeking && player.readyState >= player.HAVE_FUTURE_DATA && !isStarved(player);
}

/**
 * True for a player that has come to the end of what a script has given it by now, which comes whether
 * it plays or not. Where sound lies further on, a browser lets the clock run on for more than a second
 * beside a picture that stands still. Of what a browser loads itself it may load no more while it pauses.
 */
export function isStarved(player: HTMLVideoElement): boolean {
  const { buffered, currentTime, currentSrc, readyState } = player;
  if (!currentSrc.startsWith("blob:") || buffered.length === 0) return false;
  return (
    readyState >= player.HAVE_CURRENT_DATA &&
    currentTime > buffered.end(buffered.length - 1) - END_S
  );
}

function durationOf(player: HTMLVideoElement): number {
  return Number.isFinite(player.duration) ? player.duration : endOf(player);
}

/**
 * How long players show something together: as long as the first one, or as one that ends clearly
 * before it, such as a run that was stopped. One that knows nothing of its film is not asked.
 */
export function durationTogether(players: readonly HTMLVideoElement[]): number {
  const [first = 0, ...others] = players.map(durationOf);
  const shortest = Math.min(first, ...others.filter((duration) => duration > 0));
  return shortest < first - TAIL_S ? shortest : first;
}

/** The last instant that can be shown; of a growing stream, what is there by now. */
export function endOf({ seekable }: HTMLVideoElement): number {
  return seekable.length > 0 ? seekable.end(seekable.length - 1) : 0;
}
