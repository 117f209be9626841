// The product as it is deployed: under `wrangler dev` with the transcoder in a real container, which
// reaches the Worker as `media.internal` and nothing else. It needs a container engine, so it has a
// command of its own, `npm run test:container`, which sees to that before it starts this file.

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it, onTestFailed, vi } from "vitest";
import * as z from "zod/mini";
import { freePort } from "../scripts/ports.ts";
import { QUIET_ENV, wranglerCli } from "../scripts/wrangler.ts";
import { type Client, createSession, newest } from "./client.ts";
import { announceClips, clip } from "./clips.ts";
import { figure, seconds } from "./figures.ts";
import { expectGoodResult } from "./good-result.ts";
import { save, scratchFolder } from "./scratch.ts";
import type { Watcher } from "./watcher.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const scratch = scratchFolder();

/** A first build installs ffmpeg into the image. */
const BUILD_MS = 600_000;
/** Starting, and starting again, of a container on a busy machine. */
const WORK_MS = 240_000;
/** What is promised of a cancel, and a look into the container takes a while. */
const CANCEL_MS = 2_000;

/** The engine's command, as wrangler finds it. */
const ENGINE = process.env.WRANGLER_DOCKER_BIN || "docker";

let wrangler: ChildProcess | undefined;
let origin: string;
let client: Client;
let watcher: Watcher;

beforeAll(async () => {
  announceClips();
  const others = containers();
  if (others.length > 0) throw new Error(`end the run, or remove the containers: ${others}`);
  await startWrangler();
  client = await createSession(origin);
  watcher = await client.watch();
}, BUILD_MS);

afterAll(async () => {
  const child = wrangler;
  if (!child) return;
  child.kill("SIGTERM");
  await vi.waitUntil(() => child.exitCode !== null || child.signalCode !== null, 20_000);
  // wrangler removes them itself, but finds them by a filter that engines read in different ways.
  for (const name of containers()) engine("rm", "--force", name);
}, 60_000);

async function startWrangler(): Promise<void> {
  const [port, inspector] = [await freePort(), await freePort()];
  const state = scratch("state");
  mkdirSync(state);
  writeFileSync(scratch("keys"), `SIGNING_KEY=${randomBytes(32).toString("base64url")}\n`);
  const log = openSync(scratch("log"), "w");
  const flags = {
    port,
    ip: "127.0.0.1",
    "inspector-port": inspector,
    "persist-to": state,
    "env-file": scratch("keys"),
    "show-interactive-dev-session": false,
  };
  const args = Object.entries(flags).map(([name, value]) => `--${name}=${value}`);
  const child = spawn(process.execPath, [wranglerCli(root), "dev", ...args], {
    cwd: root,
    env: { ...process.env, ...QUIET_ENV, WRANGLER_REGISTRY_PATH: join(state, "registry") },
    stdio: ["ignore", log, log],
  });
  wrangler = child;
  origin = `http://127.0.0.1:${port}`;
  for (const end = Date.now() + BUILD_MS; !(await isServing()); await pause(200)) {
    if (child.exitCode === null && Date.now() < end) continue;
    throw new Error(`wrangler dev did not start\n${logTail()}`);
  }
}

