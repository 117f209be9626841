import { describe, expect, it } from "vitest";
import {
  type LocalFacts,
  localWords,
  meantFrameRate,
  thumbnailSize,
  thumbnailTimes,
} from "./local-facts.ts";

const FACTS: LocalFacts = {
  duration: 5.04,
  picture: { codec: "avc", width: 720, height: 1280, rotation: 90, frameRate: 30_000 / 1001 },
  sound: { codec: "aac", channels: 2 },
  thumbnails: [],
};

const plain = (facts: LocalFacts) => localWords(facts).join(" · ").replaceAll("\u00a0", " ");

describe("the words for a chosen file", () => {
  it("tell length, picture and sound", () => {
    expect(plain(FACTS)).toBe(
      "5.04 s · 720 × 1280 · H.264 · 29.97 fps · turned by 90° · sound: AAC, stereo",
    );
  });

  it("leave out what is not known", () => {
    const picture = { codec: null, width: 640, height: 360, rotation: 0, frameRate: null };
    const sound = { codec: null, channels: 6 };
    expect(plain({ ...FACTS, duration: null, picture, sound })).toBe(
      "640 × 360 · sound: 6 channels",
    );
  });

  it("say what is missing", () => {
    expect(plain({ ...FACTS, picture: null })).toBe(
      "5.04 s · no moving picture · sound: AAC, stereo",
    );
    expect(plain({ ...FACTS, sound: null })).toMatch(/no sound$/);
  });
});

describe("a frame rate", () => {
  it.each([
    // 100 frames at 29.97 over times in milliseconds.
    [100 / 3.337, 30_000 / 1001],
    [100 / 3.333, 30],
    [29.97, 30_000 / 1001],
    [25.001, 25],
    [22.04, 22],
    [12.345, 12.3],
  ])("of %f on average is meant as %f", (average, meant) => {
    expect(meantFrameRate(average)).toBe(meant);
  });

  it("of no packets, or of packets at one time, is not known", () => {
    for (const average of [0, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(meantFrameRate(average)).toBeNull();
    }
  });
});

it("small pictures are spread over the film and leave out its ends", () => {
  expect(thumbnailTimes(8, 4)).toEqual([1, 3, 5, 7]);
});

it.each([
  [1920, 1080, 228],
  [1080, 1920, 72],
  [16_000, 16, 512],
  [16, 16_000, 1],
])("a small picture of %d × %d is %d wide", (width, height, wide) => {
  expect(thumbnailSize({ width, height })).toEqual({ width: wide, height: 128 });
});
