// What strangers send as names and settings.

import { describe, expect, it } from "vitest";
import { HttpFailure } from "../problem.ts";
import { cleanFilename, parseUploadMetadata, settingsFrom } from "./upload-metadata.ts";

const base64 = (text: string) => Buffer.from(text).toString("base64");

function codeOf(act: () => unknown): { code: string; detail: string | undefined } {
  try {
    act();
  } catch (error) {
    if (error instanceof HttpFailure) return { code: error.code, detail: error.detail };
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("Upload-Metadata", () => {
  it("holds pairs, values in UTF-8, and keys without a value", () => {
    const header = `filename ${base64("Größe 🎬.mp4")}, filetype ${base64("video/mp4")},flag`;
    expect([...parseUploadMetadata(header)]).toEqual([
      ["filename", "Größe 🎬.mp4"],
      ["filetype", "video/mp4"],
      ["flag", ""],
    ]);
  });

  it("may be absent or empty", () => {
    expect(parseUploadMetadata(undefined).size).toBe(0);
    expect(parseUploadMetadata(" ").size).toBe(0);
  });

  it.each([
    ["no base64", "filename a_b"],
    ["a key twice", "a AA==,a AA=="],
    ["a third word", "a AA== x"],
    ["no key", "a AA==,,b AA=="],
    ["a key outside of ASCII", "ä AA=="],
    ["too much", `a ${"A".repeat(9_000)}`],
  ])("is refused with %s", (_, header) => {
    expect(codeOf(() => parseUploadMetadata(header)).code).toBe("bad_request");
  });
});

describe("settings", () => {
  it("are automatic without any", () => {
    expect(settingsFrom(undefined)).toEqual({ mode: "auto" });
    expect(settingsFrom("")).toEqual({ mode: "auto" });
  });

  it("are refused by the name of the field and its range", () => {
    const refusal = codeOf(() => settingsFrom('{"mode":"manual","gamma":0}'));
    expect(refusal).toEqual({
      code: "invalid_settings",
      detail: "gamma must be a number from 0.1 to 10.",
    });
  });

  it.each(["{", "[]", "7", '"auto"', '{"mode":"best"}', '{"constructor":1}'])(
    "refuse %s",
    (text) => {
      expect(codeOf(() => settingsFrom(text)).code).toBe("invalid_settings");
    },
  );
});

describe("file names", () => {
  it.each([
    ["clip.mp4", "clip.mp4"],
    ["../../etc/passwd", "passwd"],
    ["C:\\Users\\me\\clip.mov", "clip.mov"],
    ["a/b/", "video"],
    ["..", "video"],
    ["", "video"],
    [undefined, "video"],
    ["  clip.mp4\u0000\r\n", "clip.mp4"],
    ["gpj.\u202e4pm", "gpj.4pm"],
    ["\u2066a\u2069.mp4", "a.mp4"],
    ["क्‍ष.mp4", "क्‍ष.mp4"],
    ["\ud800x.mp4", "\ufffdx.mp4"],
  ])("%j becomes %j", (name, clean) => {
    expect(cleanFilename(name)).toBe(clean);
  });

  it("are at most 255 characters, and never half a character", () => {
    const clean = cleanFilename(`${"a".repeat(254)}🎬.mp4`);
    expect(clean).toBe("a".repeat(254));
  });
});
