// How files are built: ordinary ones by ffmpeg, broken and hostile ones by hand.

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { StructureSchema } from "../../protocol/facts.ts";
import { ffmpeg, ffprobe, realClip } from "../testing/clips.ts";
import { type Gateway, startGateway } from "../testing/gateway.ts";
import { readMatroskaStructure } from "./matroska-structure.ts";
import { readMp4Structure } from "./mp4-structure.ts";
import { walkSource } from "./structure.ts";

let gateway: Gateway;
let folder: string;
/** A picture and a sound, the index at the end; and the same with the index first. */
let plain: Buffer;
let fast: Buffer;

const FILM = [
  ...["-v", "error", "-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=2"],
  ...["-f", "lavfi", "-i", "sine=d=2", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac"],
];
const made = async (name: string, ...args: string[]) => {
  const path = join(folder, name);
  await ffmpeg([...FILM, ...args, path]);
  return path;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "reelight-structure-"));
  gateway = await startGateway();
  plain = await readFile(await made("plain.mp4"));
  fast = await readFile(await made("fast.mp4", "-movflags", "+faststart"));
});
afterAll(async () => {
  await gateway.close();
  await rm(folder, { recursive: true });
});

/** The walk over bytes in memory. */
const walkBytes = (bytes: Uint8Array) =>
  readMp4Structure(async (offset, length) => bytes.subarray(offset, offset + length), bytes.length);
/** The walk over a file behind the gateway, with the requests that it took. */
async function walkFile(path: string) {
  const source = await gateway.source(path);
  const before = gateway.requests.length;
  const walk = await walkSource(source, new AbortController().signal, () => {});
  return { walk, requests: gateway.requests.length - before };
}
const box = (type: string, ...payload: Uint8Array[]) => {
  const content = Buffer.concat(payload);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(content.length + 8);
  head.write(type, 4, "latin1");
  return Buffer.concat([head, content]);
};
/** The film with one more box in its index, which is the last box. */
const intoIndex = (film: Buffer, inner: Buffer) => {
  const at = film.lastIndexOf("moov") - 4;
  const moov = Buffer.concat([film.subarray(at), inner]);
  moov.writeUInt32BE(moov.length);
  return Buffer.concat([film.subarray(0, at), moov]);
};
const zeros = (bytes: number) => Buffer.alloc(bytes);

