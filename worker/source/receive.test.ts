// Bodies that stop, stall, lie or overtake each other. R2 is real; the session is a small fake that
// keeps the same books.

import { env } from "cloudflare:workers";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import type { FailureCode } from "../../protocol/failure.ts";
import type { Demuxer } from "../../protocol/job.ts";
import { CHUNK_BYTES } from "../../protocol/limits.ts";
import { videoPrefix } from "../keys.ts";
import type { Chunk, Outcome, UploadState, Writer } from "../session/contract.ts";
import { keysBelow } from "../testing/world.ts";
import { BLOCK_BYTES, BlockPool } from "./buffers.ts";
import { parseChecksum } from "./checksum.ts";
import { readRange } from "./read.ts";
import { type Ledger, type Reception, receive } from "./receive.ts";
import { settle } from "./settle.ts";

/** Lines stall for seconds of real time here. */
vi.setConfig({ testTimeout: 30_000 });

const SESSION = "ses_0";

let uploads = 0;

/** The books of one upload: check-and-set on epoch and offset. */
class FakeLedger implements Ledger {
  readonly video = `vid_${uploads++}`;
  epoch = 0;
  chunks: Chunk[] = [];
  demuxer: Demuxer | null = null;
  refusedAs: FailureCode | null = null;
  length: number | null;

  constructor(length: number | null) {
    this.length = length;
  }

  get offset(): number {
    return this.chunks.reduce((total, chunk) => total + chunk.bytes, 0);
  }

  get upload(): UploadState {
    return {
      video: this.video,
      offset: this.offset,
      length: this.length,
      complete: this.offset === this.length && this.demuxer !== null,
      expiresAt: null,
      metadataHeader: null,
      failure: null,
      demuxer: this.demuxer,
    };
  }

  open(): Writer {
    this.epoch++;
    return { epoch: this.epoch, upload: this.upload, head: this.demuxer ? [] : this.chunks };
  }

  async recordType(_: string, epoch: number, demuxer: Demuxer): Promise<boolean> {
    if (epoch === this.epoch) this.demuxer = demuxer;
    return epoch === this.epoch;
  }

  async recordChunks(_: string, epoch: number, chunks: Chunk[]): Promise<Outcome<UploadState>> {
    const offset = chunks[0]?.offset ?? this.offset;
    if (epoch !== this.epoch || offset !== this.offset) return { ok: false, code: "conflict" };
    this.chunks.push(...chunks);
    return { ok: true, value: this.upload };
  }

  async refuseUpload(_: string, epoch: number, code: FailureCode): Promise<void> {
    if (epoch === this.epoch) this.refusedAs = code;
  }
}

/** Bytes that begin like an MP4 and do not repeat. */
function film(bytes: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(bytes);
  for (let index = 0; index < bytes; index++) whole[index] = (index * 31 + (index >> 8)) & 0xff;
  const head = "\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41";
  for (let index = 0; index < Math.min(bytes, head.length); index++) {
    whole[index] = head.charCodeAt(index);
  }
  return whole;
}

type Sending = { end?: "close" | "cut" | "hang"; second?: Promise<void> };

/** A body that brings the pieces, the second not before it may, and ends, breaks or hangs. */
function body(pieces: Uint8Array[], { end = "close", second }: Sending = {}) {
  let next = 0;
  const source: UnderlyingByteSource = {
    type: "bytes",
    async pull(controller) {
      if (next === 1) await second;
      const piece = pieces[next++];
      if (piece) return controller.enqueue(piece.slice());
      if (end === "cut") return controller.error(new Error("connection lost"));
      if (end === "hang") return new Promise<void>(() => {});
      controller.close();
      controller.byobRequest?.respond(0);
    },
  };
  return new ReadableStream(source);
}

function reception(ledger: FakeLedger, stream: ReadableStream<Uint8Array>): Reception {
  return {
    bucket: env.MEDIA,
    ledger,
    session: SESSION,
    writer: ledger.open(),
    body: stream,
    checksum: null,
    endsFile: false,
  };
}

/** True if the chunks, one after another, are these bytes. */
async function holds(ledger: FakeLedger, bytes: Uint8Array): Promise<boolean> {
  const stored = await readRange(env.MEDIA, ledger.chunks, 0, ledger.offset - 1);
  return Buffer.from(stored).equals(bytes);
}

async function until(condition: () => boolean): Promise<void> {
  const end = Date.now() + 15_000;
  while (!condition() && Date.now() < end) await scheduler.wait(20);
}

async function keys({ video }: FakeLedger): Promise<string[]> {
  return keysBelow(videoPrefix(SESSION, video));
}

