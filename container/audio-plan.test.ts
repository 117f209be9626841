import { describe, expect, it } from "vitest";
import { audioPlansOf } from "./audio-plan.ts";
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
const plan = (fields: Partial<ProbedStream>) => audioPlansOf({ streams: [sound(fields)] })[0];

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

  it("keep the order, at most eight, and only what has channels", () => {
    const streams = Array.from({ length: 12 }, (_, index) => sound({ index }));
    streams[2] = sound({ index: 2, channels: 0 });
    const kept = audioPlansOf({ streams }).map((track) => track.streamIndex);
    expect(kept).toEqual([0, 1, 3, 4, 5, 6, 7, 8]);
  });
});
