// A large upload over a line that breaks twenty times: nothing that arrived is sent again, nothing is
// lost, and the file reads back as it was, whole and in parts.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { CHUNK_BYTES } from "../protocol/limits.ts";
import { createSession } from "./client.ts";
import { clip } from "./clips.ts";
import { cuttingProxy } from "./cutting-proxy.ts";
import { figure, seconds } from "./figures.ts";
import { seeded } from "./random.ts";
import { sharedProduct } from "./shared-product.ts";

const { origin } = sharedProduct();

const FILE_BYTES = 60 * 1024 * 1024;
const CUTS = 20;

let file: Buffer;
let url: URL;

beforeAll(async () => {
  const random = seeded();
  file = await largeVideo(random.bytes);
  const offsets = Array.from({ length: CUTS }, () => random.whole(FILE_BYTES - 1));
  const proxy = await cuttingProxy(
    origin,
    offsets.toSorted((a, b) => a - b),
  );
  const client = await createSession(origin);
  const watcher = await client.watch();
  const begun = performance.now();
  const { video } = await client.upload(
    { name: "large.mp4", bytes: file },
    {
      endpoint: `${proxy.origin}/v1/uploads`,
      settings: { mode: "off" },
      tus: { retryDelays: Array.from({ length: 3 * CUTS }, () => 20) },
    },
  );
  const took = performance.now() - begun;
  figure(`60 MiB over a line cut ${proxy.cuts()} times, seed ${random.seed}`, seconds(took));
  expect(proxy.cuts()).toBe(CUTS);
  await proxy.close();
  const { message } = await watcher.waitForEvent("metadata.ready", video);
  expect(message.video.enhancements).toEqual([]);
  expect(message.video.status).toBe("ready");
  url = new URL(message.video.original?.url ?? "", origin);
  watcher.close();
});

/** A real clip with a box behind it that players skip, filled with noise. */
async function largeVideo(noise: (length: number) => Buffer): Promise<Buffer> {
  const movie = readFileSync(await clip("plain"));
  const header = Buffer.alloc(8);
  header.writeUInt32BE(FILE_BYTES - movie.length);
  header.write("free", 4);
  return Buffer.concat([movie, header, noise(FILE_BYTES - movie.length - header.length)]);
}

async function read(range: string | null, init: RequestInit = {}): Promise<Response> {
  return await fetch(url, { ...init, headers: { ...init.headers, ...(range ? { range } : {}) } });
}

describe("the original", () => {
  it("is byte for byte what was sent", async () => {
    const answer = await read(null);
    const hash = createHash("sha256");
    for await (const piece of answer.body ?? []) hash.update(piece);
    expect(hash.digest("hex")).toBe(createHash("sha256").update(file).digest("hex"));
    expect(answer.headers.get("content-length")).toBe(String(FILE_BYTES));
  });

  const edge = CHUNK_BYTES;
  it.each([
    ["the first byte", "bytes=0-0", 0, 1],
    ["across where chunks may meet", `bytes=${edge - 3}-${edge + 4}`, edge - 3, edge + 5],
    ["across several chunks", `bytes=${edge / 2}-${3 * edge}`, edge / 2, 3 * edge + 1],
    ["an open end", `bytes=${FILE_BYTES - 1000}-`, FILE_BYTES - 1000, FILE_BYTES],
    ["a suffix", "bytes=-500", FILE_BYTES - 500, FILE_BYTES],
    [
      "an end past the file's",
      `bytes=${FILE_BYTES - 7}-${FILE_BYTES + 7}`,
      FILE_BYTES - 7,
      FILE_BYTES,
    ],
  ])("answers a range: %s", async (_, range, from, to) => {
    const answer = await read(range);
    expect(answer.status).toBe(206);
    expect(answer.headers.get("content-range")).toBe(`bytes ${from}-${to - 1}/${FILE_BYTES}`);
    expect(answer.headers.get("content-length")).toBe(String(to - from));
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(bytes.equals(file.subarray(from, to))).toBe(true);
  });

  it.each([
    ["past its end", `bytes=${FILE_BYTES}-`],
    ["of no bytes", "bytes=-0"],
  ])("refuses a range %s", async (_, range) => {
    const answer = await read(range);
    expect(answer.status).toBe(416);
    expect(answer.headers.get("content-range")).toBe(`bytes */${FILE_BYTES}`);
  });

  it("answers HEAD, and 304 to who has it", async () => {
    const head = await read(null, { method: "HEAD" });
    expect(head.status).toBe(200);
    expect(head.headers.get("content-length")).toBe(String(FILE_BYTES));
    expect(head.headers.get("accept-ranges")).toBe("bytes");
    expect(head.headers.get("x-content-type-options")).toBe("nosniff");
    const etag = head.headers.get("etag") ?? "";
    expect(etag).toMatch(/^"[^"]+"$/);
    const again = await read(null, { headers: { "if-none-match": etag } });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe("");
    expect((await read("bytes=0-9", { headers: { "if-range": etag } })).status).toBe(206);
    const other = await read("bytes=0-9", { headers: { "if-range": '"other"' } });
    expect(other.status).toBe(200);
    await other.body?.cancel();
  });
});
