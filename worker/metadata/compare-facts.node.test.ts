// What counts as a disagreement between the edge's reading of the index and ffprobe's.

import { describe, expect, it } from "vitest";
import type { Facts } from "../../protocol/facts.ts";
import { compareFacts } from "./compare-facts.ts";
import { type Draft, sampleDocument } from "./testing/sample-document.ts";

/** Facts of an ordinary film, changed. */
function facts(change: (draft: Draft) => void = () => {}): Facts {
  const { facts } = sampleDocument(change);
  if (!facts) throw new Error("the sample has facts");
  return facts;
}

const paths = (index: Facts, probed = facts()) =>
  compareFacts(index, probed).map(({ path }) => path);

describe("what agrees", () => {
  it.each<[string, (draft: Draft) => void]>([
    ["the same", () => {}],
    ["what only one knows", ({ video }) => Object.assign(video.colour, { range: null })],
    ["a length within a frame", ({ facts: { container } }) => (container.duration = 10.03)],
    ["a length within one per cent", ({ facts: { container } }) => (container.duration = 9.91)],
    ["an aspect that was rounded", ({ video }) => (video.sampleAspectRatio.num = 1)],
    ["a stream of another kind", ({ facts: { streams } }) => streams.reverse()],
  ])("%s", (_, change) => {
    expect(compareFacts(facts(change), facts())).toEqual([]);
  });

  it("streams that one of them lacks", () => {
    expect(
      compareFacts(
        facts(({ facts: { streams } }) => streams.pop()),
        facts(),
      ),
    ).toEqual([]);
    expect(
      compareFacts(
        facts(),
        facts(({ facts: { streams } }) => streams.pop()),
      ),
    ).toEqual([]);
  });

  it("streams of one index and two kinds", () => {
    const swapped = facts(({ video, audio }) => {
      video.index = 1;
      audio.index = 0;
      video.width = 99;
    });
    expect(compareFacts(swapped, facts())).toEqual([]);
  });
});

describe("channels of a sample entry", () => {
  const conflicting = (codec: string, format?: string) => {
    const of = (channels: number) =>
      facts(({ audio, facts: { container } }) => {
        Object.assign(audio, { codec, channels });
        if (format) container.format = format;
      });
    return paths(of(2), of(1));
  };

  it.each(["mp3", "alac", "vorbis"])("say nothing where they may be a template: %s", (codec) => {
    expect(conflicting(codec)).toEqual([]);
  });

  it("count where the codec's own configuration tells them, and in other containers", () => {
    for (const codec of ["aac", "opus", "flac", "ac3"]) {
      expect(conflicting(codec)).toEqual(["/facts/streams/1/channels"]);
    }
    expect(conflicting("mp3", "matroska,webm")).toEqual(["/facts/streams/1/channels"]);
  });
});

describe("what disagrees", () => {
  it("shows ffprobe's value first and who read what", () => {
    expect(
      compareFacts(
        facts(({ video }) => (video.width = 1920)),
        facts(),
      ),
    ).toEqual([
      {
        path: "/facts/streams/0/width",
        values: [
          { source: "bitstream", reader: "ffprobe", value: 1280 },
          { source: "container", reader: "index", value: 1920 },
        ],
      },
    ]);
  });

  it("points to where ffprobe's stream stands", () => {
    const turned = facts(({ facts: { streams } }) => streams.reverse());
    expect(
      paths(
        facts(({ video }) => (video.height = 1)),
        turned,
      ),
    ).toEqual(["/facts/streams/1/height"]);
  });

  it.each<[string, (draft: Draft) => void]>([
    ["/facts/container/duration", ({ facts: { container } }) => (container.duration = 144_000)],
    ["/facts/streams/0/codec", ({ video }) => (video.codec = "hevc")],
    ["/facts/streams/0/duration", ({ video }) => (video.duration = 9.8)],
    ["/facts/streams/0/rotation", ({ video }) => (video.rotation = 90)],
    ["/facts/streams/0/flipped", ({ video }) => (video.flipped = true)],
    ["/facts/streams/0/sampleAspectRatio", ({ video }) => (video.sampleAspectRatio.num = 2)],
    ["/facts/streams/0/colour/range", ({ video }) => (video.colour.range = "pc")],
    ["/facts/streams/0/colour/primaries", ({ video }) => (video.colour.primaries = "bt2020")],
    ["/facts/streams/0/colour/transfer", ({ video }) => (video.colour.transfer = "smpte2084")],
    ["/facts/streams/0/colour/matrix", ({ video }) => (video.colour.matrix = "bt2020nc")],
    ["/facts/streams/1/sampleRate", ({ audio }) => (audio.sampleRate = 24_000)],
    ["/facts/streams/1/channels", ({ audio }) => (audio.channels = 1)],
  ])("%s", (path, change) => {
    expect(paths(facts(change))).toEqual([path]);
  });
});
