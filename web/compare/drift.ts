// How two players are kept at the same frame: small differences are healed by playing a little
// faster or slower, large ones by a jump. Pure.

/** Beyond this many seconds a jump is less of a disturbance than a long chase. */
const JUMP_S = 0.35;
/** A difference is to be gone within about this many seconds. */
const HEALING_S = 0.5;
/** Speed changes stay below what an eye notices. */
const RATE_CHANGE_MAX = 0.12;

export type Correction = { kind: "none" } | { kind: "rate"; rate: number } | { kind: "jump" };

/** What a follower does that stands `drift` seconds ahead of its leader, given a frame's length. */
export function correction(drift: number, frame: number): Correction {
  const size = Math.abs(drift);
  if (size > JUMP_S) return { kind: "jump" };
  if (size < frame / 4) return { kind: "none" };
  const change = Math.min(RATE_CHANGE_MAX, size / HEALING_S);
  return { kind: "rate", rate: drift > 0 ? 1 - change : 1 + change };
}

/** The middle of the frame that lies `steps` frames from the one shown at `time`, in seconds. */
export function steppedTime(time: number, steps: number, frameRate: number): number {
  // A thousandth of a frame forgives what a clock loses by rounding.
  const shown = Math.floor(time * frameRate + 0.001);
  return (Math.max(0, shown + steps) + 0.5) / frameRate;
}
