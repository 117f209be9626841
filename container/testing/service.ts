// Starts the transcoder as its users do: a process of its own on a free port.

import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { type JobRequest, type News, NewsSchema } from "../../protocol/job.ts";

const SERVER = fileURLToPath(new URL("../server.ts", import.meta.url));
const START_MS = 15_000;

export type Service = {
  url: string;
  process: ChildProcess;
  /** What it printed so far. */
  output: () => string;
  /** Starts a job and gives its news as it comes; ends when the answer ends. */
  news: (job: JobRequest, signal?: AbortSignal) => AsyncGenerator<News>;
  /** The last line of news of a job. */
  run: (job: JobRequest) => Promise<News>;
  stop: () => Promise<void>;
};

export async function startService(env: NodeJS.ProcessEnv = {}): Promise<Service> {
  const port = await freePort();
  const child = spawn(process.execPath, [SERVER], {
    env: { ...process.env, TRANSCODER_PORT: String(port), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const hear = (text: string) => {
    output += text;
  };
  child.stdout?.setEncoding("utf8").on("data", hear);
  child.stderr?.setEncoding("utf8").on("data", hear);
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  await untilHealthy(url, () => output);

  async function* news(job: JobRequest, signal?: AbortSignal): AsyncGenerator<News> {
    const response = await fetch(`${url}/jobs`, {
      method: "POST",
      body: JSON.stringify(job),
      ...(signal ? { signal } : {}),
    });
    if (response.status !== 200 || !response.body) {
      throw new Error(`${response.status} ${await response.text()}`);
    }
    let rest = "";
    for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) yield NewsSchema.parse(JSON.parse(line));
    }
  }
  return {
    url,
    process: child,
    output: () => output,
    news,
    async run(job) {
      let last: News | undefined;
      for await (const item of news(job)) last = item;
      if (!last) throw new Error("no news at all");
      return last;
    },
    async stop() {
      child.kill("SIGTERM");
      await exited;
    },
  };
}

async function untilHealthy(url: string, output: () => string): Promise<void> {
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline) {
    const healthy = await fetch(`${url}/health`).then(
      (response) => response.ok,
      () => false,
    );
    if (healthy) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the transcoder did not start:\n${output()}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
