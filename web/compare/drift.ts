// How players are kept at the same frame: small differences are healed by playing a little faster
// or slower, large ones by a jump. Pure.

/** Beyond this many seconds a jump, for which all wait, is less of a disturbance than a chase. */
const JUMP_S = 0.1;
/** Below this many seconds a small change of speed is enough. */
const NEAR_S = 0.05;
/** Changes of speed that an eye does not notice. Two steps only: a browser stumbles at each change. */
const NEAR_CHANGE = 0.05;
const FAR_CHANGE = 0.12;

export type Correction = { kind: "rate"; rate: number } | { kind: "jump" };

/**
 * What a follower does that stands `drift` seconds ahead of its leader and plays at `rate` now;
 * `frame` is a frame's length. It begins to heal at half a frame and goes on to an eighth. One that
 * has just jumped `mayJump` no more for a while.
 */
export function correction(
  drift: number,
  frame: number,
  rate: number,
  mayJump: boolean,
): Correction {
  const size = Math.abs(drift);
  if (size > JUMP_S && mayJump) return { kind: "jump" };
  const healing = rate !== 1 && Math.sign(drift) === Math.sign(1 - rate);
  if (size < (healing ? frame / 8 : frame / 2)) return { kind: "rate", rate: 1 };
  const change = size > NEAR_S ? FAR_CHANGE : NEAR_CHANGE;
  return { kind: "rate", rate: drift > 0 ? 1 - change : 1 + change };
}

/** The middle of the frame that lies `steps` frames from the one shown at `time`, in seconds. */
export function steppedTime(time: number, steps: number, frameRate: number): number {
  // A thousandth of a frame forgives what a clock loses by rounding.
  const shown = Math.floor(time * frameRate + 0.001);
  return (Math.max(0, shown + steps) + 0.5) / frameRate;
}
