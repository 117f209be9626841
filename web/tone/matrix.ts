// The weights by which a film's RGB and its luma and chroma are turned into one another. Pure.

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

/** By the name that the file declares; null where it declares none. `height` is that of the picture. */
export function weightsOf(matrix: string | null, height: number): Weights {
  const declared = matrix === null ? undefined : WEIGHTS[matrix];
  return declared ?? (height < HD_HEIGHT_MIN ? BT601 : BT709);
}
