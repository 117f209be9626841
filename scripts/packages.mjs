// The npm packages: whether node_modules holds what package-lock.json says, and installing them.
// npm notes what it installed in node_modules/.package-lock.json as its last act, so an interrupted
// installation is seen as well as a changed lockfile.

import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { run } from "./foreground.mjs";

/**
 * True if every package that the lockfile demands is installed in that version. Optional ones are
 * not asked for: those of other platforms are rightly absent.
 *
 * @param {string} root the project's folder
 */
export function arePackagesCurrent(root) {
  const [lockfile, note] = ["package-lock.json", "node_modules/.package-lock.json"].map((name) =>
    join(root, name),
  );
  if (lockfile === undefined || note === undefined || !existsSync(note)) return false;
  if (!existsSync(lockfile)) return true;
  const installed = readPackages(note);
  return Object.entries(readPackages(lockfile)).every(([path, wanted]) => {
    if (path === "" || wanted.optional) return true;
    const present = installed[path];
    return present?.version === wanted.version && present?.integrity === wanted.integrity;
  });
}

/**
 * `npm ci`, and where that refuses, `npm install` without touching package.json or the lockfile: a
 * registry that lacks a package of some other platform is enough to make a lockfile incomplete.
 *
 * @param {string} root the project's folder
 * @param {(sentence: string) => void} say
 * @returns {Promise<boolean>} whether the packages are there
 */
export async function installPackages(root, say) {
  const hasLockfile = existsSync(join(root, "package-lock.json"));
  say(`Installing packages from the npm registry (npm ${hasLockfile ? "ci" : "install"}).`);
  if (hasLockfile) {
    if (await npm(root, ["ci", "--include=dev", "--include=optional"])) return true;
    say("npm ci refused; trying npm install, which leaves package-lock.json as it is.");
  }
  return await npm(root, ["install", "--no-save", "--include=dev", "--include=optional"]);
}

/**
 * Adds packages beside those of the lockfile, without a trace in it.
 *
 * @param {string} root the project's folder
 * @param {string[]} names with their exact versions
 * @param {number} limitMs
 * @returns {Promise<boolean>}
 */
export function addPackages(root, names, limitMs) {
  return npm(root, ["install", "--no-save", ...names], { timeout: limitMs });
}

/**
 * @param {string} root
 * @param {string[]} args
 * @param {import("node:child_process").SpawnOptions} [options]
 */
async function npm(root, args, options) {
  const all = [...args, "--loglevel=error", "--no-audit", "--no-fund"];
  const cli = process.env.npm_execpath;
  const [program, first] = isNpm(cli) ? [process.execPath, [cli]] : ["npm", []];
  return (await run(program, [...first, ...all], { cwd: root, ...options })) === 0;
}

/**
 * @param {string | undefined} cli
 * @returns {cli is string}
 */
function isNpm(cli) {
  return cli !== undefined && basename(cli) === "npm-cli.js";
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, integrity?: string, optional?: boolean }>}
 */
function readPackages(file) {
  return JSON.parse(readFileSync(file, "utf8")).packages ?? {};
}
