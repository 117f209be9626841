import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { joinObjects, putPiece, readRange } from "./objects.ts";
import { type Gateway, startGateway } from "./testing/gateway.ts";

const never = new AbortController().signal;

describe("objects", () => {
  let gateway: Gateway;
  let folder: string;
  let path: string;
  const content = randomBytes(300_000);

  beforeAll(async () => {
    gateway = await startGateway();
    folder = await mkdtemp(join(tmpdir(), "reelight-objects-"));
    path = join(folder, "file");
    await writeFile(path, content);
  });
  beforeEach(() => {
    gateway.requests.length = 0;
    gateway.putFailures.length = 0;
  });
  afterAll(async () => {
    await gateway.close();
    await rm(folder, { recursive: true });
  });

  it("PUT a run of a file's bytes with its length", async () => {
    const piece = { path, start: 1000, bytes: 250_000 };
    const part = await putPiece(`${gateway.url}/out/a`, "part-00000", piece, never);
    expect(part).toEqual({ name: "part-00000", bytes: 250_000 });
    const kept = await readFile(join(gateway.folder, "out/a/part-00000"));
    expect(kept.equals(content.subarray(1000, 251_000))).toBe(true);
  });

  it("PUT again what the gateway could not take at first", async () => {
    gateway.putFailures = [503, 429];
    await putPiece(`${gateway.url}/out/b`, "x", { path, start: 0, bytes: 300_000 }, never);
    expect(gateway.requests).toHaveLength(3);
    expect((await readFile(join(gateway.folder, "out/b/x"))).equals(content)).toBe(true);
  });

  it("give up after three tries, and at once on a refusal", async () => {
    gateway.putFailures = [500, 500, 500];
    const piece = { path, start: 0, bytes: 10 };
    const put = () => putPiece(`${gateway.url}/out/c`, "x", piece, never);
    await expect(put()).rejects.toMatchObject({ code: "internal" });
    expect(gateway.requests).toHaveLength(3);
    gateway.putFailures = [403];
    await expect(put()).rejects.toMatchObject({ code: "internal" });
    expect(gateway.requests).toHaveLength(4);
  });

  it("stop at once, with the reason, when the job is stopped", async () => {
    const controller = new AbortController();
    gateway.putFailures = [500, 500, 500];
    const put = putPiece(
      `${gateway.url}/out/d`,
      "x",
      { path, start: 0, bytes: 10 },
      controller.signal,
    );
    setTimeout(() => controller.abort(new Error("stopped")), 50);
    await expect(put).rejects.toThrow("stopped");
  });

  it("stop in the middle of a body, too", async () => {
    gateway.delayMs = 50;
    const source = await gateway.source(path, "mov");
    const controller = new AbortController();
    const [name, ...rest] = source.url.split("/").reverse();
    const object = { path: `${name}`, bytes: source.bytes };
    const url = rest.reverse().join("/");
    const joined = joinObjects(url, [object], join(folder, "slow"), controller.signal);
    setTimeout(() => controller.abort(new Error("stopped")), 120);
    await expect(joined).rejects.toThrow("stopped");
    gateway.delayMs = 0;
  });

  describe("joined in a file", () => {
    const lengths = [1_000, 120_000, 150_000, 29_000];
    const starts = lengths.map((_, at) => lengths.slice(0, at).reduce((a, b) => a + b, 0));
    const objects = lengths.map((bytes, at) => ({ path: `out/e/${at}`, bytes }));
    const joinAll = (list = objects, onShare?: (share: number) => void) =>
      joinObjects(gateway.url, list, join(folder, "joined"), never, onShare);

    beforeAll(async () => {
      for (const [at, bytes] of lengths.entries()) {
        const piece = { path, start: starts[at] ?? 0, bytes };
        await putPiece(`${gateway.url}/out/e`, String(at), piece, never);
      }
    });

    it("lie one behind the other, and tell how much is there", async () => {
      const shares: number[] = [];
      await joinAll(objects, (share) => shares.push(share));
      expect((await readFile(join(folder, "joined"))).equals(content)).toBe(true);
      expect(shares).toEqual(shares.toSorted((a, b) => a - b));
      expect(shares.at(-1)).toBe(1);
    });

    it("are asked for again where the answer breaks off", async () => {
      gateway.cuts = 2;
      await joinAll();
      expect(gateway.cuts).toBe(0);
      expect((await readFile(join(folder, "joined"))).equals(content)).toBe(true);
    });

    it("must all be there, and as long as they were", async () => {
      const internal = { code: "internal" };
      await expect(joinAll([...objects, { path: "out/e/none", bytes: 1 }])).rejects.toMatchObject(
        internal,
      );
      const shorter = objects.with(2, { path: "out/e/2", bytes: 149_999 });
      await expect(joinAll(shorter)).rejects.toMatchObject(internal);
    });
  });

  it("read a range and never a whole file", async () => {
    const source = await gateway.source(path, "mov");
    const range = await readRange(source.url, 5000, 8000, never);
    expect(content.subarray(5000, 13_000).equals(range)).toBe(true);
  });
});
