// The Node that runs the tools. Some need a newer one than this machine may have, so npm brings one
// along for the common platforms as an optional package; it is used if it runs.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

/** react-router 8 wants 22.22, and native type stripping is there from 22.18 on. */
export const NODE_MIN = [22, 22];

/**
 * @param {string} root the project's folder
 * @returns {{ path: string, version: string } | null} null if neither npm's nor this one is recent
 */
export function findRecentNode(root) {
  const brought = join(root, "node_modules", ".bin", "node");
  for (const path of [brought, process.execPath]) {
    const version = nodeVersion(path);
    if (version !== null && isRecent(version)) return { path, version };
  }
  return null;
}

/**
 * @param {string} version such as `22.22.0`
 * @returns {boolean}
 */
export function isRecent(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [leastMajor = 0, leastMinor = 0] = NODE_MIN;
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}

/**
 * Asked of the program itself: a binary for another C library is there and does not run.
 *
 * @param {string} path
 */
function nodeVersion(path) {
  if (path === process.execPath) return process.versions.node;
  if (!existsSync(path)) return null;
  const answer = spawnSync(path, ["-p", "process.versions.node"], { encoding: "utf8" });
  return answer.status === 0 ? answer.stdout.trim() : null;
}
