import { describe, expect, it } from "vitest";
import { FactsSchema } from "../../protocol/facts.ts";
import { parseProbed } from "../ffprobe-json.ts";
import { factsOf } from "./facts.ts";

// ffprobe 5.1.9 on a phone's clip, trimmed to the fields that are read.
const PHONE = {
  streams: [
    {
      index: 0,
      codec_name: "aac",
      codec_long_name: "AAC (Advanced Audio Coding)",
      profile: "LC",
      codec_type: "audio",
      codec_tag_string: "mp4a",
      sample_rate: "44100",
      channels: 1,
      channel_layout: "mono",
      r_frame_rate: "0/0",
      avg_frame_rate: "0/0",
      time_base: "1/44100",
      start_time: "0.000000",
      duration: "4.001678",
      bit_rate: "64000",
      nb_frames: "175",
      disposition: { default: 1, attached_pic: 0 },
      tags: { language: "und" },
    },
    {
      index: 1,
      codec_name: "h264",
      codec_long_name: "H.264 / AVC / MPEG-4 AVC / MPEG-4 part 10",
      profile: "Baseline",
      codec_type: "video",
      codec_tag_string: "avc1",
      width: 568,
      height: 320,
      sample_aspect_ratio: "1:1",
      pix_fmt: "yuv420p",
      level: 30,
      color_range: "tv",
      color_space: "bt709",
      color_transfer: "bt709",
      color_primaries: "bt709",
      field_order: "progressive",
      r_frame_rate: "30000/1001",
      avg_frame_rate: "72000/2401",
      time_base: "1/600",
      start_time: "0.000000",
      duration: "4.001667",
      bit_rate: "796217",
      bits_per_raw_sample: "8",
      nb_frames: "120",
      disposition: { default: 1, attached_pic: 0 },
      tags: { language: "eng" },
      side_data_list: [
        {
          side_data_type: "Display Matrix",
          displaymatrix:
            "\n00000000:            0       65536           0\n00000001:       -65536           0           0\n00000002:     20971520           0  1073741824\n",
          rotation: -90,
        },
      ],
    },
    { index: 2, codec_type: "data", codec_tag_string: "mebx", disposition: { default: 1 } },
  ],
  chapters: [
    { id: 7, start_time: "0.000000", end_time: "2.000000", tags: { title: "Begin\u202ening" } },
  ],
  format: {
    format_name: "mov,mp4,m4a,3gp,3g2,mj2",
    format_long_name: "QuickTime / MOV",
    start_time: "0.000000",
    duration: "4.001667",
    bit_rate: "878432",
    tags: { major_brand: "qt  ", "com.apple.quicktime.location.ISO6709": "+51.53-000.06/" },
  },
};

const factsFrom = (probed: unknown) => factsOf(parseProbed(JSON.stringify(probed)), 439_391);
const withVideo = (fields: object) =>
  factsFrom({ streams: [{ ...PHONE.streams[1], side_data_list: undefined, ...fields }] })
    .streams[0];

