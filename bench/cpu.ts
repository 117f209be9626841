// CPU seconds of processes, as Linux counts them: on a machine with other work they are the fairer
// measure, since waiting for a core is not in them.

import { existsSync, readFileSync } from "node:fs";

/** Ticks in a second (`getconf CLK_TCK`): a hundred on every Linux that Node runs on. */
const TICKS = 100;

/**
 * Seconds that these processes and their children that have ended spent so far, user and system.
 * NaN where the system does not tell.
 */
export function cpuSeconds(pids: readonly number[]): number {
  if (!existsSync("/proc/self/stat")) return Number.NaN;
  return pids.reduce((sum, pid) => sum + secondsOf(pid), 0);
}

function secondsOf(pid: number): number {
  const path = `/proc/${pid}/stat`;
  if (!existsSync(path)) return 0;
  // The name in brackets may hold spaces. Behind it, from field 3 on: utime is field 14, then
  // stime, cutime and cstime (proc(5)).
  const fields = readFileSync(path, "utf8").split(") ").at(-1)?.split(" ") ?? [];
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / TICKS;
}
