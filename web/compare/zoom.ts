// How large the picture is shown and which part of it, the same on both sides. Pure. Sizes are in
// CSS pixels, places in the picture in shares of it.

/** `fit`, or how many of the screen's own pixels one pixel of the picture takes. */
export type Level = "fit" | 1 | 2;
export type Size = { width: number; height: number };
export type Point = { x: number; y: number };
/** `centre` is the place of the picture, 0…1, in the middle of its pane. */
export type Zoom = { level: Level; centre: Point };

export const LEVELS: readonly Level[] = ["fit", 1, 2];
export const FIT: Zoom = { level: "fit", centre: { x: 0.5, y: 0.5 } };

export function nextLevel(level: Level): Level {
  return LEVELS[(LEVELS.indexOf(level) + 1) % LEVELS.length] ?? "fit";
}

/** The size of a picture of so many pixels at the level, `density` screen pixels to a CSS pixel. */
export function zoomedSize(level: Exclude<Level, "fit">, pixels: Size, density: number): Size {
  return { width: (pixels.width * level) / density, height: (pixels.height * level) / density };
}

/**
 * Where the picture's corner lies in its pane. No gap is left at an edge; a picture smaller than
 * its pane stands in the middle. It falls on a screen pixel, else 1:1 would be blurred.
 */
export function cornerOf(centre: Point, size: Size, pane: Size, density: number): Point {
  const place = (share: number, length: number, room: number) => {
    const start =
      length <= room
        ? (room - length) / 2
        : Math.min(0, Math.max(room - length, room / 2 - share * length));
    return Math.round(start * density) / density;
  };
  return {
    x: place(centre.x, size.width, pane.width),
    y: place(centre.y, size.height, pane.height),
  };
}

/** The centre after the picture was drawn by so many CSS pixels, kept within its reach. */
export function panned(centre: Point, by: Point, size: Size, pane: Size): Point {
  const move = (share: number, step: number, length: number, room: number) => {
    const reach = room / 2 / length;
    if (reach >= 0.5) return 0.5;
    return Math.min(1 - reach, Math.max(reach, share - step / length));
  };
  return {
    x: move(centre.x, by.x, size.width, pane.width),
    y: move(centre.y, by.y, size.height, pane.height),
  };
}
