// How much memory a JavaScript program of the product really holds: its heap after a collection. What
// its process has of the system is more: garbage, other programs, what an allocator keeps.

import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import * as z from "zod/mini";

const TargetsSchema = z.array(z.object({ id: z.string(), webSocketDebuggerUrl: z.string() }));
const ReplySchema = z.object({
  id: z.optional(z.int()),
  result: z.optional(
    z.object({
      usedSize: z.optional(z.number()),
      embedderHeapUsedSize: z.optional(z.number()),
      backingStorageSize: z.optional(z.number()),
    }),
  ),
});
const ANSWER_MS = 5_000;
const ATTEMPTS = 5;
/** Of /proc/net/tcp: a socket that listens. */
const LISTENING = "0A";

export type LiveHeap = {
  /** MiB that stay after a collection, buffers included; null where the program was too quiet to answer. */
  measure: () => Promise<number | null>;
  close: () => void;
};

/**
 * The heap of a program that debuggers may look into, found at the ports that the process listens
 * on. `name` is that of the target, or null for the only one. Throws where there is none, and where
 * it does not answer.
 */
export async function liveHeapOf(pid: number, name: string | null): Promise<LiveHeap> {
  for (const port of listeningPorts(pid)) {
    const target = (await targetsAt(port)).find(({ id }) => name === null || id === name);
    if (target) return await connected(target.webSocketDebuggerUrl);
  }
  throw new Error(`process ${pid} lets nobody look into ${name ?? "it"}`);
}

/** workerd leaves the first connection to a program without an answer, and hears those after it. */
async function connected(url: string): Promise<LiveHeap> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await connect(url);
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

async function connect(url: string): Promise<LiveHeap> {
  const socket = new WebSocket(url);
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve);
    socket.addEventListener("error", () => reject(new Error("the debugger's port is closed")));
  });
  let last = 0;
  const ask = (method: string) =>
    new Promise<z.infer<typeof ReplySchema> | null>((resolve) => {
      const id = ++last;
      AbortSignal.timeout(ANSWER_MS).addEventListener("abort", () => resolve(null));
      const hear = ({ data }: MessageEvent) => {
        const reply = ReplySchema.safeParse(JSON.parse(String(data)));
        if (!reply.success || reply.data.id !== id) return;
        socket.removeEventListener("message", hear);
        resolve(reply.data);
      };
      socket.addEventListener("message", hear);
      socket.send(JSON.stringify({ id, method }));
    });
  if (!(await ask("Runtime.enable"))) throw new Error("the program does not answer a debugger");
  return {
    measure: async () => {
      if (!(await ask("HeapProfiler.collectGarbage"))) return null;
      const {
        usedSize,
        embedderHeapUsedSize = 0,
        backingStorageSize = 0,
      } = (await ask("Runtime.getHeapUsage"))?.result ?? {};
      if (usedSize === undefined) return null;
      return (usedSize + embedderHeapUsedSize + backingStorageSize) / 2 ** 20;
    },
    close: () => socket.close(),
  };
}

async function targetsAt(port: number) {
  try {
    const signal = AbortSignal.timeout(2_000);
    const answer = await fetch(`http://127.0.0.1:${port}/json`, { signal });
    return z.parse(TargetsSchema, await answer.json());
  } catch {
    // Most ports are for something else.
    return [];
  }
}

/** Ports of this machine's own address on which the process listens. Linux alone tells them so. */
function listeningPorts(pid: number): number[] {
  const sockets = new Set(
    readdirSync(`/proc/${pid}/fd`).map((descriptor) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${descriptor}`))?.[1];
      } catch {
        return undefined;
      }
    }),
  );
  return readFileSync("/proc/net/tcp", "utf8")
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === LISTENING && sockets.has(fields[9]))
    .map((fields) => Number.parseInt(fields[1]?.split(":")[1] ?? "", 16));
}
