// The Worker as it would be deployed, bundled by wrangler and booted by miniflare alone: no wrangler
// dev, no transcoder, no way out. Uploads, reads and deletes need none of them, and what lies in the
// bucket is what the session says it holds.

import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { convertV4MiniflareOptions, Miniflare, Response as WorkerResponse } from "miniflare";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { unstable_getMiniflareWorkerOptions as workerOptions } from "wrangler";
import * as z from "zod/mini";
import { CHUNK_BYTES, SESSION_TTL_MS, UPLOAD_IDLE_MS } from "../protocol/limits.ts";
import { buildPage } from "../scripts/page.ts";
import { QUIET_ENV, wranglerCli } from "../scripts/wrangler.ts";
import { type Client, createSession } from "./client.ts";
import { clip } from "./clips.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const TRANSCODER = "http://transcoder.invalid";
/** A session that is over waits this long for writers that come late, and sweeps again. */
const LATE_WRITERS_MS = 120_000;
const SWEEP = { timeout: 20_000, interval: 50 };

const folder = mkdtempSync(join(tmpdir(), "reelight-offline-"));
/** Origins that the Worker wanted to reach. */
const wanted = new Set<string>();
let runtime: Miniflare;
let origin: string;

beforeAll(async () => {
  await buildPage(root, () => undefined);
  const bundle = bundleWorker();
  const { workerOptions: worker } = workerOptions(join(root, "wrangler.toml"), undefined, {
    overrides: { enableContainers: false },
  });
  runtime = new Miniflare(
    convertV4MiniflareOptions({
      ...worker,
      name: "reelight",
      modules: [{ type: "ESModule", path: "index.js", contents: readFileSync(bundle, "utf8") }],
      bindings: {
        ...z.parse(z.record(z.string(), z.json()), worker.bindings),
        SIGNING_KEY: randomBytes(32).toString("base64url"),
        TRANSCODER_URL: TRANSCODER,
      },
      outboundService: (request) => {
        wanted.add(new URL(request.url).origin);
        return new WorkerResponse("there is nothing here", { status: 502 });
      },
      host: "127.0.0.1",
      port: 0,
      cf: false,
      unsafeInspectDurableObjects: true,
    }),
  );
  origin = (await runtime.ready).origin;
});

afterAll(async () => {
  await runtime?.dispose();
  rmSync(folder, { recursive: true });
});

/** Bundles the Worker as a deployment does; the path of its one module. */
function bundleWorker(): string {
  const flags = ["--dry-run", "--env=", "--containers-rollout=none", `--outdir=${folder}`];
  execFileSync(process.execPath, [wranglerCli(root), "deploy", ...flags], {
    cwd: root,
    env: { ...process.env, ...QUIET_ENV },
    stdio: "pipe",
  });
  return join(folder, "index.js");
}

/** A video of three chunks: a clip with a `free` box behind it, which players pass over. */
async function largeVideo(): Promise<{ name: string; bytes: Buffer }> {
  const video = readFileSync(await clip("plain"));
  const ballast = randomBytes(2 * CHUNK_BYTES + 12_345);
  const header = Buffer.alloc(8);
  header.writeUInt32BE(ballast.length + header.length);
  header.write("free", 4);
  return { name: "large.mp4", bytes: Buffer.concat([video, header, ballast]) };
}

async function objectsOf({ session }: Client): Promise<{ key: string; size: number }[]> {
  const bucket = await runtime.getR2Bucket("MEDIA");
  const { objects } = await bucket.list({ prefix: `s/${session.id}/` });
  return objects.map(({ key, size }) => ({ key, size }));
}

/** Makes the session's own clock run: all that it holds becomes that much older. */
async function age({ session }: Client, ms: number): Promise<void> {
  const { id } = session;
  const storage = await runtime.unsafeGetDurableObjectStorage("reelight", "Session", { name: id });
  await storage.exec("UPDATE session SET created_at = created_at - ?", ms);
  const heardAt = "json_extract(record, '$.heardAt') - ?";
  await storage.exec(`UPDATE videos SET record = json_set(record, '$.heardAt', ${heardAt})`, ms);
  // Nothing of the younger state may be left in memory.
  await runtime.unsafeEvictDurableObject("reelight", "Session", { name: id });
}

