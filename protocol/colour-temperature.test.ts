import { expect, it } from "vitest";
import { gainsOfTemperature } from "./colour-temperature.ts";

it("is neutral at 6500 K, warmer below and colder above", () => {
  expect(gainsOfTemperature(6500)).toEqual({ red: 1, blue: 1 });
  const kelvins = [1000, 2000, 3000, 4000, 5000, 6000, 7000, 9000, 15_000, 40_000];
  const gains = kelvins.map(gainsOfTemperature);
  for (const [at, { red, blue }] of gains.entries()) {
    const next = gains[at + 1] ?? { red: 0, blue: 9 };
    expect(red).toBeGreaterThanOrEqual(next.red);
    expect(blue).toBeLessThanOrEqual(next.blue);
    expect(red > 1).toBe((kelvins[at] ?? 0) < 6500);
  }
});

it("gives the colour of a bulb and of a blue sky", () => {
  // M. Charity's table of black bodies (CIE 1964, 10°): 3000 K is #ffb16e, 10000 K #ccdbff.
  const bulb = gainsOfTemperature(3000);
  expect(bulb.red / bulb.blue).toBeCloseTo(255 / 110, 0);
  const sky = gainsOfTemperature(10_000);
  expect(sky.red / sky.blue).toBeCloseTo(204 / 255, 1);
});
