import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Rational, rational, toNumber } from "../protocol/rational.ts";
import { gopFramesAt, gridOf } from "./grid.ts";

const film = (frames: number, gopFrames: number, rate = rational(24)) => ({
  ...{ frames, gopFrames, frameRate: rate, sourceRate: rational(24) },
  fpsMethod: "cfr" as const,
});

const seconds = (frames: number, rate: Rational) => frames / toNumber(rate);
const at24 = (frames: number) => gridOf(film(frames, 48)).map((segment) => segment.frames);

describe("grid", () => {
  it("lays 4 s first, then 6 s, and joins a rest of one group to the segment before", () => {
    expect(at24(720)).toEqual([96, 144, 144, 144, 192]);
    expect(at24(96 + 144 + 49)).toEqual([96, 144, 49]);
    expect(at24(96 + 144 + 48)).toEqual([96, 192]);
  });

  it("keeps a short clip in one segment", () => {
    expect(at24(1)).toEqual([1]);
    expect(at24(121)).toEqual([121]);
    expect(at24(144)).toEqual([144]);
    expect(at24(145)).toEqual([96, 49]);
  });

  it("keeps a job small where pictures are moved along, and only there", () => {
    const moved = { ...film(720, 120, rational(60)), fpsMethod: "motion" as const };
    expect(gridOf(moved).map((segment) => segment.frames)).toEqual([120, 120, 120, 120, 120, 120]);
    const same = { ...moved, sourceRate: moved.frameRate };
    expect(gridOf(same).map((segment) => segment.frames)).toEqual([240, 480]);
  });

  it("has a group of at least one frame at any rate", () => {
    expect(gopFramesAt(rational(30000, 1001))).toBe(60);
    expect(gopFramesAt(rational(1, 10))).toBe(1);
  });

  it("covers every frame once, in whole groups, 4 to 8 s long", () => {
    const rates = [rational(24000, 1001), rational(25), rational(60), rational(1), rational(120)];
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 * 3600 * 30 }), fc.constantFrom(...rates), faultless),
    );
  });
});

/** True if the grid of `n` frames keeps every rule; plain comparisons, since grids are long. */
function faultless(n: number, rate: Rational): boolean {
  const gop = gopFramesAt(rate);
  const grid = gridOf(film(n, gop, rate));
  let next = 0;
  const kept = grid.every(({ firstFrame, frames }, at) => {
    const gapless = firstFrame === next && firstFrame % gop === 0;
    next += frames;
    const short = seconds(frames, rate) < 8.5;
    // What is left for a segment of its own is more than one group, unless it is all there is.
    if (at === grid.length - 1) return gapless && short && (at === 0 || frames > gop);
    return gapless && short && frames % gop === 0 && seconds(frames, rate) > 3.5;
  });
  return kept && next === n;
}
