import { expect, test } from "vitest";
import { problem } from "../../protocol/problem.ts";
import { refusalWords, type UploadVerdict, uploadVerdict } from "./upload-refusal.ts";

test.each([0, 408, 409, 423, 429, 460, 500, 502, 503])("HTTP %i is tried again", (status) => {
  expect(uploadVerdict({ status, body: "" }).kind).toBe("again");
});

test("no answer at all is tried again", () => {
  expect(uploadVerdict(null).kind).toBe("again");
});

test("an ended session is told apart", () => {
  expect(uploadVerdict({ status: 401, body: "" }).kind).toBe("unauthorized");
});

test("a refused file is shown in the words of its problem", () => {
  const body = JSON.stringify(problem("audio_only", undefined, "req"));
  expect(shown(uploadVerdict({ status: 415, body }))).toEqual({
    title: "There is only sound in this file",
    detail: "Reelight needs a picture to work on. Choose a file that holds video.",
    lang: undefined,
    detailLang: undefined,
  });
});

test.each(["", "<html>", "{", '{"title":1}'])(
  "an answer of somebody else (%s) has words",
  (body) => {
    expect(shown(uploadVerdict({ status: 413, body }))).toMatchObject({
      detail: "The server answered with HTTP 413.",
    });
  },
);

test("a file that is gone has words of the page", () => {
  expect(refusalWords({ kind: "unreadable" })).toMatchObject({
    title: "The file cannot be read any more",
    lang: undefined,
  });
});

/** What a person sees of a verdict; null if nothing. */
function shown(verdict: UploadVerdict) {
  return verdict.kind === "refused" ? refusalWords(verdict.refusal) : null;
}
