// Programs and what they started, ended in every way: nothing may stay.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { startGroup } from "./group.ts";

let logs: string;
beforeEach(() => {
  logs = mkdtempSync(join(tmpdir(), "group-"));
});
afterEach(() => rmSync(logs, { recursive: true }));

const options = () => ({ name: "program", logs, env: process.env, cwd: logs });
const log = () => readFileSync(join(logs, "program.log"), "utf8");

/** A program with a child of its own, which tells both ids. */
const FAMILY = 'sleep 600 & echo "ids $$ $!"; wait';
/** The same, deaf to SIGTERM. */
const DEAF = `trap "" TERM; ${FAMILY}; while :; do sleep 1; done`;

async function familyIds(): Promise<number[]> {
  const ids = () => (existsSync(join(logs, "program.log")) ? /ids (\d+) (\d+)/.exec(log()) : null);
  await vi.waitFor(() => expect(ids()).not.toBeNull(), 5_000);
  return (ids() ?? []).slice(1).map(Number);
}

/** Of a process that ended and that nobody waited for, a zombie is left: it does not run. */
function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false; // There is no such process.
  }
  const stat = `/proc/${pid}/stat`;
  return !(existsSync(stat) && /\) Z /.test(readFileSync(stat, "utf8")));
}

it("ends a program together with what it started", async () => {
  const group = startGroup("/bin/sh", ["-c", FAMILY], options());
  const ids = await familyIds();
  expect(ids.map(runs)).toEqual([true, true]);
  await group.stop();
  expect(ids.map(runs)).toEqual([false, false]);
  expect(await group.ended).toBe("SIGTERM");
});

it("ends what does not listen", { timeout: 15_000 }, async () => {
  const group = startGroup("/bin/sh", ["-c", DEAF], options());
  const ids = await familyIds();
  await group.stop();
  expect(ids.map(runs)).toEqual([false, false]);
  expect(await group.ended).toBe("SIGKILL");
});

it("ends the group when the one who started it is killed", { timeout: 15_000 }, async () => {
  const script = `import { startGroup } from ${JSON.stringify(join(import.meta.dirname, "group.ts"))};
    startGroup("/bin/sh", ["-c", ${JSON.stringify(FAMILY)}], ${JSON.stringify(options())});`;
  const starter = spawn(process.execPath, ["--input-type=module", "-e", script]);
  const ids = await familyIds();
  starter.kill("SIGKILL");
  await once(starter, "exit");
  await vi.waitFor(() => expect(ids.map(runs)).toEqual([false, false]), 8_000);
});

it("says how a program ended, and keeps what it wrote", async () => {
  const shown = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const red = "printf '\\033[31mred\\033[0m\\n'";
  const group = startGroup("/bin/sh", ["-c", `echo plain; ${red} >&2; exit 3`], options());
  expect(await group.ended).toBe("code 3");
  await group.stop();
  await vi.waitFor(() => expect(log().split("\n").sort()).toEqual(["", "plain", "red"]));
  expect(shown.mock.calls).toEqual([["program: red"]]);
  shown.mockRestore();
});

it("says why a program could not be started", async () => {
  const group = startGroup(join(logs, "none"), [], options());
  expect(await group.ended).toContain("ENOENT");
  await group.stop();
});
