// The folder that local state lives in: what R2 and the Durable Objects hold, the signing key, the
// logs. One start at a time owns it, since two would write the same databases.

import { randomBytes } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import { Refusal } from "./refusal.ts";

const KEY_BYTES = 32;

const OwnerSchema = z.object({ pid: z.int(), port: z.int() });

export type StateFolder = {
  path: string;
  /** For `wrangler dev --env-file`: holds SIGNING_KEY, readable by its owner alone. */
  keyFile: string;
  logs: string;
  /** For files that may be lost. */
  scratch: string;
  /** Lets the next start have the folder. */
  release: () => void;
};

/** Makes the folder what a start needs, or refuses if another start owns it. */
export async function claimStateFolder(
  path: string,
  port: number,
  isTaken: (port: number) => Promise<boolean>,
): Promise<StateFolder> {
  const [logs, scratch] = [join(path, "logs"), join(path, "scratch")];
  for (const folder of [logs, scratch]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(path, 0o700);
  const ownerFile = join(path, "owner.json");
  const owner = readOwner(ownerFile);
  if (owner && isAlive(owner.pid) && (await isTaken(owner.port))) {
    throw new Refusal(
      `The state in ${path} is used by the one on port ${owner.port}. Choose another STATE_DIR.`,
    );
  }
  writeFileSync(ownerFile, JSON.stringify({ pid: process.pid, port }));
  setLogsAside(logs);
  const release = () => rmSync(ownerFile, { force: true });
  return { path, logs, scratch, keyFile: ensureKeyFile(path), release };
}

/**
 * The file with the key that signs tokens and media URLs; made at the first start. It is never
 * printed, and reaches wrangler as a file: a command line can be read by every user of the machine.
 */
export function ensureKeyFile(folder: string): string {
  const file = join(folder, "signing-key");
  if (!existsSync(file)) {
    const line = `SIGNING_KEY=${randomBytes(KEY_BYTES).toString("hex")}\n`;
    writeFileSync(file, line, { mode: 0o600, flag: "wx" });
  }
  chmodSync(file, 0o600);
  if (!/^SIGNING_KEY=\S{32,}\n?$/.test(readFileSync(file, "utf8"))) {
    throw new Refusal(`${file} is damaged. Remove it to get a new one; sessions then end.`);
  }
  return file;
}

/** Logs are of one start; those of the one before are kept. */
function setLogsAside(folder: string): void {
  const logs = readdirSync(folder).filter((name) => /^[a-z]+\.log$/.test(name));
  for (const name of logs) renameSync(join(folder, name), join(folder, `previous-${name}`));
}

/** A note that cannot be read counts as none: whoever wrote it was cut off at it. */
function readOwner(file: string) {
  if (!existsSync(file)) return null;
  try {
    return z.parse(OwnerSchema, JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.core.$ZodError) return null;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
