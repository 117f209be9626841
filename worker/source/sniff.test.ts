// First bytes as real programs write them, and as strangers disguise them.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HEAD_BYTES, sniff } from "./sniff.ts";

/** Latin-1 text and `\0`-style escapes as bytes, padded with zeros to a whole head. */
function head(text: string, length = HEAD_BYTES): Uint8Array {
  const bytes = new Uint8Array(Math.max(length, text.length));
  for (let index = 0; index < text.length; index++) bytes[index] = text.charCodeAt(index);
  return bytes;
}

function packets(size: number, sync: number, count: number, lead = 0): Uint8Array {
  const bytes = new Uint8Array(lead + size * count).fill(0x2a);
  for (let index = 0; index < count; index++) bytes[lead + index * size + sync] = 0x47;
  return bytes;
}

describe("videos", () => {
  const cases: [string, Uint8Array, string][] = [
    ["mp4", head("\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41"), "mov"],
    ["quicktime", head("\0\0\0\x14ftypqt  \0\0\x02\0qt  "), "mov"],
    ["mp4 with a picture brand beside its own", head("\0\0\0\x1cftypmp42\0\0\0\0mif1heic"), "mov"],
    ["m4a, whose picture only ffprobe can rule out", head("\0\0\0\x1cftypM4A \0\0\x02\0"), "mov"],
    ["old quicktime", head("\0\x01\x23\x45moov\0\0\0\x6cmvhd"), "mov"],
    ["mdat first, 64-bit size", head("\0\0\0\x01mdat\0\0\0\x02\0\0\0\0"), "mov"],
    ["mdat to the end", head("\0\0\0\0mdat"), "mov"],
    ["wide, then mdat", head("\0\0\0\x08wide\0\x10\0\0mdat"), "mov"],
    ["html inside a free box, which plays", head("\0\0\x02\0free<html><script>"), "mov"],
    ["fragment", head("\0\0\0\x18styp" + "msdh\0\0\0\0"), "mov"],
    ["webm", head("\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01"), "matroska"],
    ["avi", head("RIFF\x24\x10\0\0AVI LIST"), "avi"],
    ["flv", head("FLV\x01\x05\0\0\0\x09"), "flv"],
    ["ogg", head("OggS\0\x02\0\0"), "ogg"],
    ["wmv", head("\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\0\xaa"), "asf"],
    ["dvd", head("\0\0\x01\xba\x44\0\x04\0"), "mpeg"],
    ["ts", packets(188, 0, 22), "mpegts"],
    ["m2ts", packets(192, 4, 22), "mpegts"],
    ["ts with error correction", packets(204, 0, 21), "mpegts"],
    ["ts cut in the middle of a packet", packets(188, 0, 22, 77), "mpegts"],
  ];
  it.each(cases)("%s", (_, bytes, demuxer) => {
    expect(sniff(bytes, false)).toEqual({ demuxer });
  });

  it("tells short transport streams that are complete", () => {
    expect(sniff(packets(188, 0, 3), true)).toEqual({ demuxer: "mpegts" });
    expect(sniff(packets(188, 0, 3), false)).toBeNull();
  });
});

