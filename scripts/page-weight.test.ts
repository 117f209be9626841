import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { pageOverweight } from "./page-weight.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "reelight-weight-"));
  mkdirSync(join(root, "web/dist/assets"), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

/** A built page that names these files, of so many bytes that cannot be compressed. */
function build(named: Record<string, number>, others: Record<string, number> = {}) {
  for (const [path, bytes] of Object.entries({ ...named, ...others })) {
    writeFileSync(join(root, "web/dist", path), randomBytes(bytes));
  }
  const links = Object.keys(named).map((path) => `<link href="/${path}">`);
  writeFileSync(join(root, "web/dist/index.html"), links.join("\n"));
}

it("weighs what the page names, and nothing that is loaded later", () => {
  build({ "assets/a.js": 100_000, "assets/b.css": 20_000 }, { "assets/later.js": 900_000 });
  expect(pageOverweight(root)).toBe("");
});

it("adds up scripts, and tells what is too heavy", () => {
  build({ "assets/a.js": 100_000, "theme.js": 100_000, "assets/b.css": 31_000 });
  expect(pageOverweight(root)).toMatch(
    /^The page's first scripts weigh 200\.\d kB .* 170\.0 kB\.\nThe page's first styles weigh 31\.\d kB/,
  );
});

it("does not take a page without a script for light", () => {
  build({ "assets/b.css": 10 });
  expect(pageOverweight(root)).toBe("The built page names no script.");
});