test("reads an upload back byte for byte, and leaves nothing of it once it is deleted", async () => {
  const client = await createSession(origin);
  const content = await largeVideo();
  const { video: id } = await client.upload(content, { tus: { chunkSize: CHUNK_BYTES } });

  const video = await client.video(id);
  expect(video.upload).toEqual({ offset: content.bytes.length, complete: true });
  const url = new URL(video.original?.url ?? "", origin);
  const whole = await fetch(url);
  expect(whole.status).toBe(200);
  expect(Buffer.from(await whole.arrayBuffer()).equals(content.bytes)).toBe(true);

  const [first, last] = [CHUNK_BYTES - 1_000, 2 * CHUNK_BYTES + 1_000];
  const part = await fetch(url, { headers: { range: `bytes=${first}-${last}` } });
  expect(part.status).toBe(206);
  expect(part.headers.get("content-range")).toBe(`bytes ${first}-${last}/${content.bytes.length}`);
  const middle = Buffer.from(await part.arrayBuffer());
  expect(middle.equals(content.bytes.subarray(first, last + 1))).toBe(true);

  const stored = await objectsOf(client);
  expect(stored.length).toBeGreaterThanOrEqual(3);
  expect(stored.reduce((sum, { size }) => sum + size, 0)).toBe(content.bytes.length);

  await client.remove(id);
  expect((await fetch(url)).status).toBe(404);
  await vi.waitUntil(async () => (await objectsOf(client)).length === 0, SWEEP);
});

test("knows first facts of a video though no transcoder answers", async () => {
  const client = await createSession(origin);
  const { video } = await client.upload(await largeVideo());
  const facts = async () => (await client.metadata(video)).facts;
  await vi.waitUntil(async () => (await facts()) !== null, 10_000);
  expect(await facts()).toMatchObject({ source: "index", container: { format: "mov" } });
  const { metadata, failure } = await client.video(video);
  expect(metadata).toMatchObject({ stage: "facts", failure: null });
  expect(failure).toBeNull();
});

test("removes an upload that was abandoned", async () => {
  const client = await createSession(origin);
  const upload = await abandonUpload(client);
  await age(client, UPLOAD_IDLE_MS + 1_000);
  // Whatever the client does next lets the session look at its clock.
  await startUpload(client, 1_000);
  await vi.waitUntil(async () => (await objectsOf(client)).length === 0, SWEEP);
  const asked = await client.call(upload, {
    method: "HEAD",
    headers: { "tus-resumable": "1.0.0" },
  });
  expect(asked.status).toBe(404);
});

test("leaves nothing of a session that is over", async () => {
  const client = await createSession(origin);
  await abandonUpload(client);
  await age(client, SESSION_TTL_MS + LATE_WRITERS_MS);
  await startUpload(client, 1_000);
  await vi.waitUntil(async () => (await objectsOf(client)).length === 0, SWEEP);
  await vi.waitUntil(async () => (await client.call("/v1/session")).status === 401, SWEEP);
});

test("asks for nothing but its transcoder, and says that it is not there", async () => {
  const health = await fetch(`${origin}/healthz`);
  expect(health.status).toBe(503);
  expect(await health.json()).toMatchObject({ storage: true, transcoder: false });
  expect([...wanted]).toEqual([TRANSCODER]);
});

/** Leaves an upload after two chunks of three; its path. */
async function abandonUpload(client: Client): Promise<string> {
  const { bytes } = await largeVideo();
  const upload = await startUpload(client, bytes.length);
  const sent = await client.call(upload, {
    method: "PATCH",
    headers: {
      "tus-resumable": "1.0.0",
      "content-type": "application/offset+octet-stream",
      "upload-offset": "0",
    },
    body: new Uint8Array(bytes.subarray(0, CHUNK_BYTES + 1)),
  });
  expect(sent.status).toBe(204);
  expect(await objectsOf(client)).not.toEqual([]);
  return upload;
}

/** Begins an upload without a byte; its path. */
async function startUpload(client: Client, length: number): Promise<string> {
  const answer = await client.call("/v1/uploads", {
    method: "POST",
    headers: { "tus-resumable": "1.0.0", "upload-length": String(length) },
  });
  expect(answer.status).toBe(201);
  return answer.headers.get("location") ?? "";
}
