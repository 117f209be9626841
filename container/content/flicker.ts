// Light that goes up and down: how much on the whole, and where it flashes so fast that it can harm
// people with photosensitive epilepsy (ITU-R BT.1702). Pure. Times are seconds.

import { RANGES_MAX } from "../../protocol/content.ts";

/** BT.1702: a change of 20 cd/m² of 200, where the darker picture stays below 160. */
const FLASH_CHANGE = 0.1;
const FLASH_DARKER_MAX = 0.8;
/** More than three flashes, each of two opposing changes, within a second. */
const CHANGES = 8;
const WITHIN_SECONDS = 1;

/**
 * Takes each frame's mean luma, 0…1, and its mean light; 1 is 200 cd/m². BT.1702 counts what flashes on a quarter of
 * the screen; here the picture is judged as a whole, so that a small bright part is not seen.
 */
export function flickerFinder() {
  const ranges: { start: number; end: number }[] = [];
  const changes: number[] = [];
  let [sum, count] = [0, 0];
  let luma: number | null = null;
  let step: number | null = null;
  /** Least and most light since it last turned, and whether it rises since; null: not known. */
  let extreme = { least: Infinity, most: -Infinity, rising: null as boolean | null };

  return { add, finish };

  function add(time: number, nextLuma: number, light: number): void {
    const nextStep: number | null = luma === null ? null : nextLuma - luma;
    if (step !== null && nextStep !== null) {
      if (step * nextStep < 0) sum += Math.min(Math.abs(step), Math.abs(nextStep));
      count++;
    }
    luma = nextLuma;
    step = nextStep;
    if (isChange(light)) takeChange(time);
  }

  /** True where light has turned and come far enough from its last extreme. */
  function isChange(light: number): boolean {
    const { least, most, rising } = extreme;
    const up = light - least >= FLASH_CHANGE && least < FLASH_DARKER_MAX;
    const down = most - light >= FLASH_CHANGE && light < FLASH_DARKER_MAX;
    if (up && rising !== true) extreme = { least: light, most: light, rising: true };
    else if (down && rising !== false) extreme = { least: light, most: light, rising: false };
    else {
      extreme = { least: Math.min(least, light), most: Math.max(most, light), rising };
      return false;
    }
    return true;
  }

  function takeChange(time: number): void {
    changes.push(time);
    if (changes.length > CHANGES) changes.shift();
    const first = changes[0];
    if (changes.length < CHANGES || first === undefined || time - first > WITHIN_SECONDS) return;
    const last = ranges.at(-1);
    if (last && first <= last.end) last.end = time;
    else if (ranges.length < RANGES_MAX) ranges.push({ start: first, end: time });
  }

  function finish() {
    return { mean: count === 0 ? 0 : sum / count, flashes: ranges };
  }
}
