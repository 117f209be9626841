import { describe, expect, it } from "vitest";
import type { Probed, ProbedStream } from "./ffprobe-json.ts";
import { JobFailure } from "./job-failure.ts";
import { claimsTooLong, pictureOf } from "./refuse.ts";

const video: ProbedStream = {
  index: 0,
  codec_type: "video",
  codec_name: "h264",
  codec_tag_string: "avc1",
  width: 1920,
  height: 1080,
};
const sound: ProbedStream = { index: 1, codec_type: "audio", codec_name: "aac" };
const cover: ProbedStream = { ...video, index: 2, disposition: { attached_pic: 1, default: 1 } };

const refusal = (probed: Probed) => {
  try {
    return pictureOf(probed).index;
  } catch (error) {
    if (error instanceof JobFailure) return error.code;
    throw error;
  }
};

it("takes the picture that players choose, else the first", () => {
  const second = { ...video, index: 3 };
  expect(refusal({ streams: [cover, video, second] })).toBe(0);
  expect(refusal({ streams: [video, { ...second, disposition: { default: 1 } }] })).toBe(3);
});

describe("what is refused before decoding", () => {
  it.each<[string, Probed, string]>([
    ["no stream at all", { streams: [] }, "not_a_video"],
    ["sound alone", { streams: [sound] }, "audio_only"],
    ["sound with cover art", { streams: [sound, cover] }, "audio_only"],
    ["a subtitle alone", { streams: [{ index: 0, codec_type: "subtitle" }] }, "not_a_video"],
    ["16K", { streams: [{ ...video, width: 15360, height: 8640 }] }, "too_many_pixels"],
    ["65535 squared", { streams: [{ ...video, width: 65535, height: 65535 }] }, "too_many_pixels"],
    ["a protected picture", { streams: [{ ...video, codec_tag_string: "encv" }] }, "encrypted"],
    ["protected sound", { streams: [video, { ...sound, codec_tag_string: "enca" }] }, "encrypted"],
    [
      "protected packets",
      { streams: [video], packets: [{ side_data_list: [{ side_data_type: "Encryption info" }] }] },
      "encrypted",
    ],
    ["a protected WebM", { streams: [{ ...video, tags: { enc_key_id: "AAA=" } }] }, "encrypted"],
    [
      "Dolby Vision without a base layer",
      { streams: [{ ...video, codec_name: "hevc", side_data_list: [{ dv_profile: 5 }] }] },
      "needs_dolby_vision",
    ],
    [
      "a codec off the list",
      { streams: [{ ...video, codec_name: "cinepak" }] },
      "unsupported_codec",
    ],
    ["a still picture", { streams: [{ ...video, codec_name: "png" }] }, "unsupported_codec"],
    [
      "a codec named like a method",
      { streams: [{ ...video, codec_name: "toString" }] },
      "unsupported_codec",
    ],
    ["a picture without a size", { streams: [{ ...video, width: 0 }] }, "corrupt"],
  ])("refuses %s", (_, probed, code) => {
    expect(refusal(probed)).toBe(code);
  });

  it("knows a claim of five hours, or of 136 years in one stream", () => {
    const claims = (duration: string, inStream?: string) =>
      claimsTooLong(
        { streams: [video], format: { duration } },
        inStream === undefined ? video : { ...video, duration: inStream },
      );
    expect(claims("18000")).toBe(true);
    expect(claims("1", "4294967295")).toBe(true);
    expect(claims("14400")).toBe(false);
  });

  it("takes 8K, any length and Dolby Vision with an ordinary base", () => {
    expect(refusal({ streams: [{ ...video, width: 7680, height: 4320 }] })).toBe(0);
    expect(refusal({ streams: [video], format: { duration: "144000" } })).toBe(0);
    for (const entry of [{ dv_profile: 8 }, { dv_profile: 10, dv_bl_signal_compatibility_id: 1 }]) {
      expect(refusal({ streams: [{ ...video, side_data_list: [entry] }] })).toBe(0);
    }
    const alone = { dv_profile: 10, dv_bl_signal_compatibility_id: 0 };
    const sources = { streams: [{ ...video, side_data_list: [alone] }] };
    expect(refusal(sources)).toBe("needs_dolby_vision");
  });

  it("asks ffprobe's words why a picture has no size", () => {
    const words =
      "[mjpeg @ 0x5] Picture size 16000x16000 exceeds specified max pixel count 35389440";
    const probed = { streams: [{ ...video, width: 0, height: 0 }] };
    expect(() => pictureOf(probed, [words])).toThrow("too_many_pixels");
  });

  it("prefers the picture that is marked as default", () => {
    const second = { ...video, index: 5, disposition: { default: 1 } };
    expect(refusal({ streams: [cover, video, second] })).toBe(5);
  });
});
