import { describe, expect, it } from "vitest";
import { soundLines } from "./sound-lines.ts";

const block = (time: number, shortTerm: number | string) =>
  `[Parsed_ebur128_1 @ 0x55ae91820e00] [info] t: ${time.toPrecision(6)}    TARGET:-23 LUFS    ` +
  `M: -18.3 S: ${shortTerm}     I: -6.3 LUFS       LRA:   0.0 LU  FTPK:  -inf dBFS  TPK:  -5.5 dBFS`;
const silence = (word: string, time: number) =>
  `[silencedetect @ 0x55ae9177c6c0] [info] silence_${word}: ${time}`;

describe("lines of what is heard", () => {
  it("stand on the file's clock, from its first sound on", () => {
    const lines = soundLines();
    for (let at = 1; at <= 45; at++)
      lines.read(block(7 + at / 10, at < 30 ? -120.7 : -20 - at / 10));
    expect(lines.series()).toEqual({ start: 7, step: 1, values: [null, null, -23, -24, -24.5] });
    const outline = { step: 0.5, values: [0.1, 0.2, 0.3] };
    expect(lines.onClock(outline)).toEqual({ start: 7, ...outline });
  });

  it("leave a hole where the clock jumps", () => {
    const lines = soundLines();
    for (let at = 1; at <= 40; at++) lines.read(block(at / 10 + (at > 20 ? 3 : 0), -20));
    expect(lines.series().values).toEqual([-20, -20, null, null, null, -20, -20]);
    expect(lines.onClock({ step: 1, values: [0.1, 0.2, 0.3, 0.4] })).toEqual({
      ...{ start: 0, step: 1, values: [0.1, 0.2, null, null, null, 0.3, 0.4] },
    });
  });

  it("are few and small after four hours, or forty of a clock that lies", () => {
    const lines = soundLines();
    const seconds = 14_400;
    for (let at = 1; at <= seconds * 10; at++) lines.read(block(at / 10, -20));
    const { step, values } = lines.series();
    expect(step).toBe(32);
    expect(values).toHaveLength(Math.ceil(seconds / 32));
    expect(new Set(values)).toEqual(new Set([-20]));
    lines.read(block(144_000, -30));
    const later = lines.series();
    expect(later.step).toBe(256);
    expect(later.values.length).toBeLessThanOrEqual(600);
    expect(later.values.at(-1)).toBe(-30);
  });

  it("tell silence, the longest where there are too many", () => {
    const lines = soundLines();
    expect(lines.read(silence("start", 1.5))).toBe(true);
    expect(lines.read(`${silence("end", 3)} | silence_duration: 1.5`)).toBe(true);
    expect(lines.silence()).toEqual([{ start: 1.5, end: 3 }]);
    expect(lines.silenceCount()).toBe(1);
    for (let at = 0; at < 2_000; at++) {
      lines.read(silence("start", 10 + at * 5));
      lines.read(silence("end", 10 + at * 5 + (at % 10 === 0 ? 3 : 1)));
    }
    const found = lines.silence();
    expect(found).toHaveLength(500);
    expect(found.filter(({ start, end }) => end - start === 3)).toHaveLength(200);
    expect(found).toEqual(found.toSorted((a, b) => a.start - b.start));
  });

  it("are only those of the filters: a file's own words are no measures", () => {
    const lines = soundLines();
    lines.read(`    title           : ${block(5, -3)}`);
    lines.read(`    title           : ${silence("start", 5)}`);
    lines.read(silence("end", 9));
    expect(lines.series()).toEqual({ start: 0, step: 1, values: [] });
    expect(lines.silence()).toEqual([]);
  });
});
