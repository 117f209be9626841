// Which small picture of a film's sprite belongs to an instant, and where it lies in its sheet. Pure.

import type { Content } from "../../protocol/metadata.ts";

export type Sprite = NonNullable<Content["sprite"]>;

/** `x` and `y` in pixels of the sheet; null where the sprite has no picture. */
export function spritePlace(sprite: Sprite, seconds: number) {
  const last = sprite.count - 1;
  const index = Math.min(last, Math.max(0, Math.floor(seconds / sprite.step)));
  const perSheet = sprite.columns * sprite.rows;
  const url = sprite.sheetUrls[Math.floor(index / perSheet)];
  if (last < 0 || url === undefined) return null;
  const within = index % perSheet;
  return {
    url,
    x: (within % sprite.columns) * sprite.width,
    y: Math.floor(within / sprite.columns) * sprite.height,
  };
}
