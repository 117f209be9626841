import { describe, expect, it } from "vitest";
import { cutsIn, difference, partsOf, type Signature, signatureOf } from "./shots.ts";

const SIZE = { width: 32, height: 18 };

/** A picture with light from `low` to `high` of full scale, in stripes that `phase` moves along. */
function picture(low: number, high: number, phase = 0) {
  const luma = Array.from({ length: SIZE.width * SIZE.height }, (_, at) => {
    const part = 0.5 + 0.5 * Math.sin((at % SIZE.width) / 3 + phase);
    return Math.round(255 * (low + (high - low) * part));
  });
  const chroma = new Array<number>(luma.length / 2).fill(128);
  return signatureOf(Uint8Array.from([...luma, ...chroma]), SIZE);
}
type Light = readonly [low: number, high: number];
/** What lies between two pictures, as in a dissolve. */
const mixed = (a: Signature, b: Signature, part: number): Signature => {
  const mix = (from: Float64Array, to: Float64Array) =>
    from.map((value, at) => value + ((to[at] ?? 0) - value) * part);
  return {
    cumulative: mix(a.cumulative, b.cumulative),
    grid: mix(a.grid, b.grid),
    mean: a.mean + (b.mean - a.mean) * part,
  };
};
/** A film of these lights, a frame each. A slow pan: every frame differs a little. */
const panned = (lights: readonly Light[]) =>
  lights.map(([low, high], at) => picture(low, high, at / 50));
const held = (frames: number, light: Light) => new Array<Light>(frames).fill(light);
/** From one light to another, both ends left out. */
const moved = (frames: number, from: Light, to: Light) =>
  Array.from({ length: frames }, (_, at): Light => {
    const part = (at + 1) / (frames + 1);
    return [from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part];
  });
const cutsOf = (...lights: Light[][]) => cutsIn(panned(lights.flat()));
const BLACK: Light = [0.06, 0.07];
const DARK: Light = [0.1, 0.4];
const GOOD: Light = [0.1, 0.9];
const BRIGHT: Light = [0.5, 0.95];

describe("signatures", () => {
  it("of the same picture do not differ, and differ more the more light there is", () => {
    expect(difference(picture(...DARK), picture(...DARK))).toBe(0);
    const near = difference(picture(...DARK), picture(0.1, 0.5));
    expect(difference(picture(...DARK), picture(...GOOD))).toBeGreaterThan(near);
  });

  it("tell colours apart where the light is the same", () => {
    const luma = new Uint8Array(SIZE.width * SIZE.height).fill(120);
    const grey = new Uint8Array(luma.length / 2).fill(128);
    const blue = new Uint8Array(luma.length / 2).fill(160);
    const [a, b] = [grey, blue].map((chroma) =>
      signatureOf(Uint8Array.from([...luma, ...chroma]), SIZE),
    );
    expect(a && b && difference(a, b)).toBeGreaterThan(0.06);
  });

  it("can be made of the smallest pictures", () => {
    const smallest = signatureOf(Uint8Array.from([16, 235, 16, 235, 128, 128]), {
      width: 2,
      height: 2,
    });
    expect(smallest.mean).toBeCloseTo(0.5);
  });
});

describe("parts of a film seen a few times", () => {
  it("are as long as the light stays", () => {
    const seen = [DARK, DARK, GOOD, BRIGHT, BRIGHT].map((range) => picture(...range));
    expect(partsOf(seen)).toEqual([[0, 1], [2], [3, 4]]);
  });

  it("leave black out", () => {
    const seen = [BLACK, DARK, BLACK, DARK, GOOD, BLACK].map((range) => picture(...range));
    expect(partsOf(seen)).toEqual([[1, 3], [4]]);
    expect(partsOf([picture(...BLACK)])).toEqual([]);
  });
});

describe("cuts", () => {
  it("are found to the frame", () => {
    expect(cutsOf(held(40, DARK), held(25, GOOD), held(30, BRIGHT))).toEqual([40, 65]);
  });

  it("are found at the ends of a stretch", () => {
    expect(cutsOf(held(1, DARK), held(20, GOOD))).toEqual([1]);
    expect(cutsOf(held(20, DARK), held(1, GOOD))).toEqual([20]);
  });

  it("are found where one picture is blended of both shots", () => {
    const [cut, ...more] = cutsOf(held(20, DARK), [[0.1, 0.62]], held(20, GOOD));
    expect(more).toEqual([]);
    expect([20, 21]).toContain(cut);
  });

  it("are not in one shot whose light changes slowly, or within half a second", () => {
    for (const frames of [12, 25, 100]) {
      expect(cutsOf(held(20, DARK), moved(frames, DARK, GOOD), held(20, GOOD))).toEqual([]);
    }
  });

  it("are not in a dissolve", () => {
    const to = panned(held(72, BRIGHT));
    const film = panned(held(72, DARK)).map((from, at) => {
      return mixed(from, to[at] ?? from, Math.min(1, Math.max(0, (at - 24) / 24)));
    });
    expect(cutsIn(film)).toEqual([]);
  });

  it("are not at flashes", () => {
    for (const flash of [1, 2, 3]) {
      expect(cutsOf(held(20, DARK), held(flash, [0.8, 1]), held(20, DARK))).toEqual([]);
    }
  });

  it("are not made by repeated frames", () => {
    const repeated = panned(held(30, GOOD)).flatMap((frame) => [frame, frame, frame]);
    expect(cutsIn(repeated)).toEqual([]);
  });

  it("lie in the middle of black between two fades", () => {
    const out = [...held(20, DARK), ...moved(12, DARK, BLACK)];
    const into = [...moved(12, BLACK, GOOD), ...held(20, GOOD)];
    const [cut = 0, ...more] = cutsOf(out, held(10, BLACK), into);
    expect(more).toEqual([]);
    expect(cut).toBeGreaterThanOrEqual(32);
    expect(cut).toBeLessThan(42);
    expect(cutsOf(out, held(10, BLACK))).toEqual([]);
  });
});