describe("an MP4", () => {
  it("tells its brands, its outermost boxes and where its index is", async () => {
    const { structure } = await walkBytes(plain);
    expect(structure).toMatchObject({
      ...{ brand: "isom", brandVersion: 512, compatibleBrands: ["isom", "iso2", "avc1", "mp41"] },
      ...{ indexFirst: false, fragmented: false, trailingBytes: 0, truncated: false },
      ...{ contentCredentials: false, encryption: null },
    });
    expect(structure.boxes?.map(({ type }) => type)).toEqual(["ftyp", "free", "mdat", "moov"]);
    expect(structure.indexBytes).toBe(structure.boxes?.[3]?.bytes);
    const first = await walkBytes(fast);
    expect(first.structure).toMatchObject({ indexFirst: true });
  });

  it("tells the mean run of one stream", async () => {
    const { structure, index } = await walkBytes(fast);
    const chunks = index?.tracks.map((track) => track.chunkOffsets.length) ?? [];
    expect(chunks).toHaveLength(2);
    const media = structure.boxes?.find(({ type }) => type === "mdat")?.bytes ?? 0;
    expect(structure.interleaveBytes).toBeLessThanOrEqual(media / 2);
    // No more runs than chunks.
    const most = chunks.reduce((total, count) => total + count, 0);
    expect(structure.interleaveBytes).toBeGreaterThanOrEqual(Math.floor(media / most));
  });

  it("tells fragments, and edit lists that do something", async () => {
    const path = await made("fragments.mp4", "-movflags", "+frag_keyframe+empty_moov", "-g", "10");
    expect((await walkFile(path)).walk?.structure).toMatchObject({
      ...{ fragmented: true, indexFirst: true, truncated: false, trailingBytes: 0 },
    });
    const { index } = await walkBytes(fast);
    // The picture begins at its beginning; of the sound the encoder's delay is left out.
    expect(index?.tracks[0]?.edits).toEqual([]);
    expect(index?.tracks[1]?.edits).toEqual([
      { start: expect.closeTo(1024 / 44_100, 9), duration: expect.closeTo(2, 1), rate: 1 },
    ]);
  });

  it("tells bytes behind the last box, and a last box that is not all there", async () => {
    const trailing = await walkBytes(Buffer.concat([plain, Buffer.from("ID3 and noise\0\0\0\0")]));
    expect(trailing.structure).toMatchObject({ trailingBytes: 17, truncated: false });
    const half = await walkBytes(fast.subarray(0, fast.length - 1_000));
    expect(half.structure).toMatchObject({ trailingBytes: 0, truncated: true, indexFirst: true });
    // Whole boxes, and the index tells of pictures that are not there.
    const media = fast.lastIndexOf("mdat") - 4;
    const alone = await walkBytes(fast.subarray(0, media));
    expect(alone.structure).toMatchObject({ trailingBytes: 0, truncated: true });
    expect(half.index?.tracks).toHaveLength(2);
  });

  it("tells Content Credentials", async () => {
    const id = Buffer.from("d8fec3d61b0e483c92975828877ec481", "hex");
    const marked = Buffer.concat([plain, box("uuid", id, zeros(40))]);
    expect((await walkBytes(marked)).structure).toMatchObject({ contentCredentials: true });
    const other = Buffer.concat([plain, box("uuid", Buffer.alloc(16, 7), zeros(40))]);
    expect((await walkBytes(other)).structure).toMatchObject({ contentCredentials: false });
  });

  it("tells XMP and the place in it, wherever ffmpeg finds a packet", async () => {
    const id = Buffer.from("be7acfcb97a942e89c71999491e3afac", "hex");
    const xml = Buffer.from('<a exif:GPSLatitude="48,51.5N" exif:GPSLongitude="2,21E"/>');
    const kept = { udta: box("udta", box("XMP_", xml)), uuid: box("uuid", id, xml) };
    for (const [name, bytes] of [
      ["at-the-end", Buffer.concat([plain, kept.uuid])],
      ["in-udta", intoIndex(plain, kept.udta)],
      ["in-the-index", intoIndex(plain, kept.uuid)],
    ] as const) {
      const path = join(folder, `${name}.mp4`);
      await writeFile(path, bytes);
      const { walk } = await walkFile(path);
      expect(walk?.structure.xmp, name).toBe(true);
      expect(walk?.tags.places, name).toMatchObject([{ latitude: 48.8583333, longitude: 2.35 }]);
      // The demuxer finds it in the same places.
      const { format } = await ffprobe(path, "-export_xmp", "1", "-show_format");
      expect(format.tags.xmp, name).toContain("GPSLatitude");
    }
    expect((await walkBytes(plain)).structure.xmp).toBe(false);
  });

  it("tells the scheme of its encryption", async () => {
    const key = ["-encryption_key", "0".repeat(32), "-encryption_kid", "1".repeat(32)];
    const path = await made("secret.mp4", "-encryption_scheme", "cenc-aes-ctr", ...key);
    const { walk } = await walkFile(path);
    expect(walk?.structure).toMatchObject({ encryption: "cenc" });
    expect(walk?.tracks[0]?.entry).toMatchObject({ encryption: "cenc", type: "avc1" });
  });

  it("takes few reads", async () => {
    expect((await walkFile(join(folder, "fast.mp4"))).requests).toBe(1);
    const clip = realClip("bbb-480p-30s.mp4");
    if (clip) expect((await walkFile(clip)).requests).toBeLessThanOrEqual(2);
  });
});

describe("Matroska", () => {
  it("tells its kind, its writer, and whether its index comes first", async () => {
    const { walk } = await walkFile(await made("plain.mkv"));
    expect(walk?.structure).toMatchObject({
      ...{ brand: "matroska", brandVersion: 4, indexFirst: false },
      ...{ truncated: false, trailingBytes: 0 },
    });
    expect(walk?.tags.application).toMatch(/^Lavf/);
    expect(walk?.tracks.map(({ id, entry }) => [id, entry?.configuration?.box])).toEqual([
      [1, "avcC"],
      [2, "esds 40"],
    ]);
    const cued = await made("cued.mkv", "-cues_to_front", "1");
    expect((await walkFile(cued)).walk?.structure).toMatchObject({ indexFirst: true });
  });

  it("tells that it is cut off, or longer than it says", async () => {
    const whole = await readFile(join(folder, "plain.mkv"));
    const half = join(folder, "half.mkv");
    await writeFile(half, whole.subarray(0, whole.length / 2));
    expect((await walkFile(half)).walk?.structure).toMatchObject({ truncated: true });
    const long = join(folder, "long.mkv");
    await writeFile(long, Buffer.concat([whole, zeros(99)]));
    expect((await walkFile(long)).walk?.structure).toMatchObject({ trailingBytes: 99 });
  });
});

