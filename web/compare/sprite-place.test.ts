import { expect, test } from "vitest";
import { spritePlace } from "./sprite-place.ts";

/** Two sheets of 3 × 2 pictures, the second one not full. */
const SPRITE = {
  ...{ width: 160, height: 90, columns: 3, rows: 2, step: 2, count: 8 },
  ...{ vttUrl: "/v1/sprite.vtt", sheetUrls: ["/v1/0.jpg", "/v1/1.jpg"] },
};

test.each([
  [0, "/v1/0.jpg", 0, 0],
  [1.99, "/v1/0.jpg", 0, 0],
  [2, "/v1/0.jpg", 160, 0],
  [7, "/v1/0.jpg", 0, 90],
  [12, "/v1/1.jpg", 0, 0],
  [99, "/v1/1.jpg", 160, 0],
  [-1, "/v1/0.jpg", 0, 0],
])("at %d s", (seconds, url, x, y) => {
  expect(spritePlace(SPRITE, seconds)).toEqual({ url, x, y });
});

test("a sprite without pictures has no place", () => {
  expect(spritePlace({ ...SPRITE, count: 0 }, 0)).toBeNull();
  expect(spritePlace({ ...SPRITE, sheetUrls: [] }, 0)).toBeNull();
});
