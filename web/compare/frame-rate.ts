// How many frames a second a side of the comparison has, by what is known of it by now. Pure.

import { parseRational, toNumber } from "../../protocol/rational.ts";
import type { Enhancement } from "../../protocol/video.ts";

/**
 * Of a run: what its report says or, while there is none, what was asked for; of the original, and
 * of a run that keeps its rate, `own`.
 */
export function frameRateOf(
  run: Pick<Enhancement, "report" | "settings"> | null,
  own: number,
): number {
  if (run?.report) return toNumber(run.report.frameRate);
  const asked = run?.settings.fps;
  if (typeof asked === "number") return asked;
  const rate = asked === undefined ? null : parseRational(asked);
  return rate ? toNumber(rate) : own;
}
