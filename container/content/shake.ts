// How much the picture trembles: how far it strays from its own smooth way. A pan or a tripod has
// none of that. Pure.

/** The smooth way is the mean over so long around a frame; hands tremble faster than that. */
const WINDOW_SECONDS = 0.5;
/** Fewer frames than a second of them say nothing. */
const LEAST_SECONDS = 1;

/** Takes each frame's movement since the one before, in shares of the width. */
export function shakeMeter(rate: number) {
  const half = Math.max(1, Math.round((rate * WINDOW_SECONDS) / 2));
  const size = 2 * half + 1;
  let way: { x: number; y: number }[] = [];
  let [squares, count] = [0, 0];
  return {
    /** Null: the picture did not tell, as at a cut. The way begins anew there. */
    add(moved: { x: number; y: number } | null): void {
      const last = way.at(-1);
      if (moved === null || last === undefined) {
        way = moved === null ? [] : [moved];
        return;
      }
      way.push({ x: last.x + moved.x, y: last.y + moved.y });
      if (way.length > size) way.shift();
      const middle = way[half];
      if (way.length < size || middle === undefined) return;
      const mean = (of: "x" | "y") => way.reduce((sum, place) => sum + place[of], 0) / size;
      squares += (middle.x - mean("x")) ** 2 + (middle.y - mean("y")) ** 2;
      count++;
    },
    /** Root mean square of the distance; null where too little was found. */
    finish: (): number | null =>
      count < LEAST_SECONDS * rate ? null : Math.round(Math.sqrt(squares / count) * 1e6) / 1e6,
  };
}
