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

  it("keeps nothing of what is cut off", () => {
    const next = stringCutter();
    let kept = next('["').length;
    for (let piece = 0; piece < 200; piece++) kept += next("x".repeat(50_000)).length;
    expect(kept).toBeLessThan(5_000);
    expect(next('"]')).toBe('"]');
  });
});
