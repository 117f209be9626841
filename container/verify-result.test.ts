import { describe, expect, it } from "vitest";
import type { Probed, ProbedStream } from "./ffprobe-json.ts";
import { ANY_PLAN } from "./testing/jobs.ts";
import { faultsOf } from "./verify-result.ts";

const TRACK = {
  streamIndex: 1,
  method: "aac" as const,
  codec: "mp4a.40.2",
  channels: 2,
  bitrate: 128_000,
  language: null,
  title: null,
};
const plan = { ...ANY_PLAN, audio: [TRACK] };
const picture: ProbedStream = {
  index: 0,
  codec_type: "video",
  codec_name: "h264",
  profile: "High",
  pix_fmt: "yuv420p",
  width: 640,
  height: 360,
  nb_frames: "250",
  duration: "10.000000",
  start_time: "0.000000",
};
const sound: ProbedStream = { index: 1, codec_type: "audio", nb_frames: "470" };
const ORDER = ["ftyp", "moov", "free", "mdat"];
const faults = (fields: Partial<ProbedStream>, others = [sound], order = ORDER) => {
  const probed: Probed = { streams: [{ ...picture, ...fields }, ...others] };
  return faultsOf(probed, order, plan);
};

describe("verifying a finished file", () => {
  it("finds nothing wrong with what was planned", () => {
    expect(faults({})).toEqual([]);
    // Within one frame.
    expect(faults({ duration: "10.039" })).toEqual([]);
  });

  it.each<[string, string[]]>([
    ["a missing frame", faults({ nb_frames: "249" })],
    ["a length off by more than a frame", faults({ duration: "10.05" })],
    ["a late start", faults({ start_time: "0.083" })],
    ["10 bit", faults({ pix_fmt: "yuv420p10le", profile: "High 10" })],
    ["another size", faults({ width: 642 })],
    ["a matrix that turns it again", faults({ side_data_list: [{ displaymatrix: "x" }] })],
    ["lost sound", faults({}, [])],
    ["sound without packets", faults({}, [{ ...sound, nb_frames: "0" }])],
    ["its index at the end", faults({}, [sound], ["ftyp", "mdat", "moov"])],
    ["no picture", faults({ codec_type: "audio" })],
  ])("finds %s", (_, found) => {
    expect(found).not.toEqual([]);
  });
});
