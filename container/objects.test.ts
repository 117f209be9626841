import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { appendObject, putPiece, readRange } from "./objects.ts";
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
    const append = appendObject(source.url, join(folder, "slow"), controller.signal);
    setTimeout(() => controller.abort(new Error("stopped")), 120);
    await expect(append).rejects.toThrow("stopped");
    gateway.delayMs = 0;
  });

  it("append objects one after another to a file", async () => {
    const url = `${gateway.url}/out/e`;
    await putPiece(url, "1", { path, start: 0, bytes: 100_000 }, never);
    await putPiece(url, "2", { path, start: 100_000, bytes: 200_000 }, never);
    const joined = join(folder, "joined");
    await appendObject(`${url}/1`, joined, never);
    await appendObject(`${url}/2`, joined, never);
    expect((await readFile(joined)).equals(content)).toBe(true);
    await expect(appendObject(`${url}/none`, joined, never)).rejects.toMatchObject({
      code: "internal",
    });
  });

  it("read a range and never a whole file", async () => {
    const source = await gateway.source(path, "mov");
    const range = await readRange(source.url, 5000, 8000, never);
    expect(content.subarray(5000, 13_000).equals(range)).toBe(true);
  });
});