describe("refused by name", () => {
  const cases: [string, string, string][] = [
    ["png", "\x89PNG\r\n\x1a\n", "not_a_video"],
    ["png named mp4 is still a png", "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR", "not_a_video"],
    ["jpeg", "\xff\xd8\xff\xe0\0\x10JFIF", "not_a_video"],
    ["gif", "GIF89a", "not_a_video"],
    ["webp", "RIFF\x24\0\0\0WEBPVP8 ", "not_a_video"],
    ["bmp", "BM\x36\0\0\0", "not_a_video"],
    ["tiff", "II*\0\x08\0\0\0", "not_a_video"],
    ["heic", "\0\0\0\x18ftypheic\0\0\0\0mif1heic", "not_a_video"],
    ["avif", "\0\0\0\x1cftypavif\0\0\0\0", "not_a_video"],
    ["jpeg 2000", "\0\0\0\x0cjP  \r\n\x87\n", "not_a_video"],
    ["canon raw", "\0\0\0\x18ftypcrx \0\0\0\x01", "not_a_video"],
    ["zip", "PK\x03\x04\x14\0", "not_a_video"],
    ["pdf", "%PDF-1.7\n", "not_a_video"],
    ["gzip", "\x1f\x8b\x08\0", "not_a_video"],
    ["elf", "\x7fELF\x02\x01\x01", "not_a_video"],
    ["windows program", "MZ\x90\0", "not_a_video"],
    ["html", "<!doctype html><title>hello</title>", "not_a_video"],
    ["text whose fifth letter begins a box name", "I am free of boxes, and long", "not_a_video"],
    ["utf-16 text", "\xff\xfeH\0e\0l\0l\0o\0", "not_a_video"],
    ["srt", "1\n00:00:01,000 --> 00:00:02,000\nHello\n", "not_a_video"],
    ["webvtt", "WEBVTT\n\n", "not_a_video"],
    ["mp3 with tags", "ID3\x04\0\0\0\0\0\x23", "audio_only"],
    ["mp3", "\xff\xfb\x90\x64\0\0", "audio_only"],
    ["adts", "\xff\xf1\x50\x80\x02\x1f", "audio_only"],
    ["wav", "RIFF\x24\x10\0\0WAVEfmt ", "audio_only"],
    ["flac", "fLaC\0\0\0\x22", "audio_only"],
    ["amr", "#!AMR\n", "audio_only"],
    ["aiff", "FORM\0\0\x10\0AIFFCOMM", "audio_only"],
    ["aifc", "FORM\0\0\x10\0AIFCCOMM", "audio_only"],
    ["midi", "MThd\0\0\0\x06", "audio_only"],
    ["hls", "#EXTM3U\n#EXT-X-VERSION:3\n", "unsupported_format"],
    ["dash", '<?xml version="1.0"?>\n<MPD xmlns="urn:mpeg">', "unsupported_format"],
    ["ffconcat", "ffconcat version 1.0\nfile /etc/passwd\n", "unsupported_format"],
    ["sdp", "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\n", "unsupported_format"],
    ["mxf", "\x06\x0e\x2b\x34\x02\x05\x01\x01", "unsupported_format"],
    ["bare h264", "\0\0\0\x01\x67\x64\0\x1f", "unsupported_format"],
    ["bare mpeg-2", "\0\0\x01\xb3\x14\0\xf0\x23", "unsupported_format"],
  ];
  it.each(cases)("%s", (_, text, code) => {
    expect(sniff(head(text), false)).toEqual({ code });
    expect(sniff(head(text, text.length), true)).toEqual({ code });
  });

  it("an empty file", () => {
    expect(sniff(new Uint8Array(), true)).toEqual({ code: "empty_file" });
    expect(sniff(new Uint8Array(), false)).toBeNull();
  });

  it("a file of one byte, whichever it is", () => {
    for (let byte = 0; byte < 256; byte++) {
      expect(sniff(Uint8Array.of(byte), true)).toEqual({ code: "not_a_video" });
    }
  });
});

describe("waiting", () => {
  it("tells a png by its first four bytes and an mp4 by its first twelve", () => {
    expect(sniff(head("\x89PN", 3), false)).toBeNull();
    expect(sniff(head("\x89PNG", 4), false)).toEqual({ code: "not_a_video" });
    expect(sniff(head("\0\0\0\x20ftypis", 10), false)).toBeNull();
    expect(sniff(head("\0\0\0\x20ftypisom", 12), false)).toEqual({ demuxer: "mov" });
  });

  it("never changes its mind as bytes arrive, and always has one at the end", () => {
    const start = fc.constantFrom(
      "",
      "G",
      "RIFF",
      "\0\0\0\x20ftyp",
      "\xff\xfb",
      "OggS",
      "BM",
      "\0\0",
    );
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 64 }), (text, rest) => {
        const whole = Uint8Array.from([...head(text, 0), ...rest]);
        let said: unknown = null;
        for (let length = 0; length <= whole.length; length++) {
          const now = sniff(whole.subarray(0, length), false);
          if (said !== null) expect(now).toEqual(said);
          said ??= now;
        }
        const last = sniff(whole, true);
        expect(last).not.toBeNull();
        if (said !== null) expect(last).toEqual(said);
      }),
      { numRuns: 2000 },
    );
  });
});
