// `npm run check`: types, lint and format, documents, what must not be in the repository, and
// whether page and Worker build. Each check is one line; what went wrong follows it.

import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { checkDocs } from "./check-docs.ts";
import { checkHygiene } from "./check-hygiene.ts";
import { buildPage } from "./page.ts";
import { pageOverweight } from "./page-weight.ts";
import { Refusal } from "./refusal.ts";
import { sourceFiles } from "./source-files.ts";
import { QUIET_ENV, wranglerCli } from "./wrangler.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** What is wrong, to be shown; empty if nothing is. */
type Check = () => Promise<string>;

const CHECKS: Record<string, Check> = {
  lockfile: checkLockfile,
  "types of protocol": () => tool("typescript/bin/tsc", "-p", "."),
  "types of worker": () => tool("typescript/bin/tsc", "-p", "worker"),
  "types of container": () => tool("typescript/bin/tsc", "-p", "container"),
  "types of web": () => tool("typescript/bin/tsc", "-p", "web"),
  "lint and format": () => tool("@biomejs/biome/bin/biome", "ci", ".", "--colors=off"),
  documents: async () => checkDocs(root, sourceFiles(root)).join("\n"),
  hygiene: async () => {
    const { problems, warnings } = checkHygiene(root, sourceFiles(root));
    for (const warning of warnings) console.log(`warn  ${warning}`);
    return problems.join("\n");
  },
  page: checkPage,
  Worker: () => checkWorker([]),
  "Worker in production": async () => {
    const config = readFileSync(join(root, "wrangler.toml"), "utf8");
    return config.includes("[env.production") ? checkWorker(["--env=production"]) : "";
  },
};

/** Runs every check and returns the names of those that failed. */
export async function runChecks(): Promise<string[]> {
  const failed: string[] = [];
  for (const [name, check] of Object.entries(CHECKS)) {
    const start = Date.now();
    const output = await check();
    const seconds = ((Date.now() - start) / 1000).toFixed(1);
    console.log(`${output === "" ? "ok  " : "FAIL"}  ${name} (${seconds} s)`);
    if (output === "") continue;
    console.log(output);
    failed.push(name);
  }
  return failed;
}

/** `npm ci` refuses a lockfile that does not fit package.json; this asks it without installing. */
async function checkLockfile(): Promise<string> {
  const cli = process.env.npm_execpath;
  const flags = ["ci", "--dry-run", "--offline", "--loglevel=error"];
  if (cli && basename(cli) === "npm-cli.js")
    return await outputOfFailure(process.execPath, [cli, ...flags]);
  return await outputOfFailure("npm", flags);
}

async function checkPage(): Promise<string> {
  try {
    await buildPage(root, () => undefined);
    return pageOverweight(root);
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

/** Bundles the Worker as a deployment would, without an account, an image or the network. */
async function checkWorker(flags: string[]): Promise<string> {
  const out = mkdtempSync(join(tmpdir(), "reelight-bundle-"));
  try {
    const args = ["deploy", "--dry-run", "--containers-rollout=none", `--outdir=${out}`, ...flags];
    return await outputOfFailure(process.execPath, [wranglerCli(root), ...args]);
  } finally {
    rmSync(out, { recursive: true });
  }
}

/** Runs a tool of node_modules, by its own file. */
function tool(path: string, ...args: string[]): Promise<string> {
  return outputOfFailure(process.execPath, [join(root, "node_modules", path), ...args]);
}

/** All that a program wrote if it failed, else nothing. */
async function outputOfFailure(program: string, args: string[]): Promise<string> {
  const child = spawn(program, args, {
    cwd: root,
    env: { ...process.env, ...QUIET_ENV },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code) => resolve(code === 0 ? "" : `ended with code ${code}`));
  });
  const [out, err, end] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return end === "" ? "" : [out.trim(), err.trim(), end].filter((part) => part !== "").join("\n");
}

if (import.meta.main) process.exitCode = (await runChecks()).length > 0 ? 1 : 0;