describe("facts", () => {
  it("are those of a phone's clip: upright size, exact rates, sound and data streams", () => {
    const facts = factsFrom(PHONE);
    expect(FactsSchema.parse(facts)).toEqual(facts);
    expect(facts.container).toMatchObject({ bytes: 439_391, duration: 4.001667, bitrate: 878_432 });
    expect(facts.streams.map((stream) => stream.kind)).toEqual(["audio", "video", "data"]);
    expect(facts.streams[1]).toMatchObject({
      codec: "h264",
      profile: "Baseline",
      level: 30,
      width: 568,
      height: 320,
      displayWidth: 320,
      displayHeight: 568,
      rotation: 90,
      flipped: false,
      bitDepth: 8,
      frameRate: { num: 72000, den: 2401 },
      dynamicRange: "SDR",
      frames: 120,
      language: "eng",
      variableFrameRate: null,
    });
    expect(facts.streams[0]).toMatchObject({ sampleRate: 44_100, channels: 1, language: null });
    expect(facts.chapters).toEqual([{ id: 7, start: 0, end: 2, title: "Beginning" }]);
  });

  it("apply the pixel aspect before the rotation", () => {
    const stream = withVideo({ width: 720, height: 576, sample_aspect_ratio: "64:45" });
    expect(stream).toMatchObject({ displayWidth: 1024, displayHeight: 576 });
    const absurd = withVideo({ sample_aspect_ratio: "9999:1" });
    expect(absurd).toMatchObject({ sampleAspectRatio: { num: 1, den: 1 }, displayWidth: 568 });
  });

  it.each([
    [{ color_transfer: "smpte2084" }, "HDR10"],
    [{ color_transfer: "arib-std-b67" }, "HLG"],
    [{ color_transfer: "smpte2084", side_data_list: [{ dv_profile: 8 }] }, "Dolby Vision"],
    [{ color_transfer: "bt709" }, "SDR"],
  ])("name the dynamic range of %j", (fields, dynamicRange) => {
    expect(withVideo(fields)).toMatchObject({ dynamicRange });
  });

  it("give what its first frame tells to the film's picture alone", () => {
    const frame = [
      { side_data_type: "HDR Dynamic Metadata SMPTE2094-40 (HDR10+)" },
      { side_data_type: "ATSC A53 Part 4 Closed Captions" },
      { side_data_type: "Content light level metadata", max_content: 1_000, max_average: 400 },
    ];
    const video = { ...PHONE.streams[1], side_data_list: undefined };
    const [plain, high] = [
      { ...video, index: 0, disposition: { default: 0 }, closed_captions: 0, film_grain: 0 },
      { ...video, index: 1, color_transfer: "smpte2084" },
    ];
    const probed = parseProbed(JSON.stringify({ streams: [plain, high] }));
    const { streams } = factsOf(probed, 1, { walk: null, heads: new Map(), frame });
    expect(streams).toMatchObject([
      { dynamicRange: "SDR", hdr: null, closedCaptions: null, filmGrain: null },
      { dynamicRange: "HDR10+", hdr: { maxContentLight: 1_000 }, closedCaptions: true },
    ]);
  });

  it.each([
    ["yuv420p", 8],
    ["yuva420p", 8],
    ["nv12", 8],
    ["bgra", 8],
    ["gray", 8],
    ["yuv420p9le", 9],
    ["yuv420p10le", 10],
    ["yuva444p12le", 12],
    ["gbrap10be", 10],
    ["p010le", 10],
    ["y210le", 10],
    ["gray10le", 10],
    ["ya16be", 16],
    ["rgb48le", 16],
    ["grayf32le", null],
  ])("tell the bits of %s", (pix_fmt, bitDepth) => {
    expect(withVideo({ pix_fmt, bits_per_raw_sample: undefined })).toMatchObject({ bitDepth });
    expect(withVideo({ pix_fmt, bits_per_raw_sample: "11" })).toMatchObject({ bitDepth: 11 });
  });

  it("tell Dolby Vision, HDR10+ and pictures all around by their side data", () => {
    const stream = withVideo({
      codec_name: "hevc",
      codec_tag_string: "dvh1",
      side_data_list: [
        {
          ...{ side_data_type: "DOVI configuration record", dv_profile: 8, dv_level: 7 },
          ...{ rpu_present_flag: 1, el_present_flag: 0, bl_present_flag: 1 },
          dv_bl_signal_compatibility_id: 1,
        },
        { side_data_type: "HDR Dynamic Metadata SMPTE2094-40 (HDR10+)" },
        { side_data_type: "Stereo 3D", type: "side by side" },
        { side_data_type: "Spherical Mapping", projection: "equirectangular" },
      ],
    });
    expect(stream).toMatchObject({
      ...{ codecString: "dvh1.08.07", stereo3d: "side by side", spherical: "equirectangular" },
      hdr: {
        hdr10Plus: true,
        dolbyVision: {
          ...{ profile: 8, level: 7, compatibility: 1 },
          ...{ rpu: true, enhancementLayer: false, baseLayer: true },
        },
      },
    });
    expect(withVideo({ color_transfer: "bt709" })).toMatchObject({ hdr: null });
    // No frame was decoded here: whether they carry HDR10+ is not known.
    expect(withVideo({ color_transfer: "smpte2084" })).toMatchObject({ hdr: { hdr10Plus: null } });
  });

  it("leave null what is unknown, and never guess", () => {
    const stream = withVideo({
      color_range: "unknown",
      color_space: "reserved",
      level: -99,
      duration: "N/A",
      r_frame_rate: "0/0",
      avg_frame_rate: "0/0",
      nb_frames: undefined,
    });
    expect(stream).toMatchObject({
      colour: { range: null, matrix: null },
      level: null,
      duration: null,
      frameRate: null,
      frames: null,
    });
  });

  it.each(["9".repeat(400), "1e999", "-Infinity", "NaN", "0x", "5:00:00.1"])(
    "take a number like %.9s… for none",
    (odd) => {
      const stream = withVideo({
        ...{ duration: odd, bit_rate: odd, start_time: odd, id: odd, nb_frames: odd },
        tags: { DURATION: `${odd}:00:00.5`, BPS: odd, NUMBER_OF_FRAMES: odd },
      });
      expect(stream).toMatchObject({
        duration: null,
        bitrate: null,
        frames: null,
        startTime: null,
      });
    },
  );

  it("take a number without end in what was walked for none", () => {
    const structure = { brandVersion: Infinity, indexBytes: -Infinity, trailingBytes: Number.NaN };
    const tags = { modified: 1e300, locations: [], places: [], library: null, application: null };
    const beside = { walk: { structure, tags, tracks: [] }, heads: new Map(), frame: null };
    const facts = factsOf({ streams: [], format: {} }, 1, beside);
    expect(facts.structure).toMatchObject({
      ...{ brandVersion: null, indexBytes: null, trailingBytes: null },
    });
    expect(facts.about?.modifiedAt).toBeNull();
  });

  it("take cover art for cover, not for a picture", () => {
    expect(withVideo({ codec_name: "mjpeg", disposition: { attached_pic: 1 } })?.kind).toBe(
      "cover",
    );
  });

  it("clean what a stranger wrote into tags", () => {
    const tags = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`tag${at}`, "x"]));
    const { container } = factsFrom({
      format: {
        tags: {
          title: `\u001b[31mred\u202e\u0000 ${"y".repeat(400)}`,
          empty: "\u0007",
          constructor: "x",
          ...tags,
        },
      },
    });
    expect(container.tags.title).toBe(`[31mred ${"y".repeat(247)}…`);
    expect(container.tags).not.toHaveProperty("empty");
    expect(Object.keys(container.tags)).toHaveLength(64);
    expect(Object.keys(container.tags)).not.toContain("constructor");
    expect(container.tagsLeftOut).toBe(103 - 64);
  });

  it("survive a tag that is named __proto__", () => {
    const text = '{"format":{"tags":{"__proto__":"polluted","artist":"A"}}}';
    const { tags } = factsOf(parseProbed(text), 1).container;
    expect(tags).toEqual({ artist: "A" });
    expect(Object.getPrototypeOf(tags)).toBe(Object.prototype);
  });
});
