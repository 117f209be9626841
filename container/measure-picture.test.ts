import { describe, expect, it } from "vitest";
import { measurePicture } from "./measure-picture.ts";

const WIDTH = 64;
const HEIGHT = 48;

/** Frames of 64 × 48 whose luma and chroma are computed for each pixel. */
function frames(
  count: number,
  luma: (x: number, y: number, frame: number) => number,
  chroma: [number, number] = [128, 128],
) {
  const size = (WIDTH * HEIGHT * 3) / 2;
  const bytes = new Uint8Array(size * count);
  for (let frame = 0; frame < count; frame++) {
    const start = frame * size;
    for (let y = 0; y < HEIGHT; y++) {
      for (let x = 0; x < WIDTH; x++) bytes[start + y * WIDTH + x] = luma(x, y, frame);
    }
    bytes.fill(chroma[0], start + WIDTH * HEIGHT, start + (WIDTH * HEIGHT * 5) / 4);
    bytes.fill(chroma[1], start + (WIDTH * HEIGHT * 5) / 4, start + size);
  }
  return { width: WIDTH, height: HEIGHT, patch: 0, bytes };
}

describe("measuring a picture", () => {
  it("gives luma in 0…1 of the limited range", () => {
    const grey = measurePicture(frames(3, () => 16 + 219 / 2));
    expect(grey.frames).toBe(3);
    expect(grey.mean).toBeCloseTo(0.5, 2);
    expect(grey.percentiles.p50).toBeCloseTo(0.5, 2);
  });

  it("takes percentiles from all pixels of all frames", () => {
    // Every column one step brighter: a ramp over 64 levels from 50 on.
    const { percentiles } = measurePicture(frames(2, (x) => 50 + x));
    expect(percentiles.p0_1).toBeCloseTo((50 - 16) / 219, 3);
    expect(percentiles.p50).toBeCloseTo((50 + 31 - 16) / 219, 3);
    expect(percentiles.p99_9).toBeCloseTo((50 + 63 - 16) / 219, 3);
  });

  it("counts what lies at the ends of the range", () => {
    const half = measurePicture(frames(1, (x) => (x < 16 ? 250 : x < 24 ? 5 : 120)));
    expect(half.clippedHighlights).toBeCloseTo(0.25);
    expect(half.clippedShadows).toBeCloseTo(0.125);
  });

  it("leaves black frames out, unless there are no others", () => {
    const fading = measurePicture(frames(4, (_, __, frame) => (frame < 2 ? 17 : 120)));
    expect(fading.frames).toBe(2);
    expect(fading.percentiles.p1).toBeGreaterThan(0.4);
    expect(measurePicture(frames(4, () => 17)).frames).toBe(4);
  });

  it("leaves letterbox and pillarbox bars out, also under a bright picture", () => {
    const boxed = frames(2, (x, y) => (y < 6 || y >= 42 || x < 8 || x >= 56 ? 17 : 150));
    expect(measurePicture(boxed).percentiles.p0_1).toBeCloseTo((150 - 16) / 219, 2);
  });

  it("takes a dark half of a picture for picture, not for a bar", () => {
    const night = measurePicture(frames(2, (_, y) => (y < 30 ? 18 : 150)));
    expect(night.percentiles.p10).toBeLessThan(0.05);
  });

  it("measures colour as distance from grey", () => {
    expect(measurePicture(frames(1, () => 120)).saturation).toBe(0);
    expect(measurePicture(frames(1, () => 120, [128 + 56, 128])).saturation).toBeCloseTo(0.5);
  });

  it("measures detail in the patch below each frame, and light and colour above it", () => {
    const [patch, size] = [64, (WIDTH * (HEIGHT + 64) * 3) / 2];
    const bytes = new Uint8Array(size).fill(128);
    bytes.fill(100, 0, WIDTH * HEIGHT);
    // A step of 4 pixels' width each: as steep as pixels allow.
    for (let at = 0; at < WIDTH * patch; at++) bytes[WIDTH * HEIGHT + at] = at & 4 ? 180 : 80;
    const found = measurePicture({ width: WIDTH, height: HEIGHT, patch, bytes });
    expect(found.sharpness).toBe(1);
    expect(found.percentiles.p99_9).toBeCloseTo((100 - 16) / 219, 3);
    expect(found.saturation).toBe(0);
  });

  it("refuses to measure nothing", () => {
    expect(() =>
      measurePicture({ width: 64, height: 48, patch: 0, bytes: new Uint8Array(10) }),
    ).toThrow(RangeError);
  });
});