describe("a body that arrives", () => {
  it("is stored byte for byte, however it was cut on the way", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 32, max: 9_000 }),
        fc.array(fc.integer({ min: 1, max: 400_000 }), { maxLength: 12 }),
        async (first, more) => {
          const sizes = [first, ...more];
          const whole = film(sizes.reduce((total, size) => total + size, 0));
          const pieces: Uint8Array[] = [];
          for (let at = 0; at < whole.length; at += pieces.at(-1)?.length ?? 0) {
            pieces.push(whole.subarray(at, at + (sizes[pieces.length] ?? 0)));
          }
          const ledger = new FakeLedger(whole.length);
          const receipt = await receive(reception(ledger, body(pieces)));
          expect(receipt).toMatchObject({ ok: true, upload: { complete: true } });
          expect(await holds(ledger, whole)).toBe(true);
        },
      ),
      { numRuns: 30 },
    );
  });

  it("lies in chunks of at most 8 MiB, in order and without a gap", async () => {
    const whole = film(2 * CHUNK_BYTES + 12_345);
    const ledger = new FakeLedger(whole.length);
    await receive(reception(ledger, body([whole])));
    expect(ledger.chunks.map((chunk) => chunk.bytes)).toEqual([CHUNK_BYTES, CHUNK_BYTES, 12_345]);
    expect(ledger.chunks.map((chunk) => chunk.offset)).toEqual([0, CHUNK_BYTES, 2 * CHUNK_BYTES]);
    expect(await holds(ledger, whole)).toBe(true);
  });

  it("is cut to 1 MiB when the memory of all uploads is short, and gives it back", async () => {
    const pool = new BlockPool(2);
    const whole = film(3 * BLOCK_BYTES + 5);
    const ledger = new FakeLedger(whole.length);
    await receive({ ...reception(ledger, body([whole])), pool });
    expect(Math.max(...ledger.chunks.map((chunk) => chunk.bytes))).toBeLessThanOrEqual(
      2 * BLOCK_BYTES,
    );
    expect(await holds(ledger, whole)).toBe(true);
    expect(pool.free).toBe(2);
  });

  it("waits for memory that others hold", async () => {
    const pool = new BlockPool(1);
    await pool.take();
    const ledger = new FakeLedger(1_000);
    const receiving = receive({ ...reception(ledger, body([film(1_000)])), pool });
    await scheduler.wait(100);
    expect(ledger.chunks).toEqual([]);
    pool.give(1);
    expect((await receiving).ok).toBe(true);
    expect(pool.free).toBe(1);
  });
});

describe("a line that breaks", () => {
  it("keeps every byte that arrived", async () => {
    const whole = film(700_001);
    const ledger = new FakeLedger(2_000_000);
    const pieces = [whole.subarray(0, 300_000), whole.subarray(300_000)];
    const receipt = await receive(reception(ledger, body(pieces, { end: "cut" })));
    expect(receipt).toMatchObject({ ok: true, end: "cut", upload: { offset: 700_001 } });
    expect(await holds(ledger, whole)).toBe(true);
  });

  it("stores what waits when the line stalls, and goes on when it does", async () => {
    const whole = film(200_000);
    const ledger = new FakeLedger(whole.length);
    const pieces = [whole.subarray(0, 1_000), whole.subarray(1_000)];
    const { promise: second, resolve: goOn } = Promise.withResolvers<void>();
    const receiving = receive(reception(ledger, body(pieces, { second })));
    await until(() => ledger.offset > 0);
    expect(ledger.offset).toBe(1_000);
    goOn();
    expect(await receiving).toMatchObject({ ok: true, upload: { complete: true } });
    expect(await holds(ledger, whole)).toBe(true);
  });

  it("stores what waits at once when its client asks for the offset", async () => {
    const whole = film(5_000);
    const ledger = new FakeLedger(10_000);
    const { promise: second, resolve: goOn } = Promise.withResolvers<void>();
    const receiving = receive(reception(ledger, body([whole], { second })));
    await scheduler.wait(200);
    expect(ledger.offset).toBe(0);
    const asked = Date.now();
    await settle(SESSION, ledger.video);
    expect(ledger.offset).toBe(5_000);
    expect(Date.now() - asked).toBeLessThan(1_700);
    goOn();
    await receiving;
  });

  it("refuses a writer that a newer one has overtaken, and leaves no object of it", async () => {
    const whole = film(50_000);
    const ledger = new FakeLedger(whole.length);
    const pieces = [whole.subarray(0, 10_000), whole.subarray(10_000)];
    const { promise: second, resolve: goOn } = Promise.withResolvers<void>();
    const old = receive(reception(ledger, body(pieces, { second })));
    await until(() => ledger.offset > 0);
    expect(ledger.offset).toBe(10_000);
    const newer = await receive(reception(ledger, body([whole.subarray(10_000)])));
    expect(newer).toMatchObject({ ok: true, upload: { complete: true } });
    goOn();
    expect(await old).toMatchObject({ ok: false, code: "conflict" });
    expect(await holds(ledger, whole)).toBe(true);
    expect((await keys(ledger)).sort()).toEqual(ledger.chunks.map((chunk) => chunk.key).sort());
  });
});

