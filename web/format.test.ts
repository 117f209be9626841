import { afterEach, describe, expect, test } from "vitest";
import {
  formatBitrate,
  formatBytes,
  formatClock,
  formatDuration,
  formatFrameRate,
  formatNumber,
  formatPercent,
  formatRelative,
  formatShare,
  formatTimecode,
} from "./format.ts";
import { de } from "./language/de/de.ts";
import { en } from "./language/en/en.ts";
import { setWords } from "./language/words.ts";

/** Units are joined by a space that does not break; it is not what these tests are about. */
const plain = (text: string) => text.replaceAll("\u00a0", " ");

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1 kB"],
  [1_128_375, "1.13 MB"],
  [34_139_823, "34.1 MB"],
  [999_600, "1 MB"],
  [10 * 1024 ** 3, "10.7 GB"],
])("%i bytes are %s", (bytes, words) => {
  expect(plain(formatBytes(bytes))).toBe(words);
});

test.each([
  [0, "0:00"],
  [5.99, "0:05"],
  [65, "1:05"],
  [3723, "1:02:03"],
  [-1, "0:00"],
])("%f seconds are at %s on the clock", (seconds, words) => {
  expect(formatClock(seconds)).toBe(words);
});

test.each([
  [0, "0:00.00"],
  [5.1, "0:05.10"],
  [5.381, "0:05.38"],
  [59.999, "0:59.99"],
  [70.542, "1:10.54"],
])("%f seconds have the timecode %s", (seconds, words) => {
  expect(formatTimecode(seconds)).toBe(words);
});

test.each([
  [0.544, "0.54 s"],
  [5, "5 s"],
  [30.022, "30 s"],
  [59.94, "59.9 s"],
  [59.97, "1 min"],
  [70.542, "1 min 11 s"],
  [120, "2 min"],
  [3600, "1 h"],
  [7199, "2 h"],
  [14_390, "4 h"],
])("%f seconds last %s", (seconds, words) => {
  expect(plain(formatDuration(seconds))).toBe(words);
});

test("what rounds to zero has no sign", () => {
  expect(formatNumber(-0.04, 1)).toBe("0");
  expect(formatNumber(-0.06, 1)).toBe("-0.1");
});

test("bit rates are in kilobits below a megabit", () => {
  expect(plain(formatBitrate(128_400))).toBe("128 kbit/s");
  expect(plain(formatBitrate(1_786_000))).toBe("1.8 Mbit/s");
});

test("a fraction of a frame rate keeps the digits that tell it from a whole one", () => {
  expect(plain(formatFrameRate({ num: 30000, den: 1001 }))).toBe("29.97 fps");
  expect(plain(formatFrameRate({ num: 24000, den: 1001 }))).toBe("23.976 fps");
  expect(plain(formatFrameRate(25))).toBe("25 fps");
});

test("says 100 % of nothing but the whole", () => {
  expect(plain(formatPercent(0.999))).toBe("99 %");
  expect(plain(formatPercent(1))).toBe("100 %");
  expect(plain(formatPercent(0.00042, 2))).toBe("0.04 %");
  expect(plain(formatShare(0.158))).toBe("16 %");
  expect(plain(formatShare(0.004))).toBe("0.4 %");
  expect(plain(formatShare(0))).toBe("0 %");
});

test.each([
  [6.9 * 86_400_000, "in 6 days"],
  [47 * 3_600_000, "in 47 hours"],
  [-3 * 60_000, "3 minutes ago"],
  [-59_000, "just now"],
])("%f ms from now is %s", (ms, words) => {
  expect(formatRelative(ms)).toBe(words);
});

describe("in German", () => {
  afterEach(() => setWords(en));

  test("numbers have German marks and moments German words", () => {
    setWords(de);
    expect(plain(formatBytes(1_128_375))).toBe("1,13 MB");
    expect(formatNumber(1080.5, 1)).toBe("1.080,5");
    expect(formatTimecode(70.542)).toBe("1:10,54");
    expect(formatRelative(6.9 * 86_400_000)).toBe("in 6 Tagen");
    expect(formatRelative(-59_000)).toBe("gerade eben");
  });
});
