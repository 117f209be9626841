import { expect, it } from "vitest";
import { merged, timeScale } from "./time-scale.ts";

const DAY = 86_400_000;
const plain = (marks: { at: number; words: string }[]) =>
  marks.map(({ at, words }) => [Number(at.toFixed(3)), words.replaceAll("\u00a0", " ")]);

it("joins stretches that touch or overlap", () => {
  const stretches = [
    { from: 5, to: 9 },
    { from: 0, to: 3 },
    { from: 2, to: 4 },
    { from: 3, to: 4 },
  ];
  expect(merged(stretches)).toEqual([
    { from: 0, to: 4 },
    { from: 5, to: 9 },
  ]);
});

it("is even where there is no long gap, with ticks at round times", () => {
  const { place, ticks, cuts } = timeScale([
    { from: 1_000, to: 21_000 },
    { from: 25_000, to: 41_000 },
  ]);
  expect([0, 1_000, 21_000, 23_000, 41_000, 99_000].map(place)).toEqual([0, 0, 0.5, 0.55, 1, 1]);
  expect(cuts).toEqual([]);
  expect(plain(ticks)).toEqual([
    [0, "0 s"],
    [0.25, "10 s"],
    [0.5, "20 s"],
    [0.75, "30 s"],
    [1, "40 s"],
  ]);
});

it("cuts a day out in which nothing happened, and says how long it was", () => {
  const { place, cuts, ticks } = timeScale([
    { from: 0, to: 60_000 },
    { from: DAY, to: DAY + 40_000 },
  ]);
  expect(place(60_000)).toBeCloseTo(60 / 105);
  expect(place(DAY)).toBeCloseTo(65 / 105);
  expect(place(DAY + 40_000)).toBe(1);
  expect(plain(cuts)).toEqual([[0.595, "23 h 59 min"]]);
  expect(plain(ticks)).toEqual([
    [0, "0 s"],
    [0.286, "30 s"],
    [0.571, "1 min"],
    [0.905, "30 s"],
  ]);
});

it("has a place for an instant alone", () => {
  const { place } = timeScale([{ from: 5, to: 5 }]);
  expect(place(5)).toBe(0);
  expect(place(6)).toBeLessThanOrEqual(1);
});
