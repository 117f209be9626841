import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Rational, rational, toNumber } from "../protocol/rational.ts";
import { gopFramesAt, gridOf } from "./grid.ts";

const film = (frames: number, gopFrames: number, rate = rational(24)) => ({
  ...{ width: 1920, height: 1080, frames, gopFrames, frameRate: rate, sourceRate: rational(24) },
  fpsMethod: "cfr" as const,
});

const seconds = (frames: number, rate: Rational) => frames / toNumber(rate);
const at24 = (frames: number) => gridOf(film(frames, 48)).map((segment) => segment.frames);

describe("grid", () => {
  it("lays 4 s first, then 6 s, and joins a rest of half a group to the segment before", () => {
    expect(at24(1440)).toEqual([96, ...Array.from({ length: 8 }, () => 144), 96, 48, 48]);
    expect(at24(96 + 3 * 144 + 25)).toEqual([96, 144, 144, 96, 48, 25]);
    expect(at24(96 + 3 * 144 + 24)).toEqual([96, 144, 144, 96, 72]);
  });

  it("lays none longer than half of what is left", () => {
    expect(at24(720)).toEqual([96, 144, 144, 144, 96, 48, 48]);
    expect(at24(528)).toEqual([96, 144, 144, 96, 48]);
  });

  it("cuts a short film into fewer groups, so that all cores have a part of it", () => {
    expect(at24(1)).toEqual([1]);
    expect(at24(72)).toEqual([72]);
    expect(at24(73)).toEqual([48, 25]);
    expect(at24(192)).toEqual([48, 48, 48, 48]);
    expect(at24(240)).toEqual([48, 48, 48, 48, 48]);
    expect(at24(384)).toEqual([96, 96, 96, 48, 48]);
    expect(at24(480)).toEqual([96, 144, 144, 48, 48]);
  });

  it("lays longer segments of small pictures, which cost less than what comes with a segment", () => {
    const small = (frames: number, rate = 24) => {
      return gridOf({ ...film(frames, 2 * rate, rational(rate)), width: 854, height: 480 });
    };
    const lengths = (frames: number, rate?: number) => small(frames, rate).map((one) => one.frames);
    expect(lengths(720)).toEqual([96, 144, 192, 144, 96, 48]);
    expect(lengths(480)).toEqual([96, 144, 144, 48, 48]);
    expect(lengths(1800, 30)).toEqual([120, 180, 240, 240, 240, 240, 240, 180, 60, 60]);
    // Twice as many of them a second are no longer small.
    expect(lengths(1440, 60)).toEqual([240, 360, 360, 240, 120, 120]);
  });

  it("keeps a job small where pictures are moved along, and only there", () => {
    const moved = { ...film(720, 120, rational(60)), fpsMethod: "motion" as const };
    expect(gridOf(moved).map((segment) => segment.frames)).toEqual([120, 120, 120, 120, 120, 120]);
    const same = { ...moved, sourceRate: moved.frameRate };
    expect(gridOf(same).map((segment) => segment.frames)).toEqual([240, 240, 120, 120]);
  });

  it("has a group of at least one frame at any rate", () => {
    expect(gopFramesAt(rational(30000, 1001))).toBe(60);
    expect(gopFramesAt(rational(1, 10))).toBe(1);
  });

  it("covers every frame once, in whole groups, 2 to 7 s long, of few pixels to 9 s", () => {
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
    const short = seconds(frames, rate) < (toNumber(rate) > 1 ? 7.5 : 9.5);
    // What is left for a segment of its own is more than half a group, unless it is all there is.
    if (at === grid.length - 1) return gapless && short && (at === 0 || frames > gop / 2);
    return gapless && short && frames % gop === 0;
  });
  return kept && next === n;
}
