// The local ports: read from the environment, and found to be free before anything is started, so
// that a clash is one sentence that names the port and the variable.

import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import { Refusal } from "./refusal.ts";

const HOST = "127.0.0.1";
const FREE_PORT_MIN = 20_000;
const FREE_PORT_END = 32_000;

/** The port a variable names, or the default. Refuses what is not a number from 1 to 65535. */
export function readPort(
  env: Readonly<Record<string, string | undefined>>,
  name: string,
  standard: number,
): number {
  const text = env[name];
  if (text === undefined || text === "") return standard;
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port >= 1 && port <= 65535) return port;
  throw new Refusal(`${name} must be a port number from 1 to 65535, not "${text}".`);
}

/** Refuses if two of the ports are equal, or one is taken. Keys are the variables' names. */
export async function refuseTakenPorts(ports: Readonly<Record<string, number>>): Promise<void> {
  const byPort = new Map<number, string>();
  for (const [name, port] of Object.entries(ports)) {
    const other = byPort.get(port);
    if (other) throw new Refusal(`${other} and ${name} are both ${port}. Choose another ${name}.`);
    byPort.set(port, name);
    const code = await tryPort(port);
    if (code === "EADDRINUSE") {
      throw new Refusal(`Port ${port} is in use. Choose another with ${name}, as in ${name}=9000.`);
    }
    if (code) throw new Refusal(`Port ${port} cannot be used (${code}). Choose another ${name}.`);
  }
}

/** True if something listens on the port. */
export async function isTaken(port: number): Promise<boolean> {
  return (await tryPort(port)) === "EADDRINUSE";
}

/**
 * A port that was free a moment ago, from below the range that systems hand out by themselves: a
 * port from there is soon somebody's own end of a connection.
 */
export async function freePort(): Promise<number> {
  const port = randomInt(FREE_PORT_MIN, FREE_PORT_END);
  return (await tryPort(port)) === null ? port : await freePort();
}

/** Null if the port can be listened on, else the system's error code. */
function tryPort(port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(port, HOST, () => server.close(() => resolve(null)));
  });
}
