import { describe, expect, it } from "vitest";
import { STRING_CHARS_MAX, stringCutter } from "./cut-strings.ts";

/** The text through a cutter, in pieces of that many characters. */
function cut(text: string, piece: number): string {
  const next = stringCutter();
  let out = "";
  for (let at = 0; at < text.length; at += piece) out += next(text.slice(at, at + piece));
  return out;
}

const LONG = "x".repeat(STRING_CHARS_MAX + 500);

describe("cutting strings", () => {
  it.each([1, 2, 3, 7, 4_096, 100_000])("leaves short ones alone, in pieces of %i", (piece) => {
    const value = { a: 'q"\\\u0007', "ключ 👍": [1, "", "\\"], "{": { "}": "[\n" }, n: -1.5e3 };
    const text = JSON.stringify(value, null, 1);
    expect(cut(text, piece)).toBe(text);
  });

  it.each([1, 5, 1_000, 100_000])("cuts names and values, in pieces of %i", (piece) => {
    const text = JSON.stringify({ [LONG]: "short", b: LONG, c: ["z", LONG] });
    const name = LONG.slice(0, STRING_CHARS_MAX);
    expect(JSON.parse(cut(text, piece))).toEqual({ [name]: "short", b: name, c: ["z", name] });
  });

  it.each(['"', "\\", "\u0001", "👍", "\n"])("keeps the last character whole: %j", (character) => {
    for (let before = STRING_CHARS_MAX - 8; before <= STRING_CHARS_MAX; before++) {
      const text = JSON.stringify(["x".repeat(before) + character.repeat(20), "after"]);
      for (const piece of [1, 3, 50_000]) {
        const [first, after] = JSON.parse(cut(text, piece));
        expect(after).toBe("after");
        expect([...first]).toHaveLength(Math.min(before + 20, STRING_CHARS_MAX));
        expect(first.isWellFormed()).toBe(true);
      }
    }
  });

  it.each([100, 65_536])("leaves room for thousands of long ones, in pieces of %i", (piece) => {
    const tags = {
      title: "x".repeat(4_000),
      COMMENT: "y".repeat(4_000),
      ARTIST: "z".repeat(4_000),
    };
    const chapters = Array.from({ length: 1_500 }, (_, id) => ({ id, start_time: "1.0", tags }));
    const text = cut(JSON.stringify({ chapters, format: { format_name: "matroska" } }), piece);
    // ffprobe may print four times as much.
    expect(text.length).toBeLessThan(1_500_000);
    const told = JSON.parse(text);
    expect(told.chapters).toHaveLength(1_500);
    expect(told.chapters[0].tags.title).toHaveLength(STRING_CHARS_MAX);
    expect(told.chapters[1_499]).toMatchObject({ id: 1_499, tags: { COMMENT: "y".repeat(64) } });
    expect(told.format).toEqual({ format_name: "matroska" });
  });

  it("keeps nothing of what is cut off", () => {
    const next = stringCutter();
    let kept = next('["').length;
    for (let piece = 0; piece < 200; piece++) kept += next("x".repeat(50_000)).length;
    expect(kept).toBeLessThan(5_000);
    expect(next('"]')).toBe('"]');
  });
});
