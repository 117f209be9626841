import { expect, test } from "vitest";
import { failure } from "../../protocol/failure.ts";
import { runWords } from "./run-words.ts";

const run = { progress: 0.4, failure: null };

test.each(["waiting", "analysing", "encoding", "assembling"] as const)(
  "%s: it is to come, and then how far it is",
  (status) => {
    const before = runWords({ ...run, status }, false);
    expect(before?.words).toMatch(/^The enhanced picture comes here/);
    expect(before?.progress).toBeNull();
    expect(runWords({ ...run, status }, true)).toMatchObject({
      words: "Still being made",
      progress: 0.4,
    });
  },
);

test("one that was stopped is not being made any more", () => {
  const stopped = { ...run, status: "cancelled" as const };
  expect(runWords(stopped, true)).toEqual({
    words: "Stopped at 40\u00a0%",
    progress: null,
    reason: null,
    seen: "You see what was made until then.",
  });
  expect(runWords(stopped, false)).toMatchObject({ seen: null, progress: null });
});

test("one that failed says why, with and without a picture", () => {
  const failed = { ...run, status: "failed" as const, failure: failure("corrupt") };
  const reason = { title: "The file is damaged", lang: undefined };
  expect(runWords(failed, true)).toMatchObject({ words: "Failed at 40\u00a0%", reason });
  expect(runWords(failed, false)).toMatchObject({
    words: "There is no enhanced picture",
    reason,
    seen: null,
  });
});

test("one that is ready needs no words", () => {
  expect(runWords({ ...run, status: "ready", progress: 1 }, true)).toBeNull();
});
