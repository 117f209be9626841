// What is refused in the repository, and what is only warned of.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { checkHygiene } from "./check-hygiene.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "hygiene-"));
});
afterEach(() => rmSync(root, { recursive: true }));

function check(path: string, text: string) {
  writeFileSync(join(root, path), text);
  return checkHygiene(root, [path]);
}

it.each(["home", "root", "Users"])("refuses a path below a /%s folder", (name) => {
  const path = ["", name, "someone", "project"].join("/");
  expect(check("a.ts", `first\nconst at = "${path}";`).problems).toEqual([
    "a.ts:2: a path of one machine",
  ]);
});

it("leaves paths alone that only look alike", () => {
  const text = 'const a = "/usr/bin/env", b = "web/home/page.ts", c = "https://a.org/home/x";';
  expect(check("a.ts", text).problems).toEqual([]);
});

it("refuses a download address in the lockfile", () => {
  const text = '{\n"resolved": "https://registry.example/a.tgz"\n}';
  expect(check("package-lock.json", text).problems).toEqual([
    "package-lock.json:2: a download address",
  ]);
});

it("warns of a long file, but not of a long test", () => {
  expect(check("a.ts", "x\n".repeat(251)).warnings).toEqual(["a.ts has 251 lines"]);
  expect(check("a.ts", "x\n".repeat(250)).warnings).toEqual([]);
  expect(check("a.test.ts", "x\n".repeat(900)).warnings).toEqual([]);
});
