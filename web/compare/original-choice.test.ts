import { expect, test } from "vitest";
import { failure } from "../../protocol/failure.ts";
import { choiceOf, copyWords } from "./original-choice.ts";

const ORIGINAL = { original: { url: "/original" }, proxyUrl: null };
const WITH_COPY = { ...ORIGINAL, proxyUrl: "/proxy.mp4" };
const PROXY = { status: "none" as const, progress: 0, failure: null };

test("the original is played as long as it can be, whatever copies there are", () => {
  const own = { url: "/original", isCopy: false, lacksCopy: false };
  expect(choiceOf(ORIGINAL, [])).toEqual(own);
  expect(choiceOf(WITH_COPY, ["/proxy.mp4"])).toEqual(own);
});

test("a copy takes its place, and is lacking only until it is there", () => {
  expect(choiceOf(ORIGINAL, ["/original"])).toEqual({ url: null, isCopy: false, lacksCopy: true });
  const copy = { url: "/proxy.mp4", isCopy: true, lacksCopy: false };
  expect(choiceOf(WITH_COPY, ["/original"])).toEqual(copy);
  const none = { url: null, isCopy: false, lacksCopy: false };
  expect(choiceOf(WITH_COPY, ["/original", "/proxy.mp4"])).toEqual(none);
});

test("a video that has not arrived lacks nothing", () => {
  const nothing = { url: null, isCopy: false, lacksCopy: false };
  expect(choiceOf({ original: null, proxyUrl: null }, [])).toEqual(nothing);
});

test("a copy tells how far it is, and can be asked for again where it came to nothing", () => {
  const asked = { refusal: null, begun: false };
  expect(copyWords(PROXY, null)).toBeNull();
  expect(copyWords(PROXY, asked)).toMatchObject({ progress: null, canRetry: false });
  const running = { ...PROXY, status: "running" as const, progress: 0.4 };
  expect(copyWords(running, asked)).toMatchObject({ progress: 0.4, canRetry: false });
  const failed = { ...PROXY, status: "failed" as const, failure: failure("corrupt") };
  expect(copyWords(failed, asked)).toEqual({
    words: "No copy could be made.",
    reason: {
      title: "The file is damaged",
      detail: "Its picture cannot be decoded. Copy it again, or export it afresh.",
      lang: undefined,
      detailLang: undefined,
    },
    progress: null,
    canRetry: true,
  });
  expect(copyWords(PROXY, { ...asked, begun: true })?.words).toBe("The copy was stopped.");
  const refusal = { title: "No", detail: "Not now.", lang: undefined, detailLang: undefined };
  expect(copyWords(PROXY, { ...asked, refusal })).toMatchObject({
    words: null,
    reason: refusal,
    canRetry: true,
  });
});
