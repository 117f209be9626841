// Looks at processes by their command line, and waits for things to become so.

import { execFile } from "node:child_process";
import { promisify } from "node:util";

const WAIT_MS = 10_000;

/** Ids of living processes whose command line holds the text; stopped ones live, zombies do not. */
export async function processesWith(text: string): Promise<number[]> {
  return (await listed(text)).map(({ pid }) => pid);
}

/** True if there are such processes, and all of them are stopped. */
export async function standStill(text: string): Promise<boolean> {
  const found = await listed(text);
  return found.length > 0 && found.every(({ state }) => state.startsWith("T"));
}

async function listed(text: string): Promise<{ pid: number; state: string }[]> {
  const { stdout } = await promisify(execFile)("ps", ["-A", "-ww", "-o", "pid=,stat=,args="], {
    maxBuffer: 16 * 1024 * 1024,
  });
  return stdout
    .split("\n")
    .filter((line) => line.includes(text))
    .map((line) => line.trim().split(/\s+/, 2))
    .map(([pid = "", state = ""]) => ({ pid: Number(pid), state }))
    .filter(({ state }) => !state.startsWith("Z"));
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** What `look` gives as soon as it gives something; throws after 10 s. */
export async function until<Found>(
  look: () => Promise<Found | null | false | undefined | 0>,
): Promise<Found> {
  const deadline = performance.now() + WAIT_MS;
  while (performance.now() < deadline) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("it did not come to be in time");
}
