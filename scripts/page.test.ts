// When the page is built anew, over files with chosen times.

import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { isPageCurrent } from "./page.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "page-"));
  write("web/parts/button.tsx", 100);
  write("protocol/video.ts", 100);
  write("package-lock.json", 100);
});
afterEach(() => rmSync(root, { recursive: true }));

/** A file that was last changed at that second, in a folder that was as well. */
function write(path: string, second: number): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), "");
  utimesSync(join(root, path), second, second);
  utimesSync(dirname(join(root, path)), second, second);
}

it("wants a page where there is none", () => {
  expect(isPageCurrent(root)).toBe(false);
});

it("keeps a page that is newer than its sources", () => {
  write("web/dist/index.html", 200);
  write("web/dist/assets/index.js", 300);
  expect(isPageCurrent(root)).toBe(true);
});

it.each(["web/parts/button.tsx", "protocol/video.ts", "package-lock.json"])(
  "wants a new page after a change to %s",
  (path) => {
    write("web/dist/index.html", 200);
    write(path, 300);
    expect(isPageCurrent(root)).toBe(false);
  },
);

it("wants a new page after a source was removed", () => {
  write("web/parts/old.tsx", 100);
  write("web/dist/index.html", 200);
  rmSync(join(root, "web/parts/old.tsx"));
  expect(isPageCurrent(root)).toBe(false);
});
