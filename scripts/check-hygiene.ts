// What must not get into the repository: paths of one machine, addresses of one registry. Long
// files are named too, as the start of a conversation and not as a fault.

import { readFileSync } from "node:fs";
import { join } from "node:path";

const TEXT =
  /\.(?:ts|tsx|mjs|js|css|html|toml|json|md|sh|svg|yml|yaml)$|(?:^|\/)(?:Dockerfile|run)$/;
/** A home folder, as an absolute path. */
const MACHINE_PATH = /(?:^|[^\w.])\/(?:home|root|Users)\/\w/;
/** npm writes one for each package unless .npmrc says otherwise; it names whose registry was used. */
const DOWNLOAD_ADDRESS = /"resolved":\s*"https?:/;
const LINES_MAX = 250;

export type Hygiene = { problems: string[]; warnings: string[] };

/** @param files the project's files, as `sourceFiles` lists them */
export function checkHygiene(root: string, files: readonly string[]): Hygiene {
  const found: Hygiene = { problems: [], warnings: [] };
  for (const path of files.filter((name) => TEXT.test(name))) {
    const lines = readFileSync(join(root, path), "utf8").split("\n");
    const pattern = path === "package-lock.json" ? DOWNLOAD_ADDRESS : MACHINE_PATH;
    const what = path === "package-lock.json" ? "a download address" : "a path of one machine";
    const at = lines.findIndex((line) => pattern.test(line));
    if (at >= 0) found.problems.push(`${path}:${at + 1}: ${what}`);
    if (
      /\.(?:ts|tsx|mjs)$/.test(path) &&
      !path.includes(".test.") &&
      lines.length > LINES_MAX + 1
    ) {
      found.warnings.push(`${path} has ${lines.length - 1} lines`);
    }
  }
  return found;
}
