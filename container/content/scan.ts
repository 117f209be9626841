// Interlaced or not, over a whole film: idet's word on every frame is counted, and the verdict is
// that of interlacing.ts on the stretches in which fields were compared. Pure.

import type { PictureContent } from "../../protocol/content.ts";
import { type Look, type Stretch, scanOf } from "../interlacing.ts";
import { ORDERS } from "./hear.ts";

type Film = { rate: number; fieldOrder: string | null };
/** Place in ORDERS, and the differences of fields where they were compared. */
type Judged = {
  order: number;
  repeated: boolean;
  swing: Stretch["swing"] | null;
};

/** `window`: number of the stretch that a frame belongs to; frames without a swing count too. */
export function scanCounter() {
  const counts = [0, 0, 0, 0];
  let repeatedFields = 0;
  const stretches: { looks: Look[]; swing: Stretch["swing"] }[] = [];
  let open: number | null = null;
  return {
    add(window: number | null, { order, repeated, swing }: Judged): void {
      counts[order] = (counts[order] ?? 0) + 1;
      if (repeated) repeatedFields++;
      if (window === null) return;
      if (window !== open) stretches.push({ looks: [], swing: noSwing() });
      open = window;
      const stretch = stretches.at(-1);
      if (!stretch) return;
      stretch.looks.push({ order: orderOf(order), repeated });
      stretch.swing.lowerToUpper += swing?.lowerToUpper ?? 0;
      stretch.swing.upperToLower += swing?.upperToLower ?? 0;
    },
    finish({ rate, fieldOrder }: Film): PictureContent["scan"] {
      const [undetermined = 0, progressive = 0, topFirst = 0, bottomFirst = 0] = counts;
      const told = { topFirst, bottomFirst, progressive, undetermined, repeatedFields };
      if (topFirst + bottomFirst + progressive === 0) return { verdict: "unknown", ...told };
      const flagged = fieldOrder === null ? {} : { field_order: fieldOrder };
      const { kind } = scanOf(stretches, flagged, rate);
      return { verdict: kind === "frames" ? "interlaced" : kind, ...told };
    },
  };
}

function orderOf(order: number): Look["order"] {
  const word = ORDERS[order];
  return word === "tff" || word === "bff" || word === "progressive" ? word : "undetermined";
}

function noSwing(): Stretch["swing"] {
  return { lowerToUpper: 0, upperToLower: 0 };
}
