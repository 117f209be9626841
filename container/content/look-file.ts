// The file that a look leaves for `summarise`: columns of numbers, one value for each frame of the
// stretch, and sums over it. Small pictures and parts in full resolution lie beside it as they are.

import * as z from "zod/mini";

/** Names of a look's files. Frames: this schema. Tiles: rgb24. Patches: luma in full resolution. */
export const LOOK_FILES = {
  frames: "frames.json",
  tiles: "tiles.bin",
  patches: "patches.bin",
} as const;

const whole = z.array(z.int());
const numbers = z.array(z.number());
const numbersOrNone = z.array(z.nullable(z.number()));
const counts = z.array(z.number()).check(z.length(256));
const SizeSchema = z.object({ width: z.int(), height: z.int() });
const BoxSchema = z.nullable(
  z.object({ left: z.int(), top: z.int(), right: z.int(), bottom: z.int() }),
);

export const LookFileSchema = z.object({
  /** The same in all looks of a film. */
  film: z.object({
    index: z.int(),
    width: z.int(),
    height: z.int(),
    startUs: z.number(),
    delayUs: z.number(),
    rate: z.number(),
    fieldOrder: z.nullable(z.string()),
    /** Tiles were brought to ordinary range. */
    toneMapped: z.boolean(),
    measured: SizeSchema,
    tile: SizeSchema,
    patch: SizeSchema,
  }),
  /** Microseconds of the file's clock. */
  times: numbers,
  /** FrameMeasures, by name. */
  luma: whole,
  light: numbers,
  black: whole,
  lumaChange: numbersOrNone,
  change: numbersOrNone,
  si: numbers,
  ti: numbersOrNone,
  saturation: numbers,
  shiftX: numbersOrNone,
  shiftY: numbersOrNone,
  /** Place in ORDERS, by idet. */
  orders: whole,
  repeated: whole,
  /** Differences of fields to the frame before; null where they were not compared. */
  lowerToUpper: numbersOrNone,
  upperToLower: numbersOrNone,
  /** FrameTotals. */
  histograms: z.object({ luma: counts, blue: counts, red: counts }),
  box: BoxSchema,
  /** The same box in pixels of the picture, of the frames that patches were taken of. */
  fineBox: BoxSchema,
  /** Microseconds of packets that gave no frame. */
  damaged: numbers,
  /** First and last frame of the end that time did not suffice for. */
  unseen: numbers,
  tileTimes: numbers,
  patchTimes: numbers,
});
export type LookFile = z.infer<typeof LookFileSchema>;
