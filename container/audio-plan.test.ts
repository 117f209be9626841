import { describe, expect, it } from "vitest";
import type { Settings } from "../protocol/settings.ts";
import { SAMPLE_PLAN } from "../protocol/testing/samples.ts";
import { audioPlansOf, encodedAfresh } from "./audio-plan.ts";
import type { ProbedStream } from "./ffprobe-json.ts";

const sound = (fields: Partial<ProbedStream>): ProbedStream => ({
  index: 1,
  codec_type: "audio",
  codec_name: "aac",
  profile: "LC",
  sample_rate: "48000",
  channels: 2,
  ...fields,
});
const plansOf = (streams: ProbedStream[], audio: Settings["audio"] = "auto") =>
  audioPlansOf({ streams }, { mode: "auto", audio });
const plan = (fields: Partial<ProbedStream>, audio?: Settings["audio"]) =>
  plansOf([sound(fields)], audio)[0];

describe("sound tracks of the result", () => {
  it("copy low-complexity AAC with language and title", () => {
    const tags = { language: "GER", title: "Kommentar\u202e" };
    expect(plan({ bit_rate: "96000", tags })).toEqual({
      streamIndex: 1,
      method: "copy",
      codec: "mp4a.40.2",
      channels: 2,
      bitrate: 96_000,
      language: "ger",
      title: "Kommentar",
      gain: 0,
    });
  });

  it.each([
    ["MP3", { codec_name: "mp3", profile: "unknown" }, 2, 128_000],
    ["HE-AAC", { profile: "HE-AAC" }, 2, 128_000],
    ["mono Vorbis", { codec_name: "vorbis", channels: 1 }, 1, 128_000],
    ["5.1", { codec_name: "ac3", channels: 6 }, 6, 384_000],
    ["7.1", { codec_name: "dts", channels: 8 }, 6, 384_000],
    ["quadrophony", { codec_name: "flac", channels: 4 }, 2, 128_000],
  ])("encode %s afresh", (_, fields, channels, bitrate) => {
    expect(plan(fields)).toMatchObject({ method: "aac", codec: "mp4a.40.2", channels, bitrate });
  });

  it("encode all where that is asked for", () => {
    expect(plan({}, "aac")).toMatchObject({ method: "aac", channels: 2, bitrate: 128_000 });
  });

  it.each([
    ["aac", "HE-AAC", "mp4a.40.5"],
    ["mp3", undefined, "mp4a.40.34"],
    ["opus", undefined, "opus"],
    ["eac3", undefined, "ec-3"],
  ])("copy %s %s where that is insisted on", (codec_name, profile, codec) => {
    expect(plan({ codec_name, profile }, "copy")).toMatchObject({ method: "copy", codec });
  });

  it("refuse to copy what MP4 cannot hold, and say what to do", () => {
    expect(() => plan({ codec_name: "vorbis" }, "copy")).toThrow(
      expect.objectContaining({
        code: "invalid_settings",
        detail: expect.stringMatching(/vorbis.*Set audio to "auto"/),
      }),
    );
  });

  it("keep the order, at most eight, and only what has channels", () => {
    const streams = Array.from({ length: 12 }, (_, index) => sound({ index }));
    streams[2] = sound({ index: 2, channels: 0 });
    expect(plansOf(streams).map((track) => track.streamIndex)).toEqual([0, 1, 3, 4, 5, 6, 7, 8]);
  });

  it("have as many bits the second time as the first, within reason", () => {
    const [track] = SAMPLE_PLAN.audio;
    if (!track) throw new Error("a sample has sound");
    const bitrateOf = (bitrate: number) => encodedAfresh({ ...track, bitrate }).bitrate;
    expect([64_000, 192_000, 1_500_000].map(bitrateOf)).toEqual([128_000, 192_000, 256_000]);
    expect(encodedAfresh({ ...track, channels: 8 })).toMatchObject({ method: "aac", channels: 6 });
  });
});