describe("a hostile Matroska file", () => {
  const element = (id: string, size: string, body = "") => Buffer.from(id + size + body, "hex");
  const docType = element("4282", "88", Buffer.from("matroska").toString("hex"));
  const film = (header: Buffer, ...inside: Buffer[]) => {
    const size = Buffer.from([0x10, header.length >> 16, header.length >> 8, header.length]);
    const start = Buffer.concat([Buffer.from("1a45dfa3", "hex"), size, header]);
    return Buffer.concat([start, element("18538067", "01ffffffffffffff"), ...inside]);
  };
  it.each([
    ["an index of unknown size", film(docType, element("1c53bb6b", "01ffffffffffffff"))],
    [
      "a version of 400 bytes",
      film(Buffer.concat([docType, element("4287", "4190", "ff".repeat(400))])),
    ],
  ])("with %s has facts", async (_, bytes) => {
    const readAt = async (from: number, length: number) => bytes.subarray(from, from + length);
    const found = await readMatroskaStructure(readAt, bytes.length);
    const numbers = Object.values(found?.structure ?? {}).filter((value) => value !== null);
    expect(found?.structure.brand).toBe("matroska");
    expect(numbers).not.toContain(Infinity);
    expect(() => StructureSchema.parse(found?.structure)).not.toThrow();
  });
});

describe("a hostile file", () => {
  const nested = () => {
    let inner = box("tkhd", zeros(84));
    for (let depth = 0; depth < 3_000; depth++) inner = box("mdia", inner);
    return box("moov", box("trak", inner));
  };
  const counts = () => {
    const claims = (type: string) => box(type, zeros(4), Buffer.from([255, 255, 255, 255]));
    const table = box("stbl", claims("stco"), claims("co64"), claims("stsd"), claims("elst"));
    return box("moov", box("trak", box("mdia", box("minf", table))));
  };
  it.each([
    ["boxes in boxes", nested],
    ["tables that claim four billion entries", counts],
    ["a million empty boxes", () => box("moov", Buffer.concat(Array(200_000).fill(box("trak"))))],
    ["a box of size zero inside", () => box("moov", Buffer.from("\0\0\0\0trak", "latin1"))],
    ["a box that is smaller than its header", () => Buffer.from("\0\0\0\x04moov", "latin1")],
    [
      "a box larger than all numbers",
      () => Buffer.from(`\0\0\0\x01mdat${"\xff".repeat(8)}`, "latin1"),
    ],
    ["a handful of bytes", () => Buffer.from("\0\0\0")],
    ["nothing", () => zeros(0)],
  ])("of %s ends soon", async (_, build) => {
    const began = performance.now();
    const { structure, index } = await walkBytes(build());
    expect(structure.boxes?.length).toBeLessThanOrEqual(100);
    expect(index?.tracks.length ?? 0).toBeLessThanOrEqual(64);
    expect(performance.now() - began).toBeLessThan(500);
  });

  it("of thousands of small boxes far apart takes a bounded number of reads", async () => {
    const path = join(folder, "many.mp4");
    const start = Buffer.concat([plain.subarray(0, 32), box("moov")]);
    const far = Array.from({ length: 150 }, () => box("free", zeros(70_000)));
    await writeFile(path, Buffer.concat([start, ...far]));
    const { walk, requests } = await walkFile(path);
    expect(requests).toBeLessThanOrEqual(48);
    expect(walk?.structure).toMatchObject({ brand: "isom", indexBytes: 8 });
    expect(walk?.structure.truncated ?? null).toBeNull();
    expect(walk?.structure.trailingBytes ?? null).toBeNull();
  });

  it("of which every byte may be wrong never makes the walk fail", async () => {
    let random = 12345;
    const next = (below: number) => {
      random = (Math.imul(random, 1_103_515_245) + 12_345) >>> 1;
      return random % below;
    };
    for (let round = 0; round < 300; round++) {
      const bytes = Buffer.from(fast.subarray(0, 4_000));
      for (let change = 0; change < 12; change++) bytes[next(bytes.length)] = next(256);
      const { structure } = await walkBytes(bytes);
      expect(structure.boxes?.length ?? 0).toBeLessThanOrEqual(100);
    }
  });

  it("that the gateway does not give is not walked, and nothing is thrown", async () => {
    const source = { url: `${gateway.url}/gone`, bytes: 1_000, demuxer: "mov" as const };
    expect(await walkSource(source, new AbortController().signal, () => {})).toBeNull();
  });
});
