// The folder of local state, fresh, damaged, owned and left behind.

import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { claimStateFolder, ensureKeyFile } from "./state-folder.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "state-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
const yes = async () => true;
const no = async () => false;

it("makes a key that only its owner reads, and keeps it", () => {
  const file = ensureKeyFile(folder);
  const first = readFileSync(file, "utf8");
  expect(first).toMatch(/^SIGNING_KEY=[0-9a-f]{64}\n$/);
  expect(mode(file)).toBe("600");
  expect(readFileSync(ensureKeyFile(folder), "utf8")).toBe(first);
});

it.each(["", "SIGNING_KEY=\n", "SIGNING_KEY=short\n", "OTHER=0123456789012345678901234567890123"])(
  "refuses the damaged key file %j without replacing it",
  (text) => {
    const file = join(folder, "signing-key");
    writeFileSync(file, text);
    expect(() => ensureKeyFile(folder)).toThrow("is damaged");
    expect(readFileSync(file, "utf8")).toBe(text);
  },
);

it("is owned by one start at a time, until that lets go", async () => {
  const path = join(folder, "deep/state");
  const state = await claimStateFolder(path, 9001, yes);
  expect(mode(path)).toBe("700");
  await expect(claimStateFolder(path, 9002, yes)).rejects.toThrow(
    `The state in ${path} is used by the one on port 9001. Choose another STATE_DIR.`,
  );
  state.release();
  expect(existsSync(join(path, "owner.json"))).toBe(false);
  await claimStateFolder(path, 9002, yes);
});

it("does not mistake what a killed start left for an owner", async () => {
  const owner = join(folder, "owner.json");
  writeFileSync(owner, JSON.stringify({ pid: process.pid, port: 9001 }));
  await claimStateFolder(folder, 9002, no);
  // No process has this id: it is above the kernel's limit.
  writeFileSync(owner, JSON.stringify({ pid: 2 ** 22 + 1, port: 9001 }));
  await claimStateFolder(folder, 9002, yes);
  writeFileSync(owner, '{"pid": 1');
  await claimStateFolder(folder, 9002, yes);
});

it("keeps the logs of the start before", async () => {
  const { logs } = await claimStateFolder(folder, 9001, no);
  writeFileSync(join(logs, "worker.log"), "first");
  await claimStateFolder(folder, 9001, no);
  expect(existsSync(join(logs, "worker.log"))).toBe(false);
  expect(readFileSync(join(logs, "previous-worker.log"), "utf8")).toBe("first");
});
