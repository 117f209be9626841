// A stand-in for the Worker's media gateway: real files by HTTP Range, real PUTs kept in a folder.
// It notes what was asked, and can be told to fail.

import { randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, mkdtemp, rm, stat } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, extname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { type Demuxer, DemuxerSchema, type Source } from "../../protocol/job.ts";

export type Gateway = {
  url: string;
  /** Where PUT objects lie, by their path. */
  folder: string;
  /** `METHOD path` of every request so far. */
  requests: string[];
  /** Statuses that the next PUTs answer instead of taking the bytes. */
  putFailures: number[];
  /** How many of the next answers break off after their first blocks. */
  cuts: number;
  /** Milliseconds between blocks of 64 KiB of a source; 0 is as fast as it goes. */
  delayMs: number;
  /** Makes a file readable as a source. The demuxer follows from the name unless it is given. */
  source: (path: string, demuxer?: Demuxer) => Promise<Source>;
  close: () => Promise<void>;
};

const DEMUXERS: Record<string, Demuxer> = {
  ".mp4": "mov",
  ".mov": "mov",
  ".m4b": "mov",
  ".webm": "matroska",
  ".mkv": "matroska",
  ".ts": "mpegts",
  ".mts": "mpegts",
  ".avi": "avi",
  ".flv": "flv",
  ".mpg": "mpeg",
  ".ogv": "ogg",
  ".wmv": "asf",
};

/** What an answer that breaks off has sent before, at least. */
const CUT_BYTES = 100_000;

export async function startGateway(): Promise<Gateway> {
  const folder = await mkdtemp(join(tmpdir(), "reelight-gateway-"));
  const sources = new Map<string, string>();
  const gateway: Gateway = {
    url: "",
    folder,
    requests: [],
    putFailures: [],
    cuts: 0,
    delayMs: 0,
    async source(path, demuxer) {
      const name = `/source/${randomUUID()}`;
      sources.set(name, path);
      const known = demuxer ?? DemuxerSchema.parse(DEMUXERS[extname(path)]);
      return { url: `${gateway.url}${name}`, bytes: (await stat(path)).size, demuxer: known };
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
  const server = createServer((request, response) => {
    answer(gateway, sources, request, response).catch((error: NodeJS.ErrnoException) => {
      // A client that closes in the middle of a body is what seeking looks like.
      if (error.code !== "ERR_STREAM_PREMATURE_CLOSE") console.error(error);
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  gateway.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return gateway;
}

async function answer(
  gateway: Gateway,
  sources: ReadonlyMap<string, string>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = request.url ?? "/";
  gateway.requests.push(`${request.method} ${path}`);
  if (request.method === "PUT") return take(gateway, path, request, response);
  const file = sources.get(path) ?? join(gateway.folder, path);
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) return void response.writeHead(404).end();
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "");
  const start = range ? Number(range[1]) : 0;
  const end = Math.min(found.size - 1, range?.[2] ? Number(range[2]) : found.size - 1);
  if (start > end) return void response.writeHead(416).end();
  response.writeHead(range ? 206 : 200, {
    "accept-ranges": "bytes",
    "content-length": end - start + 1,
    ...(range ? { "content-range": `bytes ${start}-${end}/${found.size}` } : {}),
  });
  if (request.method === "HEAD") return void response.end();
  const cut = gateway.cuts > 0 && end - start > CUT_BYTES;
  if (cut) gateway.cuts--;
  const slowly = async function* (blocks: AsyncIterable<Uint8Array>) {
    let sent = 0;
    for await (const block of blocks) {
      if (cut && sent > CUT_BYTES) return void response.destroy();
      sent += block.length;
      if (gateway.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, gateway.delayMs));
      yield block;
    }
  };
  await pipeline(createReadStream(file, { start, end }), slowly, response);
}

async function take(
  gateway: Gateway,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const failure = gateway.putFailures.shift();
  if (failure !== undefined) {
    request.resume();
    return void response.writeHead(failure).end();
  }
  // R2 takes no body of unknown length.
  if (request.headers["content-length"] === undefined) return void response.writeHead(411).end();
  const file = join(gateway.folder, path);
  await mkdir(dirname(file), { recursive: true });
  await pipeline(request, createWriteStream(file));
  response.writeHead(200).end();
}
