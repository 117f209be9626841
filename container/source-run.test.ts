// A gateway that goes away for good in the middle of a file.

import { readFile, truncate } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Plan } from "../protocol/enhancement.ts";
import type { Source } from "../protocol/job.ts";
import { SAMPLE_PLAN } from "../protocol/testing/samples.ts";
import { audio } from "./audio.ts";
import { encode } from "./encode.ts";
import { sourceOptions } from "./input-arguments.ts";
import { listen } from "./listen.ts";
import { BrokenRead, isBrokenRead, runOverSource } from "./source-run.ts";
import { subtitles } from "./subtitles.ts";
import { base } from "./testing/chain.ts";
import { ffmpeg } from "./testing/clips.ts";
import { startGateway } from "./testing/gateway.ts";
import { startWork, type TestWork } from "./testing/work.ts";

const [sound] = SAMPLE_PLAN.audio;
if (!sound) throw new Error("a sample has sound");
const plan: Plan = {
  ...SAMPLE_PLAN,
  audio: [{ ...sound, streamIndex: 1, method: "copy" }],
  subtitles: [{ streamIndex: 2, language: "und", title: null }],
};
/** Where reading ends: after 3.5 s of 10, so that the first segment, of 4 s, lacks its end. */
const SHARE = 0.35;

let work: TestWork;
let path: string;
let server: Server;
let source: Source;
const output = { url: "http://127.0.0.1:9/out" };

beforeAll(async () => {
  work = await startWork();
  path = join(work.folder, "film.mkv");
  const words = Array.from({ length: 9 }, (_, at) => {
    return `${at + 1}\n00:00:0${at},000 --> 00:00:0${at},900\nword\n`;
  });
  const srt = `data:text/plain;base64,${Buffer.from(words.join("\n")).toString("base64")}`;
  await ffmpeg([
    ...["-v", "error", "-f", "lavfi", "-i", "testsrc2=s=640x360:r=25:d=10,noise=alls=30:allf=t"],
    ...["-f", "lavfi", "-i", "sine=d=10", "-f", "srt", "-i", srt],
    ...["-map", "0", "-map", "1", "-map", "2", "-c:v", "libx264", "-preset", "ultrafast"],
    ...["-g", "25", "-c:a", "aac", "-c:s", "srt", path],
  ]);
  const bytes = await readFile(path);
  const end = Math.floor(bytes.length * SHARE);
  server = createServer((request, response) => {
    const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
    if (from >= end) return void response.writeHead(503).end();
    response.writeHead(206, {
      "accept-ranges": "bytes",
      "content-length": bytes.length - from,
      "content-range": `bytes ${from}-${bytes.length - 1}/${bytes.length}`,
    });
    response.write(bytes.subarray(from, end), () => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  source = { url: `http://127.0.0.1:${address.port}/x`, bytes: bytes.length, demuxer: "matroska" };
}, 30_000);
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await work.remove();
});

describe("a source that breaks off for good", () => {
  const of = { plan, output, rendition: "sdr" } as const;

  // It can be tried again, and is neither a shorter film nor a damaged one.
  it.concurrent.each([
    ["picture", () => encode({ ...base(source), ...of, kind: "encode", segment: 0 }, work)],
    ["sound", () => audio({ ...base(source), ...of, kind: "audio", track: 0 }, work)],
    ["listening", () => listen({ ...base(source), kind: "listen", streamIndex: 1 }, work)],
    ["subtitles", () => subtitles({ ...base(source), ...of, kind: "subtitles" }, work)],
  ])("fails what reads it: %s", async (_, read) => {
    const failure = await read().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(BrokenRead);
    expect(failure).toMatchObject({ code: "internal" });
  });

  it("is told from a file that is itself cut short", async () => {
    const gateway = await startGateway();
    try {
      await truncate(path, Math.floor(source.bytes * SHARE));
      const cut = await gateway.source(path);
      const quiet = ["-v", "level+error", "-nostats", "-progress", "pipe:2"];
      const run = {
        inputs: [{ options: [...quiet, ...sourceOptions(cut)], source: cut.url }],
        output: { options: ["-map", "0:1", "-f", "null"], path: "-" },
        signal: work.signal,
      };
      await expect(runOverSource(run, work)).resolves.toBeDefined();
    } finally {
      await gateway.close();
    }
  });

  it.each([
    ["[error] http://127.0.0.1:1/x: Input/output error", true],
    ["[error] http://127.0.0.1:1/x: Server returned 5XX Server Error reply", true],
    ["[in#0/mov @ 0x5] [error] Error during demuxing: Input/output error", true],
    // A read that was taken up again.
    ["[http @ 0x5] [error] Stream ends prematurely at 1024, should be 2048", false],
    // Damage.
    ["[error] http://127.0.0.1:1/x: Invalid data found when processing input", false],
    ["[mov,mp4,m4a,3gp,3g2,mj2 @ 0x5] [error] stream 1, offset 0xd93dfa: partial file", false],
    // The disk.
    ["[error] av_interleaved_write_frame(): Input/output error", false],
  ])("is told by %j: %s", (line, broken) => {
    expect(isBrokenRead(line)).toBe(broken);
  });
});
