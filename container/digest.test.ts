import { createHash, randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { digest } from "./digest.ts";
import { base } from "./testing/chain.ts";
import { type Gateway, startGateway } from "./testing/gateway.ts";
import { startWork, type TestWork } from "./testing/work.ts";

/** More than is asked for at a time. */
const BYTES = 35_000_001;

let gateway: Gateway;
let work: TestWork;
let path: string;
let expected: string;

beforeAll(async () => {
  [gateway, work] = await Promise.all([startGateway(), startWork()]);
  path = join(work.folder, "film.mp4");
  const bytes = randomBytes(BYTES);
  await writeFile(path, bytes);
  expected = createHash("sha256").update(bytes).digest("hex");
});
afterAll(() => Promise.all([gateway.close(), work.remove()]));

const job = async () => ({ ...base(await gateway.source(path)), kind: "digest" as const });

describe("digest", () => {
  it("is SHA-256 of the whole source, and tells how far it is", async () => {
    expect(await digest(await job(), work)).toEqual({ kind: "digest", sha256: expected });
    expect(work.fractions.at(-1)).toBe(1);
    expect(work.fractions.length).toBeGreaterThan(10);
    expect(work.fractions).toEqual(work.fractions.toSorted((a, b) => a - b));
  });

  it("goes on where a read broke off", async () => {
    gateway.cuts = 2;
    expect(await digest(await job(), work)).toEqual({ kind: "digest", sha256: expected });
    expect(gateway.cuts).toBe(0);
  });

  it("is that of nothing for an empty source", async () => {
    const empty = join(work.folder, "empty.mp4");
    await writeFile(empty, "");
    const source = await gateway.source(empty);
    const { sha256 } = await digest({ ...base(source), kind: "digest" }, work);
    expect(sha256).toBe(createHash("sha256").digest("hex"));
  });

  it("fails where the source is shorter than it was", async () => {
    const source = await gateway.source(path);
    const longer = { ...base({ ...source, bytes: BYTES + 5 }), kind: "digest" as const };
    await expect(digest(longer, work)).rejects.toMatchObject({ code: "internal" });
  });
});
