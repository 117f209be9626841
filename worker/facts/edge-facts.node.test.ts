// First facts of files made here by hand, of hostile ones, and of real clips against ffprobe.
// It runs in Node: mediabunny is the same there, and the clips and ffprobe are at hand.

import { execFile } from "node:child_process";
import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FactsSchema } from "../../protocol/facts.ts";
import { HEAD_BYTES, sniff } from "../source/sniff.ts";
import { edgeFacts } from "./edge-facts.ts";
import {
  ascii,
  box,
  FTYP,
  MATRIX,
  moov,
  picture,
  source,
  TURNED,
  u16,
  u32,
  zeros,
} from "./made-mp4.ts";

const factsOf = (...parts: number[][]) => edgeFacts(source(Uint8Array.from(parts.flat())));

describe("an MP4", () => {
  it("tells length, size, rate and codec of its picture", async () => {
    const facts = FactsSchema.parse(await factsOf(FTYP, moov(picture()), box("mdat", zeros(100))));
    expect(facts.source).toBe("index");
    expect(facts.container).toMatchObject({ format: "mov", duration: 3.003 });
    expect(facts.streams[0]).toMatchObject({
      kind: "video",
      index: 0,
      codec: "h264",
      width: 640,
      height: 360,
      frameRate: { num: 30_000, den: 1001 },
      frames: 90,
      duration: 3.003,
      language: "eng",
      dynamicRange: "SDR",
    });
  });

  it("stands upright", async () => {
    const facts = await factsOf(FTYP, moov(picture({ matrix: TURNED })));
    expect(facts?.streams[0]).toMatchObject({
      rotation: 90,
      displayWidth: 360,
      displayHeight: 640,
    });
  });

  it("with an uneven clock has no one rate, but may end on a shorter frame", async () => {
    const uneven = await factsOf(
      FTYP,
      moov(
        picture({
          deltas: [
            [45, 1001],
            [45, 2002],
          ],
        }),
      ),
    );
    expect(uneven?.streams[0]).toMatchObject({ frameRate: null });
    const even = await factsOf(
      FTYP,
      moov(
        picture({
          deltas: [
            [89, 1001],
            [1, 900],
          ],
        }),
      ),
    );
    expect(even?.streams[0]).toMatchObject({ frameRate: { num: 30_000, den: 1001 } });
  });

  it("with Dolby Vision's configuration says so", async () => {
    const details = [box("dvcC", [1, 0, 10, 0x30, ...zeros(20)])];
    const facts = await factsOf(FTYP, moov(picture({ details })));
    expect(facts?.streams[0]).toMatchObject({ dynamicRange: "Dolby Vision" });
  });

  it("keeps the places of tracks that are neither picture nor sound", async () => {
    const chapters = box(
      "trak",
      box("tkhd", u32(3, 0, 0, 2, 0, 3003), zeros(16), MATRIX, u32(0, 0)),
      box("mdia", box("hdlr", u32(0, 0), ascii("text"), zeros(13))),
    );
    const facts = await factsOf(FTYP, moov(chapters, picture()));
    expect(facts?.streams.map(({ kind, index }) => [kind, index])).toEqual([
      ["subtitle", 0],
      ["video", 1],
    ]);
  });

  it("of many hours is read in three ranges, and little more than its index", async () => {
    const tables = box("stco", u32(0, 50_000), zeros(200_000));
    const index = moov(picture(), box("trak", tables));
    const media = box("mdat", zeros(300_000));
    for (const order of [
      [FTYP, index, media],
      [FTYP, media, index],
    ]) {
      const file = source(Uint8Array.from(order.flat()));
      expect(await edgeFacts(file)).not.toBeNull();
      expect(file.seen.reads).toBeLessThanOrEqual(3);
      expect(file.seen.bytes).toBeLessThanOrEqual(1.05 * index.length + 64 * 1024);
    }
  });
});

