// The choice between the Node that npm brought and the one that runs, with scripts for the former.

import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { findRecentNode, isRecent } from "./recent-node.mjs";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "node-"));
  mkdirSync(join(root, "node_modules/.bin"), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

function bring(script: string): string {
  const path = join(root, "node_modules/.bin/node");
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

it.each([
  ["20.20.2", false],
  ["22.21.9", false],
  ["22.22.0", true],
  ["24.0.0", true],
])("knows whether %s is recent", (version, recent) => {
  expect(isRecent(version)).toBe(recent);
});

it("prefers the Node that npm brought", () => {
  const path = bring("echo 24.99.0");
  expect(findRecentNode(root)).toEqual({ path, version: "24.99.0" });
});

it.each([
  ["is too old", "echo 20.0.0"],
  ["does not run here", "exit 127"],
])("falls back to this Node where the one that npm brought %s", (_, script) => {
  bring(script);
  expect(findRecentNode(root)).toEqual({
    path: process.execPath,
    version: process.versions.node,
  });
});
