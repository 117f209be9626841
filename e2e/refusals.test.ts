// Files that are no video, or not a whole one, whatever they are called: each is refused by name, in
// a sentence for a person, and leaves nothing at work. A playlist in disguise makes nobody fetch
// what it names.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { deflateRawSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Failure } from "../protocol/failure.ts";
import { type Client, type Content, createSession, problemOf } from "./client.ts";
import { clip } from "./clips.ts";
import { ffmpeg } from "./ffmpeg.ts";
import { scratchFolder } from "./scratch.ts";
import { sharedProduct } from "./shared-product.ts";
import { untilNothingStored } from "./stored-objects.ts";
import { untilIdle } from "./transcoder.ts";
import type { Watcher } from "./watcher.ts";

const product = sharedProduct();
const scratch = scratchFolder();

let client: Client;
let watcher: Watcher;
/** Counts who comes by: nobody must. */
let canary: { server: Server; origin: string; visits: string[] };

beforeAll(async () => {
  client = await createSession(product.origin);
  watcher = await client.watch();
  canary = await startCanary();
});

afterAll(async () => {
  watcher.close();
  canary.server.close();
  await untilIdle(product);
});

async function startCanary(): Promise<typeof canary> {
  const visits: string[] = [];
  const server = createServer((request, response) => {
    visits.push(request.url ?? "");
    response.end("bait");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return { server, origin: `http://127.0.0.1:${address.port}`, visits };
}

/** What a person reads: a sentence, and no word of our insides. */
function expectReadable({ title, detail }: Pick<Failure, "title" | "detail">): void {
  for (const text of [title, detail]) {
    expect(text).toMatch(/^[A-Z].{10,}/s);
    expect(text).not.toMatch(/ffmpeg|ffprobe|\/tmp|\/v1\/|https?:|stderr|undefined|\[|0x/i);
  }
}

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

function zip(): Buffer {
  const packed = deflateRawSync(Buffer.from("a video, says the name"));
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50);
  header.writeUInt16LE(8, 8);
  header.writeUInt32LE(packed.length, 18);
  return Buffer.concat([header, packed, Buffer.alloc(200)]);
}

describe("a file whose first bytes say what it is", () => {
  const kinds: [string, Content, string][] = [
    ["text", { name: "notes.mp4", bytes: Buffer.from("Dear diary, ".repeat(900)) }, "not_a_video"],
    ["a picture", { name: "photo.mp4", bytes: PNG }, "not_a_video"],
    ["an archive", { name: "film.mov", bytes: zip() }, "not_a_video"],
    ["a page", { name: "x.webm", bytes: Buffer.from("<!doctype html><script>") }, "not_a_video"],
  ];

  it.each(kinds)("is refused at once: %s", async (_, content, code) => {
    const answer = await client.sendOneShot(content);
    expect(answer.status).toBe(415);
    const problem = await problemOf(answer);
    expect(problem).toMatchObject({ code, retryable: false });
    expectReadable(problem);
  });

  it("is refused over tus as well, and stays in the list with its reason", async () => {
    const bytes = Buffer.from("Dear diary, ".repeat(900));
    const upload = client.upload({ name: "notes.mp4", bytes });
    await expect(upload).rejects.toThrow(/response code: 415.*not_a_video/s);
    const { message } = await watcher.waitFor(
      "the refused video",
      (told) => told.type === "track.failed" && told.video.failure?.code === "not_a_video",
    );
    const id = message.type === "hello" ? "" : message.video.id;
    expect(await client.video(id)).toMatchObject({ status: "failed", enhancements: [] });
    const late = await client.call(`/v1/uploads/${id}`, {
      method: "HEAD",
      headers: { "tus-resumable": "1.0.0" },
    });
    expect(late.status).toBe(410);
    await untilNothingStored(product.stateDir, `s/${client.session.id}/${id}/`);
  });

  it("is refused when there is none", async () => {
    const answer = await client.sendOneShot({ name: "empty.mp4", bytes: Buffer.alloc(0) });
    expect(answer.status).toBe(415);
    expect((await problemOf(answer)).code).toBe("empty_file");
  });
});

describe("a playlist in disguise", () => {
  it("is refused, and nothing that it names is fetched", async () => {
    const other = await createSession(product.origin);
    const own = await other.oneShot(await clip("odd size"), { mode: "off" });
    const secret = new URL(own.original?.url ?? "", product.origin).href;
    const { origin } = canary;
    const lists: Content[] = [
      `#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:5.0,\n${secret}\n#EXTINF:5.0,\n${origin}/hls.ts\n`,
      `ffconcat version 1.0\nfile '${origin}/concat.mp4'\n`,
      `<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><BaseURL>${origin}/</BaseURL></MPD>`,
      `v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\nm=video ${new URL(origin).port} RTP/AVP 96\r\n`,
    ].map((text) => ({ name: "holiday.mp4", bytes: Buffer.from(text) }));
    for (const list of lists) {
      const answer = await client.sendOneShot(list);
      expect(answer.status).toBe(415);
      expect(["unsupported_format", "not_a_video"]).toContain((await problemOf(answer)).code);
    }
    await untilIdle(product);
    expect(canary.visits).toEqual([]);
    await other.remove(own.id);
  });
});

describe("a file that begins like a video", () => {
  /** Uploads it and answers the failure that its tracks end in. */
  async function failureOf(content: Content): Promise<Failure> {
    const { video } = await client.upload(content);
    const { message } = await watcher.waitForVideo(
      "failure of both tracks",
      video,
      ({ metadata, enhancements }) =>
        metadata.status === "failed" && enhancements.at(-1)?.status === "failed",
    );
    const { metadata, enhancements, status } = message.video;
    expect(status).toBe("failed");
    const [first, second] = [metadata.failure, enhancements.at(-1)?.failure];
    if (!first || !second) throw new Error("failed without a failure");
    expect(second.code).toBe(first.code);
    for (const failure of [first, second]) expectReadable(failure);
    await untilIdle(product);
    const told = watcher.stored(video).map(({ type }) => type);
    expect(told.filter((type) => type === "track.failed")).toHaveLength(2);
    expect(told).not.toContain("job.retrying");
    await client.remove(video);
    return first;
  }

  it("is refused for its damage: a header and then noise", async () => {
    const head = readFileSync(await clip("plain")).subarray(0, 32);
    const bytes = Buffer.concat([head, Buffer.alloc(50_000, "not a box ")]);
    expect(["corrupt", "truncated"]).toContain((await failureOf({ name: "a.mp4", bytes })).code);
  });

  it("is refused as incomplete: its index was at the end that is missing", async () => {
    const path = scratch("index-last.mp4");
    await ffmpeg(["-v", "error", "-i", await clip("plain"), "-c", "copy", "-movflags", "0", path]);
    const whole = readFileSync(path);
    const bytes = whole.subarray(0, Math.floor(whole.length / 2));
    expect((await failureOf({ name: "half.mp4", bytes })).code).toBe("truncated");
  });

  it("is refused without a picture, and described: its packets, its checksum and its sound", async () => {
    // Of an AVI nothing is known before ffprobe has read it.
    const path = scratch("sound.avi");
    const sound = ["-f", "lavfi", "-i", "sine=duration=1", "-c:a", "mp3"];
    await ffmpeg(["-v", "error", ...sound, path]);
    const { video } = await client.upload(path);
    const { message } = await watcher.waitForVideo(
      "failure of the metadata",
      video,
      ({ metadata }, type) => type === "track.failed" && metadata.status === "failed",
    );
    const { stage, failure } = message.video.metadata;
    expect([stage, failure?.code]).toEqual(["facts", "audio_only"]);
    const { facts } = await client.metadata(video);
    expect(facts?.streams).toMatchObject([{ kind: "audio", codec: "mp3" }]);

    await watcher.waitForVideo("all of it", video, ({ metadata }) => metadata.stage === "content");
    const { packets, content } = await client.metadata(video);
    expect(packets?.duration).toBeCloseTo(1, 0);
    expect(content?.sha256).toBe(createHash("sha256").update(readFileSync(path)).digest("hex"));
    // ffmpeg's `ebur128` on a sine of an eighth of full scale.
    expect(content?.sound).toMatchObject([{ loudness: expect.closeTo(-22.2, 0) }]);
  });
});

describe("a file that was cut off behind its index", () => {
  it("ends soon, in a result or a named failure, and never in silence", async () => {
    const path = scratch("index-first.mp4");
    const flags = ["-movflags", "+faststart"];
    await ffmpeg(["-v", "error", "-i", await clip("plain"), "-c", "copy", ...flags, path]);
    const whole = readFileSync(path);
    const bytes = whole.subarray(0, Math.floor(whole.length / 2));
    const { video } = await client.upload({ name: "cut.mp4", bytes });
    const { message } = await watcher.waitForVideo(
      "end of the enhancement",
      video,
      ({ enhancements }) => ["ready", "failed"].includes(enhancements.at(-1)?.status ?? ""),
    );
    const failure = message.video.enhancements.at(-1)?.failure;
    if (failure) {
      expect(["truncated", "corrupt"]).toContain(failure.code);
      expectReadable(failure);
    }
    await untilIdle(product, 30_000);
    await client.remove(video);
  });
});
