// The project's own files: what is under the project's folder and neither installed nor made.

import { readdirSync } from "node:fs";
import { join } from "node:path";

const MADE = new Set([".git", ".reelight", ".wrangler", "coverage", "dist", "node_modules"]);

/** Paths below `root` with forward slashes, sorted. Folders end in a slash. */
export function sourceFiles(root: string, below = ""): string[] {
  const entries = readdirSync(join(root, below), { withFileTypes: true });
  return entries
    .filter((entry) => !MADE.has(entry.name))
    .flatMap((entry) => {
      const path = `${below}${entry.name}`;
      return entry.isDirectory() ? [`${path}/`, ...sourceFiles(root, `${path}/`)] : [path];
    })
    .sort();
}
