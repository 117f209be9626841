// What a document may name, over a project of three files.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { checkDocs } from "./check-docs.ts";
import { sourceFiles } from "./source-files.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "docs-"));
  write("package.json", JSON.stringify({ scripts: { start: "x", "test:container": "x" } }));
  write("worker/api/uploads.ts", "");
  write("docs/protocol.md", "");
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function check(document: string, text: string): string[] {
  write(document, text);
  return checkDocs(root, sourceFiles(root));
}

it.each([
  "`worker/api/uploads.ts`, `worker/api/`, `worker/api`, `uploads.ts:12`, `./worker`",
  "```sh\nnpm start && cat worker/api/uploads.ts\n```",
  "`npm run test:container`, `npm ci`, `npm install`; npm and git",
  "[protocol](docs/protocol.md#stream), [web](https://example.org/no.md), [here](#below)",
  "`web/dist/index.html`, `docs/decisions/NNNN-name.md`, `*.ts`, `.mjs`, `enhanced.mp4`, `/docs`",
  "worker/gone.ts outside code marks is prose",
])("accepts %j", (text) => {
  expect(check("README.md", text)).toEqual([]);
});

it.each([
  ["`worker/gone.ts`", '"worker/gone.ts" does not exist'],
  ["`worker/gone/`", '"worker/gone/" does not exist'],
  ["`gone.ts`", '"gone.ts" does not exist'],
  ["```\nnode worker/gone.ts\n```", '"worker/gone.ts" does not exist'],
  ["`npm run gone`", 'npm script "gone" does not exist'],
  ["`npm test`", 'npm script "test" does not exist'],
  ["[it](docs/gone.md)", 'the link to "docs/gone.md" leads nowhere'],
])("refuses %j", (text, problem) => {
  expect(check("README.md", text)).toEqual([`README.md: ${problem}`]);
});

it("resolves a link from the page it stands on", () => {
  expect(check("docs/decisions/0001-a.md", "[up](../protocol.md)")).toEqual([]);
  expect(check("docs/decisions/0001-a.md", "[up](protocol.md)")).toHaveLength(1);
});
