// The product as a user starts it: `scripts/setup.mjs start` as a process of its own, on free ports
// and with a state folder of its own. It can be stopped in order, which asserts that nothing stays,
// and killed with everything it started, to be started again on the same state.

import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort } from "../scripts/ports.ts";
import { aborted } from "../scripts/stop-request.ts";
import { descendants, type Process, survivors, untilEnded } from "./processes.ts";

/** A first start builds the page, which takes a while on a busy machine. */
const READY_LIMIT_MS = 120_000;
/** An orderly stop gives each group 5 s before it is killed. */
const STOP_LIMIT_MS = 20_000;
/** Lines of each log that are shown when something went wrong. */
const TAIL_LINES = 40;

const root = fileURLToPath(new URL("..", import.meta.url));

/** Where a running product is found; plain data, so that one start can serve many test files. */
export type Address = {
  /** Of the Worker: page, API and media. */
  origin: string;
  /** Of the transcoder's own HTTP service. */
  transcoder: string;
  stateDir: string;
  /** The process that was started; everything else descends from it. */
  pid: number;
};

export class Product {
  readonly stateDir = mkdtempSync(join(tmpdir(), "reelight-e2e-"));
  readonly #env: Record<string, string>;
  #ports: { worker: number; transcoder: number } | null = null;
  #child: ChildProcess | null = null;
  #output = "";

  /** `env` is added to the environment of every start. */
  constructor(env: Record<string, string> = {}) {
    this.#env = env;
  }

  get address(): Address {
    const pid = this.#child?.pid;
    if (!this.#ports || pid === undefined) throw new Error("the product is not running");
    return {
      origin: `http://127.0.0.1:${this.#ports.worker}`,
      transcoder: `http://127.0.0.1:${this.#ports.transcoder}`,
      stateDir: this.stateDir,
      pid,
    };
  }

  /** Starts it and waits until it answers. A second start has the ports and state of the first. */
  async start(): Promise<void> {
    this.#ports ??= { worker: await freePort(), transcoder: await freePort() };
    const child = spawn(process.execPath, [join(root, "scripts/setup.mjs"), "start"], {
      cwd: root,
      env: {
        ...process.env,
        ...this.#env,
        PORT: String(this.#ports.worker),
        TRANSCODER_PORT: String(this.#ports.transcoder),
        STATE_DIR: this.stateDir,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    this.#output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.#output += text;
      });
    }
    try {
      await this.#untilReady(child);
    } catch (error) {
      const told = this.said();
      await this.kill();
      throw new Error(`the product did not start\n${told}`, { cause: error });
    }
  }

  /** What it wrote on the terminal, and the ends of its logs. */
  said(): string {
    return `${this.#output}\n${logTails(this.stateDir)}`;
  }

  /** All processes that the start brought, itself not counted. */
  processes(): Process[] {
    const pid = this.#child?.pid;
    return pid === undefined ? [] : descendants(pid);
  }

  /** Ends it as Ctrl-C does. Throws if it does not end by itself or leaves a process behind. */
  async stop(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    const family = this.processes();
    child.kill("SIGTERM");
    const limit = AbortSignal.timeout(STOP_LIMIT_MS);
    const ended = await Promise.race([exitOf(child), aborted(limit).then(() => "too late")]);
    const left = await untilEnded(family, 2_000);
    if (ended === "too late" || left.length > 0) {
      const told = this.said();
      await this.kill();
      for (const process of survivors(left)) signal(process.pid);
      const names = left.map(({ pid, command }) => `${pid} ${command}`).join("\n");
      throw new Error(`stopping left behind (${ended}):\n${names}\n${told}`);
    }
    this.#child = null;
  }

  /** Ends every process at once, without a word of warning, as a loss of power does. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child?.pid === undefined) return;
    const gone = exitOf(child);
    const family = descendants(child.pid);
    signal(child.pid);
    for (const { pid } of family) signal(pid);
    await gone;
    const left = await untilEnded(family, 5_000);
    if (left.length > 0) throw new Error(`kill -9 left ${left.map(({ command }) => command)}`);
    this.#child = null;
  }

  /** Stops it and removes its state. */
  async close(): Promise<void> {
    try {
      await this.stop();
    } finally {
      rmSync(this.stateDir, { recursive: true, force: true });
    }
  }

  async #untilReady(child: ChildProcess): Promise<void> {
    const end = Date.now() + READY_LIMIT_MS;
    const { origin } = this.address;
    while (Date.now() < end) {
      if (child.exitCode !== null || child.signalCode !== null) throw new Error("it ended");
      if (this.#output.includes(origin) && (await isHealthy(origin))) return;
      await pause(50);
    }
    throw new Error(`not ready after ${READY_LIMIT_MS / 1000} s`);
  }
}

async function isHealthy(origin: string): Promise<boolean> {
  const answer = await fetch(`${origin}/healthz`);
  await answer.arrayBuffer();
  return answer.status === 200;
}

function exitOf(child: ChildProcess): Promise<string> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve("ended");
  return new Promise((resolve) => child.once("exit", () => resolve("ended")));
}

function signal(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

/** The last lines of each log of this start. */
function logTails(stateDir: string): string {
  const folder = join(stateDir, "logs");
  if (!existsSync(folder)) return "no logs";
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".log"))
    .map((entry) => entry.name);
  return names
    .map((name) => {
      const lines = readFileSync(join(folder, name), "utf8").trimEnd().split("\n");
      return `--- ${name}\n${lines.slice(-TAIL_LINES).join("\n")}`;
    })
    .join("\n");
}
