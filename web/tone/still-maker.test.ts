import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createStillMaker } from "./still-maker.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A maker whose requests are answered by hand. */
function bench() {
  const asked: { seconds: number | null; signal: AbortSignal; answer: (shown: boolean) => void }[] =
    [];
  const maker = createStillMaker((seconds, signal) => {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    asked.push({ seconds, signal, answer: resolve });
    return promise;
  });
  const answer = async (at: number, shown: boolean) => {
    asked[at]?.answer(shown);
    await vi.advanceTimersByTimeAsync(0);
  };
  return { maker, asked, answer };
}

test("asks for the first picture at once, of any second", async () => {
  const { maker, asked, answer } = bench();
  void maker.make(null);
  expect(asked).toMatchObject([{ seconds: null }]);
  expect(maker.get()).toEqual({ wanted: null, coming: true });
  await answer(0, true);
  expect(maker.get()).toEqual({ wanted: null, coming: false });
});

test("of a hand that moves, asks for the place where it rests alone", async () => {
  const { maker, asked, answer } = bench();
  for (const seconds of [1, 2, 3]) {
    maker.choose(seconds);
    expect(maker.get()).toEqual({ wanted: seconds, coming: true });
    await vi.advanceTimersByTimeAsync(300);
  }
  expect(asked).toEqual([]);
  await vi.advanceTimersByTimeAsync(100);
  expect(asked).toMatchObject([{ seconds: 3 }]);
  await answer(0, true);
  // Still the one in the hand: the frame that is shown begins a little before it.
  expect(maker.get()).toEqual({ wanted: 3, coming: false });
});

test("who moves on gives up what is being made, and its end says nothing", async () => {
  const { maker, asked, answer } = bench();
  void maker.make(1);
  maker.choose(2);
  expect(asked[0]?.signal.aborted).toBe(true);
  await answer(0, true);
  expect(maker.get()).toEqual({ wanted: 2, coming: true });
  await vi.advanceTimersByTimeAsync(400);
  expect(asked[1]?.signal.aborted).toBe(false);
  await answer(1, true);
  expect(maker.get()).toEqual({ wanted: 2, coming: false });
});

test("a place of which there is no picture is not chosen any more", async () => {
  const { maker, answer } = bench();
  void maker.make(4);
  await answer(0, false);
  expect(maker.get()).toEqual({ wanted: null, coming: false });
});

test("asks for nothing more once it is given up", async () => {
  const { maker, asked } = bench();
  maker.choose(2);
  maker.giveUp();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked).toEqual([]);
  expect(maker.get()).toEqual({ wanted: null, coming: false });
});
