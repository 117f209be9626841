import { afterEach, beforeEach, describe, expect, it, test } from "vitest";
import { FAILURE_CODES, failure } from "../../protocol/failure.ts";
import type { TimelineSpan } from "../../protocol/timeline.ts";
import { de } from "../language/de/de.ts";
import { en } from "../language/en/en.ts";
import { setWords } from "../language/words.ts";
import { attemptWords } from "../progress/span-words.ts";
import { retryWords } from "../progress/work-words.ts";
import { testVideo } from "../video/test-video.ts";
import { announcement } from "./announcement.ts";
import { failureWords } from "./failure-words.ts";

const OWN = { lang: undefined, detailLang: undefined };
const AT = "2026-11-22T10:00:04.000Z";
const numbersIn = (text: string) => text.replaceAll(",", ".").match(/\d+(\.\d+)?/g);

afterEach(() => setWords(en));

test.each(FAILURE_CODES)("%s is told in English as the service tells it", (code) => {
  const { title, detail } = failure(code);
  expect(failureWords(failure(code))).toEqual({ title, detail, ...OWN });
});

describe("in German", () => {
  beforeEach(() => setWords(de));

  it.each(FAILURE_CODES)("%s has words of its own, and the same numbers", (code) => {
    const english = failure(code);
    const { title, detail, ...languages } = failureWords(english);
    expect(languages).toEqual(OWN);
    expect(title).toMatch(/\S/);
    expect(title).not.toBe(english.title);
    expect(detail).not.toBe(english.detail);
    expect(numbersIn(detail)).toEqual(numbersIn(english.detail));
  });

  it.each(FAILURE_CODES)("no sentence holds the English title of %s", (code) => {
    const why = failure(code);
    const { title } = failureWords(why);
    const retrying = { kind: "encode", index: 2, attempt: 2, failure: why, at: AT };
    const span: TimelineSpan = {
      kind: "encode",
      track: "enhancement",
      enhancement: null,
      index: 2,
      attempt: 1,
      rendition: null,
      outcome: "failed",
      dueAt: AT,
      startedAt: AT,
      endedAt: AT,
      failure: why,
    };
    const at = Date.parse(AT);
    const failed = { type: "track.failed" as const, video: testVideo({ failure: why }) };
    const sentences = [
      retryWords(retrying, at),
      attemptWords(span, { due: at, began: at, end: at }),
      announcement({ seq: 1, at: AT, ...failed }),
    ];
    for (const sentence of sentences) {
      expect(sentence).toContain(title);
      expect(sentence).not.toContain(why.title);
    }
  });

  it("keeps a detail that says more, and says that it is English", () => {
    expect(failureWords(failure("too_long", "It lasts 5 hours."))).toEqual({
      title: "Das Video ist zu lang",
      detail: "It lasts 5 hours.",
      lang: undefined,
      detailLang: "en",
    });
  });

  it.each(["newer_than_the_page", "constructor"])("keeps all of the unknown code %s", (code) => {
    const told = { title: "It rained", detail: "Wait for the sun." };
    expect(failureWords({ code, ...told })).toEqual({ ...told, lang: "en", detailLang: "en" });
  });
});
