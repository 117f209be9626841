import { expect, test } from "vitest";
import { problem } from "../../protocol/problem.ts";
import { uploadVerdict } from "./upload-refusal.ts";

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
  expect(uploadVerdict({ status: 415, body })).toEqual({
    kind: "refused",
    title: "There is only sound in this file",
    detail: "Reelight needs a picture to work on. Choose a file that holds video.",
  });
});

test.each(["", "<html>", "{", '{"title":1}'])(
  "an answer of somebody else (%s) has words",
  (body) => {
    const verdict = uploadVerdict({ status: 413, body });
    expect(verdict).toMatchObject({
      kind: "refused",
      detail: "The server answered with HTTP 413.",
    });
  },
);
