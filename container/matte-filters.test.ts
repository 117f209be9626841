import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { SAMPLE_PLAN } from "../protocol/testing/samples.ts";
import { matteCodes, matteFilters } from "./matte-filters.ts";
import { pictureFilters } from "./picture-filters.ts";

it.each([
  ["#000000", "bt709", "tv", { y: 16, u: 128, v: 128 }],
  ["#ffffff", "bt709", "tv", { y: 235, u: 128, v: 128 }],
  ["#ffffff", "smpte170m", "pc", { y: 255, u: 128, v: 128 }],
  // 100 % colour bars (ITU-R BT.709-6 and BT.601-7 in 8 bit).
  ["#00ff00", "bt709", "tv", { y: 173, u: 42, v: 26 }],
  ["#ff0000", "bt709", "tv", { y: 63, u: 102, v: 240 }],
  ["#0000ff", "smpte170m", "tv", { y: 41, u: 240, v: 110 }],
] as const)("a matte of %s in %s, %s", (matte, matrix, sourceRange, codes) => {
  expect(matteCodes(matte, { matrix, sourceRange })).toEqual(codes);
});

it("an opaque picture is laid upon nothing", () => {
  const colour = {
    ...{ primaries: "bt709", transfer: "bt709", matrix: "bt709" },
    ...{ sourceRange: "tv" as const, guessed: false },
  };
  expect(matteFilters({ colour })).toEqual([]);
});

/** Y, U and V of the first pixel of the result of an HD picture of one colour. */
function shown(source: string, colour: Partial<typeof SAMPLE_PLAN.video.colour>) {
  const size = { width: 1280, height: 720 };
  const tagged = { ...SAMPLE_PLAN.video.colour, matrix: "bt709", ...colour };
  const video = { ...SAMPLE_PLAN.video, ...size, colour: tagged, frames: 1, matte: "#0000ff" };
  const bytes = execFileSync("ffmpeg", [
    ...["-v", "error", "-f", "lavfi", "-i", source, "-frames:v", "1"],
    ...[
      "-vf",
      `${pictureFilters({ ...SAMPLE_PLAN, video }, 0, 1)},crop=2:2:0:0`,
      "-f",
      "rawvideo",
      "-",
    ],
  ]);
  return [0, 4, 5].map((at) => bytes[at]);
}
const flat = (of: string, format: string) => `color=${of}:s=1280x720:r=25,format=${format}`;
/** Of the codes of green in BT.709, without a tag. */
const YUV = "color=black@1:s=1280x720:r=25,format=yuva420p,lutyuv=y=173:u=42:v=26";

it.each([
  ["green in RGB", flat("0x00ff00", "bgra"), {}, [173, 42, 26]],
  ["green in planar RGB", flat("0x00ff00", "gbrap"), {}, [173, 42, 26]],
  ["green in RGB of full range", flat("0x00ff00", "argb"), { sourceRange: "pc" }, [173, 42, 26]],
  ["green in RGB and BT.601", flat("0x00ff00", "bgra"), { matrix: "smpte170m" }, [145, 54, 34]],
  ["green in YUV", YUV, {}, [173, 42, 26]],
  ["green in YUV and BT.601", YUV, { matrix: "smpte170m" }, [173, 42, 26]],
  ["what shows through", flat("0x00ff00@0", "bgra"), {}, [32, 240, 118]],
] as const)("in HD a matte leaves the colour as it is: %s", (_, source, colour, codes) => {
  for (const [at, code] of shown(source, colour).entries()) {
    expect(Math.abs((code ?? 0) - (codes[at] ?? 0))).toBeLessThanOrEqual(1);
  }
});