describe("the first bytes", () => {
  it("refuse a file before anything of it is stored", async () => {
    const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, ...new Array(9_000).fill(7)]);
    const ledger = new FakeLedger(1_000_000);
    const receipt = await receive(reception(ledger, body([png], { end: "hang" })));
    expect(receipt).toEqual({ ok: false, code: "not_a_video" });
    expect(ledger.refusedAs).toBe("not_a_video");
    expect(await keys(ledger)).toEqual([]);
  });

  it("are put together from requests of a few bytes each", async () => {
    const whole = film(64);
    const ledger = new FakeLedger(whole.length);
    for (let at = 0; at < whole.length; at += 5) {
      const receipt = await receive(reception(ledger, body([whole.subarray(at, at + 5)])));
      expect(receipt.ok).toBe(true);
    }
    expect(ledger.demuxer).toBe("mov");
    expect(await holds(ledger, whole)).toBe(true);
  });

  it("refuse a file that ends before it could be told", async () => {
    const ledger = new FakeLedger(1);
    const receipt = await receive(reception(ledger, body([Uint8Array.of(0)])));
    expect(receipt).toEqual({ ok: false, code: "not_a_video" });
  });

  it("refuse a file of no bytes whose length was not announced", async () => {
    const ledger = new FakeLedger(null);
    const receipt = await receive({ ...reception(ledger, body([])), endsFile: true });
    expect(receipt).toEqual({ ok: false, code: "empty_file" });
  });
});

describe("more bytes than announced", () => {
  it("are refused, and nothing past the length is stored", async () => {
    const whole = film(5_000);
    const ledger = new FakeLedger(4_999);
    const receipt = await receive(reception(ledger, body([whole])));
    expect(receipt).toMatchObject({ ok: false, code: "too_large" });
    expect(ledger.chunks).toEqual([]);
    expect(await keys(ledger)).toEqual([]);
  });

  it("are noticed when the length is reached exactly at a chunk's end", async () => {
    const whole = film(CHUNK_BYTES + 1);
    const ledger = new FakeLedger(CHUNK_BYTES);
    const pieces = [whole.subarray(0, CHUNK_BYTES), whole.subarray(CHUNK_BYTES)];
    const receipt = await receive(reception(ledger, body(pieces)));
    expect(receipt).toMatchObject({ ok: false, code: "too_large" });
    expect(ledger.offset).toBe(0);
  });
});

describe("a body with a checksum", () => {
  const whole = film(CHUNK_BYTES + 1_000);
  const digest = createHash("sha1").update(whole).digest("base64");

  function announced(text: string) {
    const checksum = parseChecksum(text);
    if (!checksum) throw new Error("no checksum");
    return checksum;
  }

  it("is recorded at once when the digest matches", async () => {
    const ledger = new FakeLedger(whole.length);
    const checksum = announced(`sha1 ${digest}`);
    const receipt = await receive({ ...reception(ledger, body([whole])), checksum });
    expect(receipt).toMatchObject({ ok: true, upload: { complete: true } });
    expect(ledger.chunks.length).toBe(2);
    expect(await holds(ledger, whole)).toBe(true);
  });

  it("leaves nothing when it does not, and does not judge the file by such bytes", async () => {
    const ledger = new FakeLedger(whole.length);
    const broken = whole.slice();
    broken.set([0x89, 0x50, 0x4e, 0x47]);
    const checksum = announced(`sha1 ${digest}`);
    const receipt = await receive({ ...reception(ledger, body([broken])), checksum });
    expect(receipt).toEqual({ ok: false, code: "checksum_mismatch" });
    expect(ledger.offset).toBe(0);
    expect(ledger.refusedAs).toBeNull();
    expect(await keys(ledger)).toEqual([]);
  });

  it("leaves nothing when the line breaks", async () => {
    const ledger = new FakeLedger(whole.length);
    const checksum = announced(`sha1 ${digest}`);
    const stream = body([whole.subarray(0, CHUNK_BYTES + 500)], { end: "cut" });
    const receipt = await receive({ ...reception(ledger, stream), checksum });
    expect(receipt).toMatchObject({ ok: true, end: "cut", upload: { offset: 0 } });
    expect(await keys(ledger)).toEqual([]);
  });

  it("refuses by name what is no video, once the digest matches", async () => {
    const text = new TextEncoder().encode("a".repeat(5_000));
    const ledger = new FakeLedger(10_000);
    const checksum = announced(`sha256 ${createHash("sha256").update(text).digest("base64")}`);
    const receipt = await receive({ ...reception(ledger, body([text])), checksum });
    expect(receipt).toEqual({ ok: false, code: "not_a_video" });
    expect(await keys(ledger)).toEqual([]);
  });
});
