// The weights by which a film's RGB and its luma and chroma are turned into one another. Pure.

import type { VideoStream } from "../../protocol/facts.ts";

/** Weights of red and blue in luma; green has the rest. */
export type Weights = { red: number; blue: number };

const BT601: Weights = { red: 0.299, blue: 0.114 };
const BT709: Weights = { red: 0.2126, blue: 0.0722 };

const WEIGHTS: Record<string, Weights> = {
  bt709: BT709,
  smpte170m: BT601,
  bt470bg: BT601,
  fcc: { red: 0.3, blue: 0.11 },
  smpte240m: { red: 0.212, blue: 0.087 },
  bt2020nc: { red: 0.2627, blue: 0.0593 },
};

/** From this height on browsers take a picture that declares nothing for BT.709. */
const HD_HEIGHT_MIN = 720;

/** Of an original that the browser plays, by the name that the file declares; null where it declares none. `height` is that of the picture. */
export function weightsOf(matrix: string | null, height: number): Weights {
  const declared = matrix === null ? undefined : WEIGHTS[matrix];
  return declared ?? (height < HD_HEIGHT_MIN ? BT601 : BT709);
}

/** The service's standard definition: up to PAL's lines, unless it is as wide as HD. */
const SD_HEIGHT_MAX = 576;
const HD_WIDTH_MIN = 1_280;

/**
 * Of a picture that the service made of a stream. It is BT.709 where the range was higher; else the
 * service finds a matrix where the file declares none, as `colourOf` in `container/colour.ts` does.
 */
export function madeWeightsOf({ dynamicRange, colour, width, height }: MadeOf): Weights {
  if (dynamicRange !== "SDR") return BT709;
  const { matrix, primaries } = colour;
  const family = primaries === "bt2020" ? "bt2020nc" : primaries;
  const declared = WEIGHTS[matrix ?? ""] ?? WEIGHTS[family ?? ""];
  return declared ?? (width >= HD_WIDTH_MIN || height > SD_HEIGHT_MAX ? BT709 : BT601);
}

type MadeOf = Pick<VideoStream, "dynamicRange" | "width" | "height"> & {
  colour: Pick<VideoStream["colour"], "matrix" | "primaries">;
};