/** A refused request is an answer of the Worker, and wakes no container. */
async function isServing(): Promise<boolean> {
  try {
    return (await fetch(`${origin}/v1/session`)).status === 401;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

function logTail(): string {
  return readFileSync(scratch("log"), "utf8").split("\n").slice(-60).join("\n");
}

function engine(...args: string[]): string {
  return execFileSync(ENGINE, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/**
 * Names of the transcoder's containers, each before the sidecar whose network it uses. The runtime
 * names them for the project and the object, so two runs on one machine would share them.
 */
function containers(): string[] {
  const names = engine("ps", "--all", "--format", "{{.Names}}").split("\n");
  return names.filter((name) => name.includes("-reelight-Transcoder-")).sort();
}

/** The one container that works for us. */
function container(): string {
  const [name, ...others] = containers().filter((found) => !found.endsWith("-proxy"));
  if (name === undefined || others.length > 0) throw new Error(`not one: ${containers()}`);
  return name;
}

/** Tells a container from the next one of that name. */
function idOf(name: string): string {
  return engine("inspect", "--format", "{{.Id}}", name).trim();
}

/** What a program in JavaScript prints inside the container, run as the transcoder is. */
function inside(program: string): string {
  return engine("exec", container(), "node", "--input-type=module", "--eval", program).trim();
}

/** Uploads a clip and waits for both of its tracks. */
async function enhance(path: string): Promise<string> {
  const { video, lastByteAt } = await client.upload(path);
  const facts = await watcher.waitForEvent("metadata.updated", video, WORK_MS);
  figure("first facts, container started cold", seconds(facts.at - lastByteAt));
  await watcher.waitForEvent("enhancement.ready", video, WORK_MS);
  await watcher.waitForEvent("metadata.ready", video, WORK_MS);
  return video;
}

async function expectResult(source: string, id: string): Promise<void> {
  const video = await client.video(id);
  expect(video).toMatchObject({ status: "ready", failure: null });
  const result = await save(origin, newest(video).downloadUrl, scratch(`${id}.mp4`));
  await expectGoodResult(source, result);
}

describe("a transcoder in a container", () => {
  it("takes a video through both tracks, from a cold start on", async () => {
    onTestFailed(() => console.log(logTail()));
    const source = await clip("plain");
    const begun = performance.now();
    const video = await enhance(source);
    figure("both tracks, container started cold", seconds(performance.now() - begun));
    await expectResult(source, video);
  });

  it("makes the container count for health", async () => {
    const health = await fetch(`${origin}/healthz`);
    expect(health.status).toBe(200);
    expect(await health.json()).toEqual({ worker: true, storage: true, transcoder: true });
  });

  it("runs without rights", () => {
    const status = inside(`
      import { readFileSync } from "node:fs";
      console.log(readFileSync("/proc/1/status", "utf8"));
    `);
    const field = (name: string) => new RegExp(`^${name}:\\s+(\\S+)`, "m").exec(status)?.[1];
    expect(Number(field("Uid"))).toBeGreaterThan(0);
    expect(Number(field("Gid"))).toBeGreaterThan(0);
    expect(field("CapEff")).toMatch(/^0+$/);
  });

  it("cannot change its own code", () => {
    const answer = inside(`
      import { writeFileSync } from "node:fs";
      try {
        writeFileSync("/app/container/server.ts", "");
        console.log("written");
      } catch (error) {
        console.log(error.code);
      }
    `);
    expect(answer).toBe("EACCES");
  });

  it("reaches the media gateway and nothing else", () => {
    const targets = [
      "http://media.internal/v1/media/nothing/original",
      "http://media.internal/healthz",
      "http://example.com/",
      "https://example.com/",
      "http://1.1.1.1/",
      "http://169.254.169.254/",
      `${origin}/healthz`,
      "http://other.internal/",
    ];
    const answers = inside(`
      const look = async (url) => {
        try {
          const { status, headers } = await fetch(url, { signal: AbortSignal.timeout(10_000) });
          return [url, status + " " + headers.get("content-type")];
        } catch {
          return [url, "no answer"];
        }
      };
      console.log(JSON.stringify(await Promise.all(${JSON.stringify(targets)}.map(look))));
    `);
    const [gateway, ...rest] = z.parse(
      z.array(z.tuple([z.string(), z.string()])),
      JSON.parse(answers),
    );
    expect(gateway).toEqual([targets[0], "404 application/problem+json"]);
    // The gateway answers for media alone, not for the rest of the Worker.
    expect(rest[0]).toEqual([targets[1], "404 application/problem+json"]);
    for (const [url, answer] of rest.slice(1)) {
      expect([url, answer]).toEqual([url, expect.stringMatching(/^(no answer|520 )/)]);
    }
  });

  it("ends its ffmpeg within two seconds of a cancel", async () => {
    onTestFailed(() => console.log(logTail()));
    const { video } = await client.upload(await clip("half a minute"));
    await watcher.waitForEvent("enhancement.playable", video, WORK_MS);
    const looked = lookForFfmpeg(8_000);
    await pause(1_500);
    const cancelledAt = Date.now();
    const cancelled = await client.cancel(video);
    expect(cancelled.status).toBe("cancelled");
    const { firstSeen, lastSeen } = await looked;
    expect(firstSeen).toBeLessThan(cancelledAt);
    figure("ffmpeg in a container after a cancel", seconds(lastSeen - cancelledAt));
    expect(lastSeen - cancelledAt).toBeLessThan(CANCEL_MS);
    expect((await client.video(video)).status).toBe("cancelled");
  });

  it("goes on in a new container when the first one dies at work", async () => {
    onTestFailed(() => console.log(logTail()));
    const source = await clip("half a minute");
    const { video } = await client.upload(source);
    await watcher.waitForEvent("enhancement.playable", video, WORK_MS);
    const first = idOf(container());
    engine("kill", "--signal", "KILL", first);
    const killed = performance.now();
    const ready = await watcher.waitForEvent("enhancement.ready", video, WORK_MS);
    figure("ready after the container was killed", seconds(ready.at - killed));
    await watcher.waitForEvent("metadata.ready", video, WORK_MS);
    expect(idOf(container())).not.toBe(first);
    await expectResult(source, video);
  });
});

const SightSchema = z.object({ firstSeen: z.number(), lastSeen: z.number() });

/** Watches the container's processes for that long: when ffmpeg was seen, in ms since 1970. */
function lookForFfmpeg(forMs: number): Promise<z.infer<typeof SightSchema>> {
  const program = `
    import { readdirSync, readFileSync } from "node:fs";
    const isFfmpeg = (pid) => {
      try {
        const [, state] = /^State:\\s+(\\w)/m.exec(readFileSync("/proc/" + pid + "/status", "utf8"));
        return state !== "Z" && readFileSync("/proc/" + pid + "/comm", "utf8").startsWith("ffmpeg");
      } catch {
        return false; // It ended between the two looks.
      }
    };
    let [firstSeen, lastSeen] = [0, 0];
    const end = Date.now() + ${forMs};
    while (Date.now() < end) {
      if (readdirSync("/proc").filter((name) => /^\\d+$/.test(name)).some(isFfmpeg)) {
        lastSeen = Date.now();
        firstSeen ||= lastSeen;
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    console.log(JSON.stringify({ firstSeen, lastSeen }));
  `;
  const args = ["exec", container(), "node", "--input-type=module", "--eval", program];
  return new Promise((resolve, reject) => {
    const child = spawn(ENGINE, args, { stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    child.once("error", reject);
    child.once("close", () => resolve(z.parse(SightSchema, JSON.parse(output))));
  });
}
