import { describe, expect, it } from "vitest";
import {
  handlerNames,
  type ReadAt,
  readFragments,
  readMoof,
  topBoxes,
  videoCodecOf,
} from "./boxes.ts";

const u32 = (...values: number[]) => {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [at, value] of values.entries()) bytes.writeUInt32BE(value, at * 4);
  return bytes;
};
const box = (type: string, ...parts: Buffer[]) => {
  const body = Buffer.concat(parts);
  return Buffer.concat([u32(body.length + 8), Buffer.from(type, "latin1"), body]);
};
const reader =
  (bytes: Buffer): ReadAt =>
  async (offset, length) =>
    bytes.subarray(offset, offset + length);

const tfdt = (time: bigint) => {
  const wide = Buffer.alloc(8);
  wide.writeBigUInt64BE(time);
  return box("tfdt", u32(0x01000000), wide);
};
/** Samples of 512 ticks by the header's default, sizes in the run. */
const fragment = (samples: number, time: bigint) =>
  box(
    "moof",
    box("mfhd", u32(0, 1)),
    box(
      "traf",
      box("tfhd", u32(0x020008, 1, 512)),
      tfdt(time),
      box("trun", u32(0x000201, samples, 100), u32(...Array(samples).fill(10))),
    ),
  );
const MDHD = box("mdhd", u32(0, 0, 0, 12800, 0, 0));
const AVCC = box("avcC", Buffer.from([1, 0x64, 0x00, 0x1f, 0xff]));
const MOOV = box(
  "moov",
  box("trak", box("mdia", MDHD, box("minf", box("stbl", box("stsd", AVCC))))),
);
const FILE = Buffer.concat([
  box("ftyp", Buffer.from("iso5")),
  MOOV,
  fragment(50, 0n),
  box("mdat", Buffer.alloc(500)),
  fragment(30, 25_600n),
  box("mdat", Buffer.alloc(300)),
]);

describe("boxes", () => {
  it("tell where fragments lie, how many samples they hold and how long they last", async () => {
    const index = await readFragments(reader(FILE), FILE.length);
    expect(index).toMatchObject({
      initBytes: 12 + MOOV.length,
      timescale: 12_800,
      videoCodec: "avc1.64001f",
    });
    const [first, second] = index.fragments;
    expect(first).toMatchObject({ samples: 50, decodeTime: 0, duration: 25_600 });
    expect(second).toMatchObject({ samples: 30, decodeTime: 25_600, duration: 15_360 });
    expect((first?.offset ?? 0) + (first?.bytes ?? 0)).toBe(second?.offset);
    expect((second?.offset ?? 0) + (second?.bytes ?? 0)).toBe(FILE.length);
  });

  it("add up runs that carry a duration for each sample", () => {
    const run = box("trun", u32(0x000705, 2, 0, 0x02000000), u32(1024, 8, 0, 900, 8, 0));
    const moof = box("moof", box("traf", box("tfhd", u32(0x020000, 1)), tfdt(2n ** 33n), run));
    expect(readMoof(moof.subarray(8))).toEqual({ samples: 2, decodeTime: 2 ** 33, duration: 1924 });
  });

  it("read sizes of 64 bits and a last box that runs to the end", async () => {
    const wide = Buffer.concat([u32(1), Buffer.from("mdat"), u32(0, 24), Buffer.alloc(8)]);
    const open = Buffer.concat([u32(0), Buffer.from("free"), Buffer.alloc(5)]);
    const bytes = Buffer.concat([wide, open]);
    expect(await topBoxes(reader(bytes), bytes.length)).toMatchObject([
      { type: "mdat", offset: 0, bytes: 24 },
      { type: "free", offset: 24, bytes: 13 },
    ]);
  });

  it.each([
    ["one that is larger than the file", u32(100, 0x66726565)],
    ["one of no length", u32(4, 0x66726565)],
    ["half a header", Buffer.alloc(5)],
  ])("refuse %s", async (_, bytes) => {
    await expect(topBoxes(reader(bytes), bytes.length)).rejects.toThrow();
  });

  it.each([
    // Profile 2 (Main 10), compatible with it alone, main tier, level 3.1, constraints 0x90.
    ["hvc1.2.4.L93.90", "hvc1", [1, 2, 0x20, 0, 0, 0, 0x90, 0, 0, 0, 0, 0, 93]],
    ["hev1.A1.6.H120.B0.0.8", "hev1", [1, 0x61, 0x60, 0, 0, 0, 0xb0, 0, 8, 0, 0, 0, 120]],
  ])("tell HEVC's codec string %s", (codec, entry, configuration) => {
    const description = box(entry, Buffer.alloc(78), box("hvcC", Buffer.from(configuration)));
    expect(videoCodecOf(box("moov", box("stsd", description)))).toBe(codec);
  });

  it("tell the name that each track's handler bears", () => {
    const handler = (name: string) =>
      box("trak", box("mdia", box("hdlr", Buffer.alloc(24), Buffer.from(`${name}\0`))));
    const moov = box("moov", handler("0"), handler("Grüße"), box("udta", box("meta")));
    expect(handlerNames(moov)).toEqual(["0", "Grüße"]);
  });

  it("find no codec where there is no picture", () => {
    expect(videoCodecOf(box("moov", MDHD))).toBeNull();
  });
});
