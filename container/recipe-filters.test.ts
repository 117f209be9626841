import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import type { Recipe, Tone } from "../protocol/enhancement.ts";
import { SAMPLE_PLAN } from "../protocol/testing/samples.ts";
import {
  cleaningFilters,
  finishingFilters,
  isTemporal,
  toneFilter,
  workingFormat,
} from "./recipe-filters.ts";

const NEUTRAL: Tone = { gain: 1, lift: 0, gamma: 1, saturation: 1, red: 1, blue: 1 };
const tone = (changed: Partial<Tone>): Tone => ({ ...NEUTRAL, ...changed });
const recipe = (changed: Partial<Recipe> = {}): Recipe => ({
  ...SAMPLE_PLAN.recipe,
  ...NEUTRAL,
  shots: [],
  denoise: 0,
  deblock: 0,
  sharpen: 0,
  deband: 0,
  ...changed,
});

/** Y, U and V of one colour after the filters, in codes of `format`. */
function shown(yuv: [number, number, number], format: string, filters: readonly string[]) {
  const wide = format.endsWith("10le");
  const [y, u, v] = wide ? yuv.map((code) => code * 4) : yuv;
  const fill = `format=${format},lutyuv=y=${y}:u=${u}:v=${v}`;
  const graph = [fill, ...filters, `format=${format}`].join(",");
  const bytes = execFileSync("ffmpeg", [
    ...["-v", "error", "-f", "lavfi", "-i", "color=gray:s=64x64", "-frames:v", "1"],
    ...["-vf", graph, "-f", "rawvideo", "-"],
  ]);
  const at = (pixel: number) => (wide ? bytes.readUInt16LE(pixel * 2) / 4 : bytes[pixel]) ?? 0;
  return [at(0), at(64 * 64), at((64 * 64 * 5) / 4)];
}

describe("a tone's filters", () => {
  it.each(["yuv420p", "yuv420p10le"])("do what the tone says, in %s", (format) => {
    const changed = tone({ gain: 1.3, lift: -0.05, gamma: 1.2, saturation: 1.25 });
    const [y, u, v] = shown([100, 110, 150], format, toneFilter(changed));
    expect(y).toBeCloseTo(16 + 219 * (((100 - 16) / 219) * 1.3 - 0.05) ** (1 / 1.2), -0.1);
    expect(u).toBeCloseTo(128 + (110 - 128) * 1.25, -0.1);
    expect(v).toBeCloseTo(128 + (150 - 128) * 1.25, -0.1);
  });

  it.each(["yuv420p", "yuv420p10le"])("keep black and white where they are, in %s", (format) => {
    const changed = toneFilter(tone({ gain: 1.5, lift: -0.25, gamma: 0.9, red: 1.1, blue: 0.9 }));
    expect(shown([16, 128, 128], format, changed)[0]).toBe(16);
    expect(shown([235, 128, 128], format, changed)[0]).toBe(235);
  });

  it.each(["yuv420p", "yuv420p10le"])("move grey by the gains of red and blue, in %s", (format) => {
    const [luma, red, blue] = [0.6, 1.15, 0.88];
    const code = Math.round(16 + 219 * luma);
    const [y, u, v] = shown([code, 128, 128], format, toneFilter(tone({ red, blue })));
    // ITU-R BT.709: E'CB = (E'B − E'Y) / 1.8556, E'CR = (E'R − E'Y) / 1.5748, in 224 codes.
    expect(y).toBe(code);
    expect(Math.abs((u ?? 0) - (128 + (luma * (blue - 1) * 224) / 1.8556))).toBeLessThan(1);
    expect(Math.abs((v ?? 0) - (128 + (luma * (red - 1) * 224) / 1.5748))).toBeLessThan(1);
    const black = shown([16, 128, 128], format, toneFilter(tone({ red, blue })));
    for (const [at, found] of black.entries()) {
      expect(Math.abs(found - (at === 0 ? 16 : 128))).toBeLessThanOrEqual(0.25);
    }
  });

  it("are none where it is neutral, and hold only where they are enabled", () => {
    expect(toneFilter(NEUTRAL)).toEqual([]);
    const never = toneFilter(tone({ gain: 1.5, red: 1.2 }), "eq(n\\,7)");
    expect(never).toHaveLength(2);
    expect(shown([100, 128, 128], "yuv420p", never)).toEqual([100, 128, 128]);
    expect(shown([100, 128, 128], "yuv420p", toneFilter(tone({ gain: 1.5 }), "1"))[0]).toBe(142);
  });
});

describe("a recipe's filters", () => {
  it("are none for a neutral recipe", () => {
    expect([...cleaningFilters(recipe()), ...finishingFilters(recipe())]).toEqual([]);
    expect(isTemporal(recipe({ sharpen: 1, deblock: 1 }))).toBe(false);
    expect(isTemporal(recipe({ denoise: 0.1 }))).toBe(true);
  });

  it("run in this ffmpeg, and leave a flat picture as it is", () => {
    const all = recipe({ denoise: 0.6, deblock: 0.5, sharpen: 0.4, deband: 0.5 });
    const filters = [...cleaningFilters(all), ...finishingFilters(all)];
    expect(filters).toHaveLength(4);
    expect(shown([100, 110, 150], "yuv420p", filters)).toEqual([100, 110, 150]);
    expect(shown([100, 110, 150], "yuv420p10le", cleaningFilters(all))).toEqual([100, 110, 150]);
  });

  it("work in 10 bit only where 8 could show steps", () => {
    expect(workingFormat(recipe(), 10)).toBe("yuv420p");
    expect(workingFormat(recipe({ gain: 1.3, lift: -0.1 }), 8)).toBe("yuv420p");
    expect(workingFormat(recipe({ gain: 1.3, lift: -0.1 }), 10)).toBe("yuv420p10le");
    expect(workingFormat(recipe({ gain: 2.4 }), 8)).toBe("yuv420p10le");
    const shots = [{ ...tone({ gamma: 2 }), firstFrame: 0, frames: 9 }];
    expect(workingFormat(recipe({ shots }), 8)).toBe("yuv420p10le");
  });
});
