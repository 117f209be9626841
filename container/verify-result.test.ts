import { describe, expect, it } from "vitest";
import type { Plan } from "../protocol/enhancement.ts";
import { SAMPLE_PLAN } from "../protocol/testing/samples.ts";
import { avcLevelFor } from "./avc-level.ts";
import type { Probed, ProbedStream } from "./ffprobe-json.ts";
import { mergedFidelity } from "./report.ts";
import { faultsOf, faultsOfMastering, type Promised } from "./verify-result.ts";

const plan: Plan = {
  ...SAMPLE_PLAN,
  subtitles: [{ streamIndex: 2, language: "deu", title: null }],
  chapters: [{ start: 0, end: 10, title: "All" }],
};
const promised: Promised = {
  plan,
  rendition: "sdr",
  sounds: [{ packets: 470, start: 0, end: 10.02 }],
  subtitles: 1,
};
const picture: ProbedStream = {
  index: 0,
  codec_type: "video",
  codec_name: "h264",
  profile: "High",
  level: 30,
  pix_fmt: "yuv420p",
  width: 640,
  height: 360,
  color_range: "tv",
  color_primaries: "bt709",
  color_transfer: "bt709",
  color_space: "bt709",
  nb_read_packets: "250",
  duration: "10.000000",
  start_time: "0.000000",
};
const sound: ProbedStream = {
  index: 1,
  codec_type: "audio",
  nb_read_packets: "470",
  start_time: "0.000000",
  duration: "10.020000",
};
const text: ProbedStream = { index: 2, codec_type: "subtitle" };
const ORDER = ["ftyp", "moov", "free", "mdat"];
const CHAPTERS = [{ start_time: "0", end_time: "10", tags: { title: "All" } }];
const faults = (
  fields: Partial<ProbedStream>,
  others: ProbedStream[] = [sound, text],
  rest: Partial<Probed> = {},
  order = ORDER,
) => {
  const streams = [{ ...picture, ...fields }, ...others];
  return faultsOf({ streams, chapters: CHAPTERS, ...rest }, order, promised);
};
const soundWith = (fields: Partial<ProbedStream>) => faults({}, [{ ...sound, ...fields }, text]);

describe("verifying a finished file", () => {
  it("finds nothing wrong with what was planned", () => {
    expect(faults({})).toEqual([]);
    // Within one frame, and within what nobody hears.
    expect(faults({ duration: "10.039" })).toEqual([]);
    expect(soundWith({ start_time: "0.02", duration: "10.02" })).toEqual([]);
  });

  it.each<[string, string[]]>([
    ["a missing frame", faults({ nb_read_packets: "249" })],
    ["a length off by more than a frame", faults({ duration: "10.05" })],
    ["a late start", faults({ start_time: "0.083" })],
    ["10 bit", faults({ pix_fmt: "yuv420p10le" })],
    ["another size", faults({ width: 642 })],
    ["another codec", faults({ codec_name: "hevc", profile: "Main" })],
    ["a level that is too low", faults({ level: 21 })],
    ["a level that asks for more than is there", faults({ level: 51 })],
    ["colours of another kind", faults({ color_transfer: "smpte2084" })],
    ["no colours", faults({ color_primaries: undefined })],
    ["full range", faults({ color_range: "pc" })],
    ["a matrix that turns it again", faults({ side_data_list: [{ displaymatrix: "x" }] })],
    ["a second picture", faults({}, [sound, text, { index: 3, codec_type: "video" }])],
    ["lost sound", faults({}, [text])],
    ["sound without its last packets", soundWith({ nb_read_packets: "469" })],
    ["sound that begins late", soundWith({ start_time: "0.05", duration: "9.97" })],
    ["sound that ends early", soundWith({ duration: "9.97" })],
    ["lost subtitles", faults({}, [sound])],
    ["lost chapters", faults({}, undefined, { chapters: [] })],
    [
      "a chapter elsewhere",
      faults({}, undefined, { chapters: [{ start_time: "0.5", tags: { title: "All" } }] }),
    ],
    [
      "a chapter by another name",
      faults({}, undefined, { chapters: [{ start_time: "0", tags: { title: "One" } }] }),
    ],
    [
      "a place that nobody asked to keep",
      faults({}, undefined, { format: { tags: { location: "+32.0929+034.8620/" } } }),
    ],
    ["its index at the end", faults({}, undefined, {}, ["ftyp", "mdat", "moov"])],
    ["no picture", faults({ codec_type: "audio" })],
  ])("finds %s", (_, found) => {
    expect(found).toHaveLength(1);
  });

  it("wants an HDR rendition to be one", () => {
    const hdr = { transfer: "arib-std-b67" as const, masteringDisplay: null, contentLight: null };
    const high = {
      ...picture,
      codec_name: "hevc",
      codec_tag_string: "hvc1",
      profile: "Main 10",
      pix_fmt: "yuv420p10le",
      color_primaries: "bt2020",
      color_transfer: "arib-std-b67",
      color_space: "bt2020nc",
    };
    const found = (fields: Partial<ProbedStream>) =>
      faultsOf({ streams: [{ ...high, ...fields }, sound, text], chapters: CHAPTERS }, ORDER, {
        ...promised,
        rendition: "hdr",
        plan: { ...plan, hdr },
      });
    expect(found({})).toEqual([]);
    expect(found({ color_transfer: "bt709" })).toHaveLength(1);
    expect(found({ codec_tag_string: "hev1" })).toHaveLength(1);
    expect(found({ pix_fmt: "yuv420p" })).toHaveLength(1);
  });

  it("wants the mastering data that was planned, and no other", () => {
    const light = { side_data_type: "Content light level metadata", max_content: 1000 };
    const frames = [{ side_data_list: [{ ...light, max_average: 400 }] }];
    const hdr = {
      transfer: "smpte2084" as const,
      masteringDisplay: null,
      contentLight: "1000,400",
    };
    expect(faultsOfMastering({ frames }, hdr)).toEqual([]);
    expect(faultsOfMastering({ frames: [{}] }, hdr)).toHaveLength(1);
    expect(faultsOfMastering({ frames }, { ...hdr, contentLight: null })).toHaveLength(1);
    expect(faultsOfMastering({ frames }, { ...hdr, masteringDisplay: "x" })).toHaveLength(1);
  });

  it.each([
    [160, 90, 24, 10],
    [160, 90, 25, 11],
    [640, 360, 30, 30],
    [1280, 720, 30, 31],
    [1920, 1080, 30, 40],
    [1920, 1080, 60, 42],
    [3840, 2160, 60, 52],
    [7680, 4320, 60, 61],
  ])("knows that %i × %i at %i needs level %i", (width, height, rate, level) => {
    expect(avcLevelFor(width, height, rate).level).toBe(level);
  });
});

describe("the fidelity of a film", () => {
  it("is that of its segments, each by the frames that were compared", () => {
    const merged = mergedFidelity([
      { frames: 3, mean: 0.98, lowest: 0.97 },
      { frames: 0, mean: 1, lowest: 1 },
      { frames: 1, mean: 0.94, lowest: 0.94 },
    ]);
    expect(merged).toMatchObject({ frames: 4, lowest: 0.94 });
    expect(merged.mean).toBeCloseTo(0.97, 6);
  });
});
