// Whether an installation fits the lockfile, over small folders that stand for a project.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { arePackagesCurrent } from "./packages.mjs";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "packages-"));
});
afterEach(() => rmSync(root, { recursive: true }));

const hono = { version: "4.0.0", integrity: "sha512-a" };
const mac = { version: "1.0.0", integrity: "sha512-b", optional: true };

function write(name: "package-lock.json" | "node_modules/.package-lock.json", packages: object) {
  mkdirSync(join(root, "node_modules"), { recursive: true });
  writeFileSync(join(root, name), JSON.stringify({ packages }));
}

it("wants packages where there are none, or where an installation was cut off", () => {
  write("package-lock.json", { "": {}, "node_modules/hono": hono });
  expect(arePackagesCurrent(root)).toBe(false);
});

it("is content with what the lockfile demands, and does not miss other platforms' packages", () => {
  write("package-lock.json", { "": {}, "node_modules/hono": hono, "node_modules/mac": mac });
  write("node_modules/.package-lock.json", { "node_modules/hono": hono });
  expect(arePackagesCurrent(root)).toBe(true);
});

it.each([
  ["a missing package", {}],
  ["another version", { "node_modules/hono": { ...hono, version: "3.9.0" } }],
  ["other bytes", { "node_modules/hono": { ...hono, integrity: "sha512-z" } }],
])("sees %s", (_, installed) => {
  write("package-lock.json", { "": {}, "node_modules/hono": hono });
  write("node_modules/.package-lock.json", installed);
  expect(arePackagesCurrent(root)).toBe(false);
});
