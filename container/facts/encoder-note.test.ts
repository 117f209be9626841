import { describe, expect, it } from "vitest";
import { encoderOf } from "./encoder-note.ts";

const X264 =
  "x264 - core 164 r3095 baee400 - H.264/MPEG-4 AVC codec - Copyleft 2003-2022 - http://www.videolan.org/x264.html - options: cabac=1 ref=3";
const X265 =
  "x265 (build 199) - 3.5+1-f0c1022b6:[Linux][GCC 10.2.1][64 bit] 8bit - H.265/HEVC codec - Copyright 2013-2018 (c) Multicoreware, Inc - http://x265.org - options: cpuid=1111039 frame-threads=3";
/** In a packet as encoders write it: bytes of a header before, an end and the picture behind. */
const packet = (note: string, before = 40) =>
  Buffer.concat([Buffer.alloc(before, 0x80), Buffer.from(`${note}\0\x80`), Buffer.alloc(99, 0xff)]);

describe("an encoder's note", () => {
  it.each([
    [X264, "x264 - core 164 r3095 baee400", "cabac=1 ref=3"],
    [
      X265,
      "x265 - 3.5+1-f0c1022b6:[Linux][GCC 10.2.1][64 bit] 8bit",
      "cpuid=1111039 frame-threads=3",
    ],
  ])("is told by name and settings: %s", (note, encoder, encoderSettings) => {
    expect(encoderOf([packet(note)], undefined)).toEqual({ encoder, encoderSettings });
    // Parameter sets, and a word of the same name, may stand in front.
    expect(encoderOf([null, packet(`x264 \0${note}`, 3_000)], "H.264")).toEqual({
      encoder,
      encoderSettings,
    });
  });

  it("is none where its parts do not belong together", () => {
    const none = { encoder: null, encoderSettings: null };
    expect(encoderOf([packet(X264.replace("core", "co\0re"))], undefined)).toEqual(none);
    expect(encoderOf([packet(" - options: a=1")], undefined)).toEqual(none);
    expect(encoderOf([packet("x264 - core")], "AVC Coding")).toEqual(none);
  });

  it.each([
    ["names without end", "x264 ".repeat(60_000)],
    ["settings without end", " - options: ".repeat(25_000)],
    ["both", "x264 - options:".repeat(20_000)],
  ])("is looked for in no time among %s", (_, text) => {
    const began = performance.now();
    encoderOf([Buffer.from(text), Buffer.from(text)], undefined);
    expect(performance.now() - began).toBeLessThan(50);
  });
});
