import { describe, expect, it } from "vitest";
import { colourOf, highDynamicRangeOf } from "./colour.ts";

const colour = (fields: object) => {
  const { primaries, transfer, matrix, sourceRange, guessed } = colourOf({ index: 0, ...fields });
  return `${primaries} ${transfer} ${matrix} ${sourceRange}${guessed ? " guessed" : ""}`;
};
const tags = (primaries?: string, transfer?: string, matrix?: string) => ({
  color_primaries: primaries,
  color_transfer: transfer,
  color_space: matrix,
});

describe("colour of the result", () => {
  it.each([
    ["declared", { height: 1080, ...tags("bt709", "bt709", "bt709") }, "bt709 bt709 bt709 tv"],
    [
      "declared standard definition",
      { height: 540, ...tags("smpte170m", "smpte170m", "smpte170m") },
      "smpte170m smpte170m smpte170m tv",
    ],
    ["unknown, HD", { height: 720 }, "bt709 bt709 bt709 tv guessed"],
    ["unknown, HD cropped to wide", { width: 1280, height: 536 }, "bt709 bt709 bt709 tv guessed"],
    ["unknown, HD of PAL's lines", { width: 1280, height: 576 }, "bt709 bt709 bt709 tv guessed"],
    ["unknown, beyond PAL", { width: 1024, height: 578 }, "bt709 bt709 bt709 tv guessed"],
    ["unknown, wide PAL", { width: 1024, height: 576 }, "bt470bg smpte170m bt470bg tv guessed"],
    ["unknown, NTSC", { height: 480 }, "smpte170m smpte170m smpte170m tv guessed"],
    ["unknown, PAL", { height: 576 }, "bt470bg smpte170m bt470bg tv guessed"],
    [
      "only the matrix",
      { height: 480, ...tags(undefined, undefined, "bt709") },
      "bt709 bt709 bt709 tv guessed",
    ],
    [
      "reserved values",
      { height: 1080, ...tags("reserved", "reserved", "gbr") },
      "bt709 bt709 bt709 tv guessed",
    ],
    [
      "wide gamut, standard range",
      { height: 2160, ...tags("bt2020", "bt2020-10", "bt2020nc") },
      "bt2020 bt2020-10 bt2020nc tv",
    ],
    ["full range", { height: 720, color_range: "pc" }, "bt709 bt709 bt709 pc guessed"],
    [
      "full range by its pixels",
      { height: 720, pix_fmt: "yuvj420p" },
      "bt709 bt709 bt709 pc guessed",
    ],
    [
      "PAL and its gamma by ffprobe's name",
      { height: 576, ...tags("bt470bg", "bt470bg", "bt470bg") },
      "bt470bg gamma28 bt470bg tv",
    ],
    ["HDR10", { height: 2160, ...tags("bt2020", "smpte2084", "bt2020nc") }, "bt709 bt709 bt709 tv"],
  ])("%s", (_, fields, expected) => {
    expect(colour(fields)).toBe(expected);
  });

  it("tells what has to be tone-mapped", () => {
    expect(highDynamicRangeOf({ index: 0, color_transfer: "smpte2084" })).toBe("HDR10");
    expect(highDynamicRangeOf({ index: 0, color_transfer: "arib-std-b67" })).toBe("HLG");
    expect(highDynamicRangeOf({ index: 0, color_transfer: "bt709" })).toBeNull();
    const layer = (id: number, color_transfer?: string) =>
      highDynamicRangeOf({
        index: 0,
        color_transfer,
        side_data_list: [{ dv_profile: 8, dv_bl_signal_compatibility_id: id }],
      });
    expect([layer(1), layer(4), layer(2), layer(1, "bt709")]).toEqual(["HDR10", "HLG", null, null]);
  });
});
