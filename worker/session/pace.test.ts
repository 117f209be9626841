import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Pace } from "./pace.ts";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** What was told, and after how many ms. */
function listened() {
  const pace = new Pace(500);
  const heard: [string, number][] = [];
  const begun = Date.now();
  const tell = (id: string) => pace.tell(id, () => heard.push([id, Date.now() - begun]));
  return { pace, heard, tell };
}

it("tells the first at once, and all that comes too soon once, at the end of the time", () => {
  const { heard, tell } = listened();
  for (let ms = 0; ms < 1200; ms += 100) {
    tell("one");
    vi.advanceTimersByTime(100);
  }
  vi.advanceTimersByTime(5_000);
  expect(heard.map(([, at]) => at)).toEqual([0, 500, 1000, 1500]);
});

it("keeps what has nothing to do with each other apart", () => {
  const { heard, tell } = listened();
  tell("one");
  tell("two");
  expect(heard).toEqual([
    ["one", 0],
    ["two", 0],
  ]);
});

it("tells nothing that was dropped, and goes on at its pace", () => {
  const { pace, heard, tell } = listened();
  tell("one");
  tell("one");
  pace.drop("one");
  vi.advanceTimersByTime(200);
  tell("one");
  vi.advanceTimersByTime(5_000);
  expect(heard.map(([, at]) => at)).toEqual([0, 500]);
  tell("one");
  tell("one");
  pace.clear();
  vi.advanceTimersByTime(5_000);
  expect(heard).toHaveLength(3);
});
