import { describe, expect, it } from "vitest";
import { measureDetail, type Patch } from "./measure-detail.ts";

const SIDE = 128;

function patch(luma: (x: number, y: number) => number): Patch {
  const bytes = Uint8Array.from({ length: SIDE * SIDE }, (_, at) =>
    Math.round(luma(at % SIDE, Math.floor(at / SIDE))),
  );
  return { width: SIDE, height: SIDE, luma: bytes };
}

/** Noise of a normal distribution, the same in every run. */
function noise(sigma: number): () => number {
  let seed = 1;
  const random = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  return () => sigma * Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
}

/** A bright bar on dark ground, its edges blurred by a Gaussian of so many pixels. */
function bar(sigma: number) {
  const rise = (distance: number) => 1 / (1 + Math.exp((-1.702 * distance) / sigma));
  return patch((x) => 60 + 120 * (rise((x % 64) - 15.5) - rise((x % 64) - 47.5)));
}

describe("measuring detail", () => {
  it.each([2, 4, 8])("finds noise with a σ of %i codes", (sigma) => {
    const grain = noise(sigma);
    const found = measureDetail([patch(() => 120 + grain())]).noise * 219;
    expect(found).toBeGreaterThan(sigma * 0.93);
    expect(found).toBeLessThan(sigma * 1.07);
  });

  it("takes neither slopes nor edges for noise, nor texture beside something flat", () => {
    expect(measureDetail([patch((x, y) => 60 + x / 2 + y / 4)]).noise * 219).toBeLessThan(0.6);
    const grain = noise(20);
    const grass = patch((_, y) => (y < 96 ? 120 + grain() : 120));
    expect(measureDetail([grass]).noise).toBe(0);
  });

  it("does not count bars, nor what is clipped", () => {
    const grain = noise(5);
    const boxed = patch((_, y) => (y < 96 ? 16 : 120 + grain()));
    expect(measureDetail([boxed]).noise * 219).toBeGreaterThan(4);
  });

  it("gives the steepness of edges: 1 for a step, and as theory says for a blurred one", () => {
    expect(measureDetail([patch((x) => (x & 16 ? 180 : 60))]).sharpness).toBe(1);
    for (const sigma of [1, 1.7, 3]) {
      const expected = 1 / (Math.sqrt(2 * Math.PI) * sigma);
      expect(measureDetail([bar(sigma), bar(sigma)]).sharpness).toBeCloseTo(expected, 1);
    }
  });

  it("says nothing of sharpness where there are no edges", () => {
    expect(measureDetail([patch(() => 120)]).sharpness).toBe(0);
    expect(measureDetail([])).toEqual({ noise: 0, sharpness: 0, blockiness: 0 });
  });

  it("finds steps on the grid of 8, and only there", () => {
    const step = (grid: number) =>
      patch((x, y) => 100 + x / 8 + 3 * ((Math.floor(x / grid) + Math.floor(y / grid)) % 2));
    expect(measureDetail([step(8)]).blockiness).toBeGreaterThan(2);
    expect(measureDetail([step(4)]).blockiness).toBeLessThan(0.1);
    const grain = noise(3);
    expect(measureDetail([patch(() => 120 + grain())]).blockiness).toBeLessThan(0.1);
  });
});
