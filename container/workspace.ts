// Where attempts keep their files: one folder of this process, one folder in it for each attempt.
// An attempt's folder goes with the attempt; what a killed process left is swept at the next start.

import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = "reelight-transcoder";

export type Workspace = {
  /** Runs `use` with a fresh folder and removes it afterwards, whatever happened. */
  withFolder: <Result>(use: (folder: string) => Promise<Result>) => Promise<Result>;
  /** Removes all of this process' files. */
  remove: () => Promise<void>;
};

/** Sweeps what dead processes left below `parent`, and makes this process' folder. */
export async function openWorkspace(parent: string = tmpdir()): Promise<Workspace> {
  const root = join(parent, ROOT);
  await mkdir(root, { recursive: true, mode: 0o700 });
  for (const name of await readdir(root)) {
    const pid = /^(\d+)-/.exec(name)?.[1];
    // In a container the same number comes again with every start: our own is not of this life.
    if (!pid || Number(pid) === process.pid || !isAlive(Number(pid))) {
      await rm(join(root, name), { recursive: true, force: true });
    }
  }
  const own = await mkdtemp(join(root, `${process.pid}-`));
  return {
    async withFolder(use) {
      const folder = await mkdtemp(join(own, "attempt-"));
      try {
        return await use(folder);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    remove: () => rm(own, { recursive: true, force: true }),
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is alive too.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
