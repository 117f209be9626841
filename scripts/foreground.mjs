// Programs that the set-up runs in the foreground. Whatever ends the set-up (Ctrl-C, a signal, the
// loss of its parent) ends the running programs first, and they are waited for.

import { spawn } from "node:child_process";

/** Exit code of a command that was told to end before it had begun, as shells have it for Ctrl-C. */
const INTERRUPTED = 130;
/** How often the loss of the parent is looked for. */
const PARENT_CHECK_MS = 500;

/** @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();
let ending = false;

/**
 * From now on a signal is passed on to the running programs, and no other is started.
 * The parent's own death cannot be heard, so the parent is watched.
 */
export function endOnSignals() {
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, () => end(signal));
  }
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) end("SIGTERM");
  }, PARENT_CHECK_MS).unref();
}

/** @param {NodeJS.Signals} signal */
function end(signal) {
  ending = true;
  if (running.size === 0) process.exit(INTERRUPTED);
  for (const child of running) child.kill(signal);
}

/**
 * Runs a program to its end.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {import("node:child_process").SpawnOptions} [options]
 * @returns {Promise<number>} its exit code; 1 if it could not be started or a signal ended it
 */
export function run(program, args, options = {}) {
  if (ending) process.exit(INTERRUPTED);
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: "inherit", ...options });
    running.add(child);
    child.on("error", (error) => {
      console.error(`${program} could not be started: ${error.message}`);
      resolve(1);
    });
    child.on("close", (code) => {
      running.delete(child);
      resolve(code ?? 1);
    });
  });
}

/**
 * Runs a program quietly; what it wrote is shown only if it fails.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {import("node:child_process").SpawnOptions} [options]
 * @returns {Promise<boolean>} whether it ended with exit code 0
 */
export async function runQuietly(program, args, options = {}) {
  if (ending) process.exit(INTERRUPTED);
  /** @type {Buffer[]} */
  const written = [];
  const code = await new Promise((resolve) => {
    const child = spawn(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    running.add(child);
    child.stdout.on("data", (chunk) => written.push(chunk));
    child.stderr.on("data", (chunk) => written.push(chunk));
    child.on("error", (error) => {
      written.push(Buffer.from(`${error.message}\n`));
      resolve(1);
    });
    child.on("close", (status) => {
      running.delete(child);
      resolve(status ?? 1);
    });
  });
  if (code !== 0 && !ending) process.stderr.write(Buffer.concat(written));
  return code === 0;
}
