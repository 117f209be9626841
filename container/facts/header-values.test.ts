import { describe, expect, it } from "vitest";
import { dialogueLevelIn } from "./dialogue-level.ts";
import { levelName } from "./level-name.ts";
import { chromaOfPixel, isAlphaPixel } from "./pixel-format.ts";

describe("levels", () => {
  it.each([
    ["h264", 41, "4.1"],
    ["h264", 40, "4"],
    ["h264", 9, "1b"],
    ["h264", 0, null],
    ["hevc", 123, "4.1"],
    ["hevc", 186, "6.2"],
    ["av1", 0, "2.0"],
    ["av1", 13, "5.1"],
    ["av1", 31, "maximum"],
    ["av1", 27, null],
    ["vp9", 31, "3.1"],
    ["vp9", -99, null],
    ["mpeg2video", 4, "High"],
    ["mpeg2video", 5, null],
    ["prores", 3, null],
    ["h264", undefined, null],
  ])("of %s, %s is %s", (codec, level, name) => expect(levelName(codec, level)).toBe(name));
});

describe("pixels", () => {
  it.each([
    ["yuv420p", "4:2:0", false],
    ["yuvj422p", "4:2:2", false],
    ["yuva444p12le", "4:4:4", true],
    ["yuv411p", "4:1:1", false],
    ["yuv440p", "4:4:0", false],
    ["nv12", "4:2:0", false],
    ["p210le", "4:2:2", false],
    ["uyvy422", "4:2:2", false],
    ["gbrap10le", "4:4:4", true],
    ["bgra", "4:4:4", true],
    ["gray10le", "4:0:0", false],
    ["ya8", "4:0:0", true],
    ["bayer_rggb8", null, false],
    ["", null, false],
  ])("%s have %s", (name, chroma, alpha) => {
    expect([chromaOfPixel(name), isAlphaPixel(name)]).toEqual([chroma, alpha]);
  });
});

describe("the dialogue level of a frame", () => {
  /** An AC-3 header of that many channels' mode: syncword, checksum, rate, size, syntax, mode … */
  const ac3 = (bits: string) => {
    const all = `0000101101110111${"0".repeat(16)}00001000${bits}`.padEnd(128, "0");
    return Uint8Array.from(all.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
  };

  it.each([
    ["stereo", `0100000001000${"0"}11011`, -27],
    ["mono", `01000000001${"0"}11000`, -24],
    ["five channels and bass", `010000001110101${"1"}00000`, -31],
    ["E-AC-3", "1000010100", -20],
  ])("of %s", (_, bits, level) => expect(dialogueLevelIn(ac3(bits))).toBe(level));

  it("is null where no frame begins", () => {
    expect(dialogueLevelIn(new Uint8Array(64))).toBeNull();
    expect(dialogueLevelIn(Uint8Array.of(0x0b, 0x77, 1))).toBeNull();
    expect(dialogueLevelIn(undefined)).toBeNull();
  });
});
