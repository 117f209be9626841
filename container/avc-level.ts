// The H.264 level that a picture's size and rate ask for (ITU-T H.264, table A-1). Pure.

/** Level times 10, macroblocks a second, macroblocks a frame. */
const LEVELS: readonly (readonly [level: number, rate: number, frame: number])[] = [
  [10, 1_485, 99],
  [11, 3_000, 396],
  [12, 6_000, 396],
  [13, 11_880, 396],
  [20, 11_880, 396],
  [21, 19_800, 792],
  [22, 20_250, 1_620],
  [30, 40_500, 1_620],
  [31, 108_000, 3_600],
  [32, 216_000, 5_120],
  [40, 245_760, 8_192],
  [42, 522_240, 8_704],
  [50, 589_824, 22_080],
  [51, 983_040, 36_864],
  [52, 2_073_600, 36_864],
  [60, 4_177_920, 139_264],
  [61, 8_355_840, 139_264],
  [62, 16_711_680, 139_264],
];
const HIGHEST = 62;

/** The lowest level that allows it, times 10 as decoders tell it, and the one above. */
export function avcLevelFor(
  width: number,
  height: number,
  frameRate: number,
): { level: number; next: number } {
  const [across, down] = [Math.ceil(width / 16), Math.ceil(height / 16)];
  const blocks = across * down;
  const at = LEVELS.findIndex(
    ([, rate, frame]) =>
      blocks <= frame &&
      blocks * frameRate <= rate &&
      // A.3.1: no side is longer than the root of eight times the most blocks of a frame.
      Math.max(across, down) ** 2 <= 8 * frame,
  );
  const level = LEVELS[at]?.[0] ?? HIGHEST;
  return { level, next: LEVELS[at + 1]?.[0] ?? HIGHEST };
}
