// A program in a process group of its own, so that all it started can be ended together and Ctrl-C
// in the terminal reaches only us. A guard outlives us: a shell that reads a pipe we hold, and ends
// the group when the pipe closes without a word, which is what kill -9 leaves behind.

import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";

/** Time for the program to end in order, before SIGKILL. */
const GRACE_MS = 5_000;
/**
 * Time for what the program left behind. It is not waited for without end: a process that ended and
 * that nobody waits for still counts as one of the group, and some containers' init never waits.
 */
const REST_MS = 300;
const POLL_MS = 25;

const GUARD = `read -r line && exit
kill -s TERM -- "-$1"
for second in 1 2 3 4 5; do kill -s 0 -- "-$1" || exit; sleep 1; done
kill -s KILL -- "-$1"`;

export type Group = {
  /** Resolves with the exit code, or the signal's name, when the program itself has ended. */
  ended: Promise<string>;
  /** Ends every process of the group: SIGTERM, then SIGKILL. */
  stop: () => Promise<void>;
};

export type GroupOptions = {
  /** Names the log file, which is appended to, and begins a line on the terminal. */
  name: string;
  /** The logs' folder. */
  logs: string;
  env: NodeJS.ProcessEnv;
  cwd: string;
};

/** Starts the program. Its standard input is empty; what it says goes to its log. */
export function startGroup(program: string, args: string[], options: GroupOptions): Group {
  const { env, cwd } = options;
  const child = spawn(program, args, {
    env,
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const ended = keepLog(child, options);
  const { pid } = child;
  if (pid === undefined) return { ended, stop: async () => undefined };
  const guard = spawn("/bin/sh", ["-c", GUARD, "guard", String(pid)], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  guard.stdin.on("error", (error) => console.error(`${options.name}: no guard: ${error.message}`));
  return {
    ended,
    stop: async () => {
      await endGroup(pid, ended);
      guard.stdin.end("done\n");
    },
  };
}

/**
 * Writes what the program says to its log, and its warnings and errors to the terminal as well,
 * without repeating a line. Resolves when the program has ended.
 */
function keepLog(child: ChildProcess, { name, logs }: GroupOptions): Promise<string> {
  const log = openSync(join(logs, `${name}.log`), "a", 0o600);
  let shown = "";
  const follow = (stream: Readable | null, isError: boolean) => {
    if (!stream) return;
    createInterface({ input: stream }).on("line", (coloured) => {
      const line = stripVTControlCharacters(coloured);
      writeSync(log, `${line}\n`);
      // wrangler reports an exception of the Worker on standard output.
      const isNotable = isError || line.startsWith("[wrangler:error]");
      // What is indented goes with the line before: a stack, a field.
      if (!isNotable || !/^\S/.test(line) || line === shown) return;
      shown = line;
      console.error(`${name}: ${line}`);
    });
  };
  follow(child.stdout, false);
  follow(child.stderr, true);
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(signal ?? `code ${code}`));
    child.once("close", () => closeSync(log));
  });
}

async function endGroup(pid: number, ended: Promise<string>): Promise<void> {
  signalGroup(pid, "SIGTERM");
  await Promise.race([ended, pause(GRACE_MS, undefined, { ref: false })]);
  await untilEmpty(pid);
  signalGroup(pid, "SIGKILL");
  await ended;
  await untilEmpty(pid);
}

async function untilEmpty(pid: number): Promise<void> {
  for (let waited = 0; waited < REST_MS && signalGroup(pid, 0); waited += POLL_MS) {
    await pause(POLL_MS);
  }
}

/** False if no process of the group is left. */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ESRCH") return false;
    throw error;
  }
}
