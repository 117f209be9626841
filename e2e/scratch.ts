// A folder for a test file's downloads and makings, gone when the file is done.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/** To be called at the top of a test file: answers paths by name. */
export function scratchFolder(): (name: string) => string {
  const folder = mkdtempSync(join(tmpdir(), "reelight-scratch-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return (name) => join(folder, name);
}

/** Downloads what a capability URL opens, with no token; answers the path. */
export async function save(origin: string, url: string | null, path: string): Promise<string> {
  if (url === null) throw new Error("there is no URL to download");
  const answer = await fetch(new URL(url, origin));
  if (answer.status !== 200) throw new Error(`${url}: ${answer.status}`);
  writeFileSync(path, new Uint8Array(await answer.arrayBuffer()));
  return path;
}
