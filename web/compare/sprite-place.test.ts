import { expect, test } from "vitest";
import { parseCues, spritePlace } from "./sprite-place.ts";

/** Two sheets of 3 × 2 pictures, the second one not full. */
const SPRITE = {
  ...{ width: 160, height: 90, columns: 3, rows: 2, step: 2, count: 8 },
  ...{ vttUrl: "/v1/sprite.vtt", sheetUrls: ["/v1/0.jpg", "/v1/1.jpg"] },
};

/** Pictures of every second step, but that from 6 to 12 the film stands still. */
const CUES = [0, 2, 4, 6, 12, 14, 16, 18].map((start) => ({ start, end: start + 2 }));

test.each([
  [0, "/v1/0.jpg", 0, 0],
  [1.99, "/v1/0.jpg", 0, 0],
  [2, "/v1/0.jpg", 160, 0],
  [7, "/v1/0.jpg", 0, 90],
  [11.9, "/v1/0.jpg", 0, 90],
  [12, "/v1/0.jpg", 160, 90],
  [16, "/v1/1.jpg", 0, 0],
  [99, "/v1/1.jpg", 160, 0],
  [-1, "/v1/0.jpg", 0, 0],
])("at %d s", (seconds, url, x, y) => {
  expect(spritePlace(SPRITE, CUES, seconds)).toEqual({ url, x, y });
});

test("a sprite without pictures has no place", () => {
  expect(spritePlace(SPRITE, [], 0)).toBeNull();
  expect(spritePlace({ ...SPRITE, sheetUrls: [] }, CUES, 0)).toBeNull();
});

test("the times of a sprite's WebVTT are read", () => {
  const first = "00:00:00.000 --> 00:00:06.000\nsheet-0.jpg#xywh=0,0,160,90\n";
  const second = "00:00:06.000 --> 101:01:08.250\nsheet-0.jpg#xywh=160,0,160,90\n";
  expect(parseCues(["WEBVTT\n", first, second].join("\n"))).toEqual([
    { start: 0, end: 6 },
    { start: 6, end: 363_668.25 },
  ]);
  expect(parseCues("WEBVTT\n")).toEqual([]);
});
