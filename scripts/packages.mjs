// The npm packages: whether node_modules holds what package-lock.json says, and installing them.
// npm notes what it installed in node_modules/.package-lock.json as its last act, so an interrupted
// installation is seen as well as a changed lockfile.

import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { run, runQuietly } from "./foreground.mjs";

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
 * Adds packages beside those of the lockfile, without a trace in it. Says nothing.
 *
 * @param {string} root the project's folder
 * @param {string[]} names with their exact versions
 * @param {number} limitMs
 * @returns {Promise<boolean>}
 */
export async function addPackages(root, names, limitMs) {
  const [program, args] = npmCommand(["install", "--no-save", ...names, "--silent"]);
  return await runQuietly(program, args, { cwd: root, timeout: limitMs });
}

/**
 * @param {string} root
 * @param {string[]} args
 */
async function npm(root, args) {
  const [program, all] = npmCommand([...args, "--loglevel=error"]);
  return (await run(program, all, { cwd: root })) === 0;
}

/**
 * The npm that runs us, if one does; it may not be the first of PATH.
 *
 * @param {string[]} args
 * @returns {[program: string, args: string[]]}
 */
function npmCommand(args) {
  const all = [...args, "--no-audit", "--no-fund"];
  const cli = process.env.npm_execpath;
  return isNpm(cli) ? [process.execPath, [cli, ...all]] : ["npm", all];
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