describe("a hostile or broken file gives no facts, soon", () => {
  beforeEach(() => {
    for (const method of ["debug", "warn"] as const) {
      vi.spyOn(console, method).mockImplementation(() => undefined);
    }
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  const nested = (depth: number): number[] => (depth ? box("mdia", nested(depth - 1)) : []);
  const many = (count: number) => new Array<number[]>(count).fill(picture()).flat();

  it.each([
    ["nothing but a header", [FTYP]],
    ["3 000 tracks", [FTYP, moov(many(3_000))]],
    ["boxes in boxes in boxes", [FTYP, moov(box("trak", nested(200)))]],
    ["5 000 empty boxes", [FTYP, moov(new Array(5_000).fill(box("free")).flat())]],
    ["an index longer than the file", [FTYP, u32(5_000), ascii("moov"), zeros(100)]],
    ["an index of 4 GB", [FTYP, u32(1), ascii("moov"), u32(1, 0), zeros(100)]],
    ["a box smaller than its header", [FTYP, u32(4), ascii("moov"), zeros(100)]],
    ["no track", [FTYP, moov()]],
    ["a picture of no size", [FTYP, moov(box("trak", box("mdia", zeros(8))))]],
    ["70 boxes before the index", [new Array(70).fill(box("free")).flat(), moov(picture())]],
  ])("%s", async (_, parts) => {
    const file = source(Uint8Array.from(parts.flat()));
    const before = performance.now();
    expect(await edgeFacts(file)).toBeNull();
    expect(performance.now() - before).toBeLessThan(2_000);
    expect(file.seen.reads).toBeLessThanOrEqual(8);
  });

  it("a source that cannot be read", async () => {
    const read = () => Promise.reject(new Error("gone"));
    expect(await edgeFacts({ bytes: 1000, demuxer: "mov", read })).toBeNull();
  });

  it.each(["avi", "mpegts", "mpeg", "flv", "ogg", "asf"] as const)(
    "%s is not read",
    async (kind) => {
      const file = source(new Uint8Array(1000), kind);
      expect(await edgeFacts(file)).toBeNull();
      expect(file.seen.reads).toBe(0);
    },
  );

  it("any file with a few bytes changed: facts that hold to their schema, or none", async () => {
    const films = {
      mov: Uint8Array.from([...FTYP, ...moov(picture(), picture()), ...box("mdat", zeros(500))]),
      matroska: webm(),
    };
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 20 });
    const kinds = fc.constantFrom("mov" as const, "matroska" as const);
    await fc.assert(
      fc.asyncProperty(kinds, changes, fc.nat(), async (kind, changed, cut) => {
        const bytes = films[kind].slice();
        for (const [at, value] of changed) bytes[at % bytes.length] = value;
        const file = source(cut % 4 ? bytes : bytes.subarray(0, cut % bytes.length), kind);
        const before = performance.now();
        const facts = await edgeFacts(file);
        expect(performance.now() - before).toBeLessThan(2_000);
        expect(file.seen.reads).toBeLessThanOrEqual(8);
        if (facts) FactsSchema.parse(facts);
      }),
      { numRuns: 1_000 },
    );
  });
});

/** An EBML element with a one-byte size, or the open size where it holds too much for one. */
function element(id: number[], ...content: number[][]): number[] {
  const body = content.flat();
  const size =
    body.length < 127 ? [0x80 | body.length] : [0x40 | (body.length >> 8), body.length & 0xff];
  return [...id, ...size, ...body];
}

