import { describe, expect, it } from "vitest";
import { createRecoveries, pauseAfter } from "./recovery.ts";

describe("beginning again", () => {
  it("is worth it twice within a short time", () => {
    let now = 0;
    const mayRecover = createRecoveries(() => now);
    expect(mayRecover()).toBe(true);
    now += 1_000;
    expect(mayRecover()).toBe(true);
    now += 1_000;
    expect(mayRecover()).toBe(false);
    expect(mayRecover()).toBe(false);
  });

  it("is worth it as often as a long film breaks off now and then", () => {
    let now = 0;
    const mayRecover = createRecoveries(() => now);
    for (let minute = 0; minute < 10; minute++) {
      expect(mayRecover()).toBe(true);
      now += 60_000;
    }
  });
});

it("waits longer and longer for the line, within reason", () => {
  expect([0, 1, 2, 3, 30].map(pauseAfter)).toEqual([2_000, 4_000, 8_000, 15_000, 15_000]);
});
