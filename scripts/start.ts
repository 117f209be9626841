// Runs the product on this machine: the transcoder as a Node process and the Worker under `wrangler
// dev`, both on loopback. With --dev the page comes from vite, and page, Worker and transcoder
// follow their sources. Whatever way this ends, nothing it started stays.

import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type Group, startGroup } from "./group.ts";
import { buildPage } from "./page.ts";
import { isTaken, readPort, refuseTakenPorts } from "./ports.ts";
import { Refusal, runCommand } from "./refusal.ts";
import { claimStateFolder, type StateFolder } from "./state-folder.ts";
import { aborted, stopRequest } from "./stop-request.ts";
import { QUIET_ENV, wranglerCli } from "./wrangler.ts";

const READY_LIMIT_MS = 90_000;
const READY_POLL_MS = 150;
const READY_ANSWER_MS = 5_000;
/** A transcoder that died is started again after 0.5 s, 1 s, 2 s … 30 s. */
const RESTART_MIN_MS = 500;
const RESTART_MAX_MS = 30_000;
/** After that long at work the next death counts as the first. */
const STEADY_MS = 60_000;
/** A transcoder that dies that often before it ever answered will not come up. */
const DEATHS_AT_START = 3;

const root = fileURLToPath(new URL("..", import.meta.url));
const say = (sentence: string) => console.log(sentence);

type Run = {
  dev: boolean;
  ports: { worker: number; transcoder: number; page: number };
  state: StateFolder;
  stop: AbortSignal;
  /** Whether /healthz has answered 200. */
  ready: boolean;
  /** All that was started, to be ended. */
  groups: Set<Group>;
};

async function main(): Promise<number> {
  const dev = process.argv.includes("--dev");
  const stop = stopRequest();
  const ports = {
    worker: readPort(process.env, "PORT", 8787),
    transcoder: readPort(process.env, "TRANSCODER_PORT", 8788),
    page: readPort(process.env, "PAGE_PORT", 5173),
  };
  await refuseTakenPorts({
    PORT: ports.worker,
    TRANSCODER_PORT: ports.transcoder,
    ...(dev ? { PAGE_PORT: ports.page } : {}),
  });
  const folder = resolve(root, process.env.STATE_DIR || ".reelight");
  const state = await claimStateFolder(folder, ports.worker, isTaken);
  const run: Run = { dev, ports, state, stop: stop.signal, ready: false, groups: new Set() };
  try {
    await buildPage(root, say, stop.signal);
    if (!stop.signal.aborted) await runUntilStopped(run);
  } finally {
    stop.abort();
    await Promise.all([...run.groups].map((group) => group.stop()));
    state.release();
  }
  say("Stopped.");
  return 0;
}

