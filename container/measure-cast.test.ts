import { describe, expect, it } from "vitest";
import { castCounter } from "./measure-cast.ts";

type Thing = { share: number; blue: number; red: number };

/** The cast of a picture of such things, each in many shades under one light. */
function castOf(things: readonly Thing[], light = { blue: 0, red: 0 }) {
  const counter = castCounter();
  for (const { share, blue, red } of things) {
    for (let n = 0; n < share * 1000; n++) {
      const luma = 0.2 + 0.6 * ((n % 50) / 50);
      counter.add(luma, luma * (blue + light.blue), luma * (red + light.red));
    }
  }
  return counter.cast();
}
const WALL = { share: 0.4, blue: 0, red: 0 };
const GRASS = { share: 0.6, blue: -0.35, red: -0.2 };
const AMBER = { blue: -0.2, red: 0.15 };

describe("measuring the cast", () => {
  it("is that of the grey things, whatever else there is", () => {
    expect(castOf([WALL, GRASS])).toEqual({ blue: 0, red: 0 });
    const { blue, red } = castOf([WALL, GRASS], AMBER);
    expect(blue).toBeCloseTo(-0.2, 2);
    expect(red).toBeCloseTo(0.15, 2);
  });

  it("finds blue light as well", () => {
    const { blue, red } = castOf([WALL], { blue: 0.25, red: -0.19 });
    expect(blue).toBeCloseTo(0.25, 2);
    expect(red).toBeCloseTo(-0.19, 2);
  });

  it("is 0 where one hue fills the picture, or nothing is surely grey", () => {
    expect(castOf([{ share: 1, blue: -0.1, red: -0.4 }])).toEqual({ blue: 0, red: 0 });
    // Skin and wood: spread along the line on which light moves grey.
    const warm = Array.from({ length: 12 }, (_, n) => n / 20 - 0.1);
    const skin = warm.map((t) => ({ share: 1 / 12, blue: -t, red: 0.75 * t }));
    expect(castOf(skin)).toEqual({ blue: 0, red: 0 });
  });

  it("leaves out what is too dark or too bright to have a colour", () => {
    const counter = castCounter();
    for (let n = 0; n < 100; n++) counter.add(n % 2 ? 0.05 : 0.98, -0.02, 0.015);
    expect(counter.cast()).toEqual({ blue: 0, red: 0 });
  });
});
