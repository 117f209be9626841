// Builds the page into web/dist, which the Worker serves, when a source of it is newer. It is built
// beside and moved into place, so that a Worker that runs meanwhile never sees half a page.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { type Dirent, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { Refusal } from "./refusal.ts";

const OUTPUT = "web/dist";
const NOT_SOURCES = new Set(["dist", "node_modules", ".vite"]);

/** Builds the page if it must be. `root` is the project's folder; `stop` ends the build. */
export async function buildPage(
  root: string,
  say: (sentence: string) => void,
  stop?: AbortSignal,
): Promise<void> {
  if (isPageCurrent(root)) return;
  say("Building the page.");
  const aside = mkdtempSync(join(root, "node_modules/.page-"));
  try {
    const vite = join(root, "node_modules/vite/bin/vite.js");
    const flags = ["--outDir", join(aside, "new"), "--emptyOutDir", "--logLevel", "warn"];
    const build = spawn(process.execPath, [vite, "build", "web", ...flags], {
      cwd: root,
      // What tests look at is what people get: they run with another mode, which React heeds.
      env: { ...process.env, NODE_ENV: "production" },
      stdio: ["ignore", "inherit", "inherit"],
    });
    stop?.addEventListener("abort", () => build.kill(), { once: true });
    const [code] = await once(build, "exit");
    if (stop?.aborted) return;
    if (code !== 0) throw new Refusal("The page could not be built; see above.");
    const output = join(root, OUTPUT);
    if (statSync(output, { throwIfNoEntry: false })) renameSync(output, join(aside, "old"));
    renameSync(join(aside, "new"), output);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

/** True if the page was built after the last change to it, to protocol/, or to the packages. */
export function isPageCurrent(root: string): boolean {
  const built = statSync(join(root, OUTPUT, "index.html"), { throwIfNoEntry: false });
  if (!built) return false;
  const sources = ["web", "protocol", "package-lock.json"].map((name) => join(root, name));
  return sources.every((source) => newestChangeMs(source) <= built.mtimeMs);
}

/** Of a folder's files; a file that was removed shows in the time of a folder below `path`. */
function newestChangeMs(path: string, isTop = true): number {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (!entry) return 0;
  if (!entry.isDirectory()) return entry.mtimeMs;
  const sources = readdirSync(path, { withFileTypes: true }).filter(isSource);
  const changes = sources.map((source) => newestChangeMs(join(path, source.name), false));
  // Moving the built page into place changes web/ itself.
  return Math.max(isTop ? 0 : entry.mtimeMs, ...changes);
}

function isSource(entry: Dirent): boolean {
  return !(entry.isDirectory() && NOT_SOURCES.has(entry.name));
}