/** Returns when it was asked to stop; refuses if the Worker or the page's server ended by itself. */
async function runUntilStopped(run: Run): Promise<void> {
  const { ports, state, stop } = run;
  say(`Starting the transcoder and the Worker. Their logs are in ${state.logs}.`);
  const origin = `http://127.0.0.1:${ports.worker}`;
  const ended = Promise.race([
    keepTranscoder(run),
    endOf(run, "worker", startWorker(run, origin)),
    ...(run.dev ? [endOf(run, "page", startPage(run))] : []),
  ]);
  await Promise.race([untilReady(origin, state, stop), ended, aborted(stop)]);
  if (stop.aborted) return;
  run.ready = true;
  say(`Reelight is ready: ${run.dev ? `http://127.0.0.1:${ports.page}` : origin}`);
  await Promise.race([ended, aborted(stop)]);
}

function startWorker(run: Run, origin: string): Group {
  const { ports, state } = run;
  const flags = {
    port: ports.worker,
    ip: "127.0.0.1",
    // Whichever is free; a port that is looked for beforehand can be taken meanwhile.
    "inspector-port": 0,
    "persist-to": state.path,
    "env-file": state.keyFile,
    "enable-containers": false,
    "show-interactive-dev-session": false,
    // One line for each request would keep URLs that open a film.
    "log-level": "warn",
  };
  const variables = {
    TRANSCODER_URL: `http://127.0.0.1:${ports.transcoder}`,
    GATEWAY_URL: origin,
  };
  const args = [
    wranglerCli(root),
    "dev",
    ...Object.entries(flags).map(([name, value]) => `--${name}=${value}`),
    ...Object.entries(variables).map(([name, value]) => `--var=${name}:${value}`),
  ];
  return startNode(run, "worker", args, {
    ...QUIET_ENV,
    WRANGLER_REGISTRY_PATH: join(state.path, "registry"),
  });
}

/** vite's own server, which passes the API on to the Worker. */
function startPage(run: Run): Group {
  const vite = join(root, "node_modules/vite/bin/vite.js");
  const flags = ["--host=127.0.0.1", `--port=${run.ports.page}`, "--strictPort"];
  return startNode(run, "page", [vite, "web", ...flags], { PORT: String(run.ports.worker) });
}

/**
 * Starts the transcoder, and starts it again when it dies: the Worker's jobs wait and retry. It
 * listens on loopback whatever HOST this machine has, and its scratch files lie with the state.
 */
async function keepTranscoder(run: Run): Promise<void> {
  const { dev, state, stop } = run;
  const server = join(root, "container/server.ts");
  const args = dev ? ["--watch", "--watch-preserve-output", server] : [server];
  const env = {
    HOST: "127.0.0.1",
    TMPDIR: state.scratch,
    TRANSCODER_PORT: String(run.ports.transcoder),
  };
  let waitMs = RESTART_MIN_MS;
  for (let deaths = 1; !stop.aborted; deaths++) {
    const startedAt = Date.now();
    const group = startNode(run, "transcoder", args, env);
    const how = await group.ended;
    if (stop.aborted) return;
    await group.stop();
    run.groups.delete(group);
    if (!run.ready && deaths >= DEATHS_AT_START) throw endedByItself(run, "transcoder", how);
    if (Date.now() - startedAt > STEADY_MS) waitMs = RESTART_MIN_MS;
    console.error(`The transcoder ended (${how}); starting it again in ${waitMs / 1000} s.`);
    await pause(waitMs, undefined, { ref: false });
    waitMs = Math.min(waitMs * 2, RESTART_MAX_MS);
  }
}

function startNode(run: Run, name: string, args: string[], env: NodeJS.ProcessEnv): Group {
  const group = startGroup(process.execPath, args, {
    name,
    logs: run.state.logs,
    env: { ...process.env, ...env },
    cwd: root,
  });
  run.groups.add(group);
  return group;
}

/** Refuses when the program has ended though nobody asked for it. */
async function endOf(run: Run, name: string, group: Group): Promise<void> {
  const how = await group.ended;
  if (run.stop.aborted) return;
  throw endedByItself(run, name, how);
}

function endedByItself(run: Run, name: string, how: string): Refusal {
  return new Refusal(
    `The ${name}'s process ended (${how}). See ${join(run.state.logs, name)}.log.`,
  );
}

/** Resolves when /healthz answers 200: Worker, storage and transcoder are all there. */
async function untilReady(origin: string, state: StateFolder, stop: AbortSignal): Promise<void> {
  let last = "no answer";
  for (const start = Date.now(); Date.now() - start < READY_LIMIT_MS; ) {
    try {
      const answer = await fetch(`${origin}/healthz`, {
        signal: AbortSignal.any([stop, AbortSignal.timeout(READY_ANSWER_MS)]),
      });
      if (answer.ok) return;
      last = `${answer.status} ${(await answer.text()).slice(0, 200)}`;
    } catch (error) {
      if (stop.aborted) return;
      last = error instanceof Error ? error.message : String(error);
    }
    await pause(READY_POLL_MS);
  }
  const seconds = READY_LIMIT_MS / 1000;
  throw new Refusal(`Not ready after ${seconds} s (${last}). The logs are in ${state.logs}.`);
}

await runCommand(main);
