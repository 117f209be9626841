// Which small picture of a film's sprite belongs to an instant, and where it lies in its sheet. Pure.

import type { Content } from "../../protocol/metadata.ts";

export type Sprite = NonNullable<Content["sprite"]>;

/** When a small picture is shown, in seconds of the clock that players show. */
export type Cue = { start: number; end: number };

const CUE = /^(\d{2,}):(\d\d):(\d\d\.\d{3}) --> (\d{2,}):(\d\d):(\d\d\.\d{3})/gm;

/** The cues of a sprite's WebVTT, one for each picture in the order of the sheets. */
export function parseCues(vtt: string): Cue[] {
  const secondsOf = ([hours, minutes, rest]: readonly string[]) =>
    Number(hours) * 3600 + Number(minutes) * 60 + Number(rest);
  return [...vtt.matchAll(CUE)].map(([, ...parts]) => ({
    start: secondsOf(parts.slice(0, 3)),
    end: secondsOf(parts.slice(3)),
  }));
}

/**
 * `x` and `y` in pixels of the sheet; null where the sprite has no picture. A film that stands still
 * for longer than a step has no picture for each of them: `cues` tell which there are.
 */
export function spritePlace(sprite: Sprite, cues: readonly Cue[], seconds: number) {
  const next = cues.findIndex(({ start }) => start > seconds);
  const index = next < 0 ? cues.length - 1 : Math.max(0, next - 1);
  const perSheet = sprite.columns * sprite.rows;
  const url = sprite.sheetUrls[Math.floor(index / perSheet)];
  if (index < 0 || url === undefined) return null;
  const within = index % perSheet;
  return {
    url,
    x: (within % sprite.columns) * sprite.width,
    y: Math.floor(within / sprite.columns) * sprite.height,
  };
}