function webm(): Uint8Array {
  const video = element([0xe0], element([0xb0], u16(800)), element([0xba], u16(332)));
  const entry = element(
    [0xae],
    element([0xd7], [2]),
    element([0x73, 0xc5], [2]),
    element([0x83], [1]),
    element([0x86], ascii("V_VP8")),
    video,
  );
  const sound = element([0xe1], element([0xb5], [0x47, 0x3b, 0x80, 0]), element([0x9f], [2]));
  const first = element(
    [0xae],
    element([0xd7], [1]),
    element([0x73, 0xc5], [1]),
    element([0x83], [2]),
    element([0x86], ascii("A_OPUS")),
    sound,
  );
  return Uint8Array.from([
    ...element([0x1a, 0x45, 0xdf, 0xa3], element([0x42, 0x82], ascii("webm"))),
    ...[0x18, 0x53, 0x80, 0x67, 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
    ...element([0xec], zeros(20)),
    ...element(
      [0x15, 0x49, 0xa9, 0x66],
      element([0x2a, 0xd7, 0xb1], [0x0f, 0x42, 0x40]),
      element([0x44, 0x89], [0x45, 0x9c, 0x40, 0x00]),
    ),
    ...element([0x16, 0x54, 0xae, 0x6b], first, entry),
    ...element([0x1f, 0x43, 0xb6, 0x75], zeros(50)),
  ]);
}

describe("a WebM", () => {
  it("tells its length and its streams, by their places in the file", async () => {
    const facts = FactsSchema.parse(await edgeFacts(source(webm(), "matroska")));
    expect(facts.container).toMatchObject({ format: "matroska", duration: 5 });
    expect(facts.structure?.brand).toBe("webm");
    expect(facts.streams.map(({ index, kind, codec }) => [index, kind, codec])).toEqual([
      [0, "audio", "opus"],
      [1, "video", "vp8"],
    ]);
    expect(facts.streams[1]).toMatchObject({ width: 800, height: 332, frameRate: null });
  });
});

const folder = process.env.MEDIA_DIR;
if (!folder) console.warn("edge facts: real clips are skipped, since MEDIA_DIR is not set");

describe.skipIf(!folder)("real clips say at the edge what ffprobe says", async () => {
  const names = folder ? await readdir(folder) : [];
  const clips = names.filter((name) => /\.(mp4|mov|m4b|webm|mkv)$/.test(name));

  it.each(clips)("%s", async (name) => {
    const path = join(folder ?? "", name);
    const file = await open(path);
    const { size } = await file.stat();
    let reads = 0;
    const read = async (first: number, last: number) => {
      reads++;
      const bytes = new Uint8Array(last - first + 1);
      await file.read(bytes, 0, bytes.length, first);
      return bytes;
    };
    const verdict = sniff(await read(0, Math.min(HEAD_BYTES, size) - 1), true);
    if (!verdict || !("demuxer" in verdict)) throw new Error("not sniffed");
    reads = 0;
    const facts = FactsSchema.parse(await edgeFacts({ ...verdict, bytes: size, read }));
    expect(reads).toBeLessThanOrEqual(3);
    await file.close();

    const probed = await ffprobe(path);
    const duration = Number(probed.format.duration ?? Number.NaN);
    if (facts.container.duration !== null) {
      expect(facts.container.duration).toBeCloseTo(duration, 1);
    }
    for (const stream of facts.streams) {
      const other = probed.streams.find(({ index }) => index === stream.index);
      expect(other?.codec_type).toBe(stream.kind);
      if (stream.codec) expect(stream.codec).toBe(other?.codec_name);
      if (stream.kind !== "video") continue;
      expect([stream.width, stream.height]).toEqual([other?.width, other?.height]);
      if (stream.frames) expect(stream.frames).toBe(Number(other?.nb_frames));
      if (stream.colour.transfer) expect(stream.colour.transfer).toBe(other?.color_transfer);
    }
  });
});

type Probed = {
  format: { duration?: string };
  streams: (Record<string, string | number> & { index: number })[];
};

async function ffprobe(path: string): Promise<Probed> {
  const argv = ["-v", "quiet", "-of", "json", "-show_format", "-show_streams", path];
  const { stdout } = await promisify(execFile)("ffprobe", argv);
  return JSON.parse(stdout);
}
