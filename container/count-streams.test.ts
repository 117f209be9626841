// Files with more streams than are taken: the refusal says how many there are, and what the most is.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Demuxer } from "../protocol/job.ts";
import { probeSource } from "./probe.ts";
import { ffmpeg } from "./testing/clips.ts";
import { type Gateway, startGateway } from "./testing/gateway.ts";
import { startWork, type TestWork } from "./testing/work.ts";

let gateway: Gateway;
let work: TestWork;

beforeAll(async () => {
  [gateway, work] = await Promise.all([startGateway(), startWork()]);
});
afterAll(() => Promise.all([gateway.close(), work.remove()]));

/** How ffprobe's reading of the file's index ends. */
async function read(path: string, demuxer: Demuxer): Promise<unknown> {
  const source = await gateway.source(path, demuxer);
  return probeSource(source, work);
}

const refusal = (held: string) => ({
  code: "too_many_streams",
  detail: `It has ${held}, and the most is 64. Export it with only the tracks you need.`,
});

describe("a file is refused with the number of its streams", () => {
  it.each([
    ["65.mp4", "mov", 65],
    ["400.mkv", "matroska", 400],
    ["120.ts", "mpegts", 120],
  ] as const)("of %s", async (name, demuxer, count) => {
    const path = join(work.folder, name);
    const sound = ["-f", "lavfi", "-i", "anullsrc=r=8000:cl=mono"];
    const maps = Array.from({ length: count }, () => ["-map", "0"]).flat();
    await ffmpeg(["-v", "error", ...sound, ...maps, "-c:a", "mp2", "-t", "0.1", path]);
    await expect(read(path, demuxer)).rejects.toMatchObject(refusal(String(count)));
  });

  it("or with the most that are counted", async () => {
    const path = join(work.folder, "tracks.mkv");
    await writeFile(path, matroska(5_000));
    await expect(read(path, "matroska")).rejects.toMatchObject(refusal("more than 4096"));
  });
});

/** The head of a Matroska file with so many tracks of subtitles. */
function matroska(tracks: number): Buffer {
  const entries = Array.from({ length: tracks }, (_, at) =>
    element(
      "ae",
      element("d7", number(at + 1)),
      element("73c5", number(at + 1)),
      element("83", Buffer.of(0x11)),
      element("86", Buffer.from("S_TEXT/UTF8")),
    ),
  );
  return Buffer.concat([
    element("1a45dfa3", element("4282", Buffer.from("matroska"))),
    element("18538067", element("1549a966"), element("1654ae6b", ...entries), element("1f43b675")),
  ]);
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** EBML (RFC 8794): an id, a length of eight bytes, and what is inside. */
function element(id: string, ...inside: Buffer[]): Buffer {
  const body = Buffer.concat(inside);
  const length = number(body.length);
  return Buffer.concat([Buffer.from(id, "hex"), Buffer.of(1, 0, 0, 0), length, body]);
}
