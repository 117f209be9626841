// What lies in the local R2, read from miniflare's own database past the product: only so can a test
// see an object that nobody owns. The database is copied first, so that the product may be running.

import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import * as z from "zod/mini";

const RowSchema = z.object({ key: z.string(), size: z.number() });

export type StoredObject = z.infer<typeof RowSchema>;

/** All objects below a key prefix. */
export function storedObjects(stateDir: string, prefix: string): StoredObject[] {
  const copy = mkdtempSync(join(tmpdir(), "reelight-r2-"));
  try {
    cpSync(join(stateDir, "v3", "r2"), copy, {
      recursive: true,
      filter: (path) => !/blobs/.test(path),
    });
    const files = readdirSync(copy, { recursive: true, encoding: "utf8" });
    return files
      .filter((name) => name.endsWith(".sqlite"))
      .flatMap((name) => rowsOf(join(copy, name)))
      .filter(({ key }) => key.startsWith(prefix));
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** Resolves when nothing lies below the prefix any more; throws after `limitMs`, naming what does. */
export async function untilNothingStored(
  stateDir: string,
  prefix: string,
  limitMs = 10_000,
): Promise<void> {
  const end = Date.now() + limitMs;
  for (;;) {
    const left = storedObjects(stateDir, prefix);
    if (left.length === 0) return;
    if (Date.now() > end) throw new Error(`still stored: ${left.map(({ key }) => key).join(", ")}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function rowsOf(file: string): StoredObject[] {
  const database = new DatabaseSync(file);
  try {
    const tables = database
      .prepare("SELECT name FROM sqlite_master WHERE name = '_mf_objects'")
      .all();
    if (tables.length === 0) return [];
    const rows = database.prepare("SELECT key, size FROM _mf_objects").all();
    return z.parse(
      z.array(RowSchema),
      rows.map((row) => ({ ...row })),
    );
  } finally {
    database.close();
  }
}
