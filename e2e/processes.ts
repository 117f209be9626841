// Who runs on this machine and who started whom: how the tests see that nothing outlives its owner.
// Zombies count as ended: some init processes never reap them.

import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

export type Process = {
  pid: number;
  parent: number;
  /** Tells a process from a later one that got the same number. */
  identity: string;
  command: string;
};

/** All that descend from the process, itself not counted. */
export function descendants(root: number): Process[] {
  const all = listProcesses();
  const found: Process[] = [];
  let parents = new Set([root]);
  while (parents.size > 0) {
    const children = all.filter((process) => parents.has(process.parent));
    found.push(...children);
    parents = new Set(children.map((child) => child.pid));
  }
  return found;
}

/** Those of the processes that have not ended. */
export function survivors(processes: readonly Process[]): Process[] {
  const alive = new Map(listProcesses().map((process) => [process.pid, process.identity]));
  return processes.filter(({ pid, identity }) => alive.get(pid) === identity);
}

/** True for ffmpeg and ffprobe, however their programs are named. */
export function isFfmpeg({ command }: Process): boolean {
  return /^\S*ff(mpeg|probe)[^\s/]*(\s|$)/.test(command);
}

/** Resolves with those that are still alive after at most `limitMs`, none as a rule. */
export async function untilEnded(
  processes: readonly Process[],
  limitMs: number,
): Promise<Process[]> {
  const end = Date.now() + limitMs;
  for (;;) {
    const left = survivors(processes);
    if (left.length === 0 || Date.now() >= end) return left;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function listProcesses(): Process[] {
  return existsSync("/proc/self/stat") ? fromProc() : fromPs();
}

function fromProc(): Process[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, "utf8");
        const command = readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ").trim();
        // The name in parentheses may hold spaces and parentheses: what counts begins after it.
        const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
        const [state = "", parent = "0"] = fields;
        const identity = fields[19] ?? "";
        return state === "Z"
          ? []
          : [{ pid: Number(name), parent: Number(parent), identity, command }];
      } catch (error) {
        if (isGone(error)) return [];
        throw error;
      }
    });
}

/** A process that ended between the listing and the look at it. */
function isGone(error: unknown): boolean {
  return (
    error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ESRCH")
  );
}

function fromPs(): Process[] {
  const text = execFileSync("ps", ["-A", "-o", "pid=,ppid=,stat=,args="], { encoding: "utf8" });
  return text.split("\n").flatMap((line) => {
    const [, pid, parent, state, command = ""] =
      /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    if (pid === undefined || parent === undefined || state?.startsWith("Z")) return [];
    return [{ pid: Number(pid), parent: Number(parent), identity: command, command }];
  });
}
