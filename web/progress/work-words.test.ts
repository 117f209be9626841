import { describe, expect, it, test } from "vitest";
import { failure } from "../../protocol/failure.ts";
import type { Work } from "../../protocol/video.ts";
import { calmer, leftWords, lineWords, phaseWords, retryWords } from "./work-words.ts";

const work = (change: Partial<Work>): Work => ({
  phase: "encoding",
  done: 0,
  total: 1,
  ahead: null,
  secondsLeft: null,
  retrying: null,
  ...change,
});

test.each<[Partial<Work>, string]>([
  [{ phase: "waiting" }, "Waiting its turn"],
  [{ phase: "analysing" }, "Measuring the picture"],
  [{ phase: "analysing", ahead: 2 }, "Waiting its turn"],
  [{ done: 3, total: 10 }, "Encoding: segment 4 of 10"],
  [{ done: 9, total: 10 }, "Encoding: segment 10 of 10"],
  [{ done: 10, total: 10 }, "Encoding: the sound"],
  [{ phase: "assembling" }, "Joining and checking the result"],
  [{ phase: "assembling", done: 1, total: 2 }, "Joining and checking the result: file 2 of 2"],
])("says of %j: %s", (change, words) => {
  expect(phaseWords(work(change))).toBe(words);
});

test.each([
  [null, null],
  [0, "Next in line"],
  [1, "1 job ahead in line"],
  [3, "3 jobs ahead in line"],
])("%s ahead is %s", (ahead, words) => {
  expect(lineWords(ahead)).toBe(words);
});

const plain = (words: string | null) => words?.replaceAll("\u00a0", " ");

test.each([
  [0, "a few seconds left"],
  [7.4, "about 10 s left"],
  [4.9, "a few seconds left"],
  [38, "about 40 s left"],
  [44.9, "about 40 s left"],
  [57, "about 1 min left"],
  [89, "about 1 min left"],
  [95, "about 2 min left"],
  [11 * 60, "about 10 min left"],
  [34 * 60, "about 35 min left"],
  [59 * 60, "about 1 h left"],
  [100 * 60, "about 1 h 45 min left"],
])("%d seconds are %s", (left, words) => {
  expect(plain(leftWords(calmer(null, left)))).toBe(words);
});

it("is not known before it is measured", () => {
  expect(leftWords(calmer(40, null))).toBeNull();
});

describe("what is shown of the time that is left", () => {
  const shownOver = (lefts: number[]) => {
    let shown: number | null = null;
    return lefts.map((left) => {
      shown = calmer(shown, left);
      return shown;
    });
  };

  it("stays where it is while the expectation trembles", () => {
    expect(shownOver([42, 46, 44, 58, 36, 45])).toEqual([40, 40, 40, 40, 40, 40]);
    expect(shownOver([118, 160, 85])).toEqual([120, 120, 120]);
  });

  it("goes down with the time, a step at a time", () => {
    const every = Array.from({ length: 100 }, (_, second) => 100 - second);
    expect([...new Set(shownOver(every))]).toEqual([120, 60, 50, 40, 30, 20, 10, 5]);
  });

  it("goes up when it must", () => {
    expect(shownOver([42, 80, 400])).toEqual([40, 60, 420]);
  });
});

test("says what is tried again, why, and when", () => {
  const retrying = {
    kind: "encode",
    index: 2,
    attempt: 2,
    failure: failure("transcoder_unavailable"),
    at: "2026-11-22T10:00:04.000Z",
  };
  const now = Date.parse("2026-11-22T10:00:00.200Z");
  const why = "Segment 3 did not go well (The video engine could not be reached).";
  expect(plain(retryWords(retrying, now))).toBe(`${why} Attempt 2 of 3 in 4 s.`);
  expect(retryWords(retrying, now + 3_800)).toBe(`${why} Attempt 2 of 3 is on its way.`);
});
