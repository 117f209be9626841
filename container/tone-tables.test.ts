// The tables that the page draws by are those of the filters: the same code for each code.

import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import {
  isBalanced,
  manualTone,
  SEED_TONE,
  type Spots,
  toneTables,
  whiteBalanceOf,
} from "../protocol/tone.ts";
import { toneFilter } from "./recipe-filters.ts";

const TONES = {
  seed: SEED_TONE,
  dark: manualTone({ brightness: -0.3, gamma: 0.6 }),
  flat: manualTone({ contrast: 0.35, saturation: 0.4 }),
  steep: manualTone({ contrast: 2.7, gamma: 2.2, saturation: 2.5 }),
  warm: manualTone({ temperature: 3200, contrast: 1.1 }),
  cold: manualTone({ temperature: 12_000, saturation: 1.4 }),
};

/** Luma lies beside chroma here: the same code in both, at twice the distance in luma. */
function filtered(bits: 8 | 10, filters: readonly string[]) {
  const [count, format] = bits === 8 ? [256, "yuv420p"] : [1024, "yuv420p10le"];
  const row = Uint16Array.from({ length: count * 2 }, (_, x) => x >> 1);
  const chroma = Uint16Array.from({ length: count }, (_, x) => x);
  const codes = [...row, ...row, ...chroma, ...chroma];
  const input =
    bits === 8 ? Uint8Array.from(codes) : new Uint8Array(Uint16Array.from(codes).buffer);
  const raw = ["-f", "rawvideo", "-pix_fmt", format, "-s", `${count * 2}x2`];
  const bytes = execFileSync(
    "ffmpeg",
    ["-v", "error", ...raw, "-i", "-", "-vf", filters.join(), "-f", "rawvideo", "-"],
    { input },
  );
  const made = bits === 8 ? Uint16Array.from(bytes) : new Uint16Array(new Uint8Array(bytes).buffer);
  return {
    luma: Array.from({ length: count }, (_, code) => made[code * 2]),
    blue: [...made.subarray(count * 4, count * 5)],
    red: [...made.subarray(count * 5)],
  };
}

it.each(
  Object.keys(TONES).flatMap((name) => [
    { name, bits: 8 as const },
    { name, bits: 10 as const },
  ]),
)("$name in $bits bit", ({ name, bits }) => {
  const tone = Object.entries(TONES).find(([key]) => key === name)?.[1] ?? SEED_TONE;
  const most = 2 ** bits - 1;
  const tables = toneTables(tone, bits);
  const moved = (code: number, { black, white }: Spots) => {
    const chroma = code / most - 0.5 + (code / most) * (white - black) + black;
    return Math.floor(Math.min(most, Math.max(0, (chroma + 0.5) * most)));
  };
  const expected = (table: Uint16Array, spots: Spots) =>
    Array.from(table, (_, code) => table[isBalanced(tone) ? moved(code, spots) : code] ?? 0);
  const { blue, red } = whiteBalanceOf(tone);
  const made = filtered(bits, toneFilter(tone));
  expect(made.luma).toEqual([...tables.luma]);
  for (const [codes, wanted] of [
    [made.blue, expected(tables.blue, blue)],
    [made.red, expected(tables.red, red)],
  ] as const) {
    // The filter moves chroma in single precision: where it meets a whole code, either is right.
    const off = codes.filter((code, at) => code !== wanted[at]);
    expect(off.length).toBeLessThanOrEqual(isBalanced(tone) ? codes.length / 100 : 0);
  }
});
