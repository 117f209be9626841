import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { getPriority, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findFfmpegPair } from "./ffmpeg-pair.mjs";
import { JobFailure } from "./job-failure.ts";
import { createPrograms, type Programs } from "./run-ffmpeg.ts";
import { isAlive, processesWith, until } from "./testing/processes.ts";

const LAUNCHER = fileURLToPath(new URL("launch.sh", import.meta.url));
const never = new AbortController().signal;
/** An input that never ends and costs next to nothing. */
const ENDLESS = {
  options: ["-v", "level+error", "-re", "-f", "lavfi"],
  source: "color=s=16x16:r=5",
};

describe("programs", () => {
  let programs: Programs;
  let folder: string;
  const pair = findFfmpegPair(process.env, () => {});
  if (!pair) throw new Error("these tests need ffmpeg and ffprobe");

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "reelight-programs-"));
    programs = createPrograms(pair);
  });
  afterAll(() => rm(folder, { recursive: true }));

  const clip = async (name: string, metadata: string) => {
    const path = join(folder, name);
    await programs.ffmpeg({
      inputs: [{ options: ["-f", "lavfi"], source: "color=s=16x16:r=5:d=1" }],
      output: { options: ["-metadata", `title=${metadata}`, "-f", "mp4"], path },
      signal: never,
    });
    return path;
  };

  it("hand over arguments as they are, spaces and shell characters too", async () => {
    const title = "two words; $(touch x) `y` '\"%03d";
    const path = await clip("title.mp4", title);
    const { stdout } = await programs.ffprobe({
      args: ["-v", "error", "-show_format", "-of", "json", "-i", path],
      signal: never,
      timeoutMs: 10_000,
    });
    expect(JSON.parse(stdout).format.tags.title).toBe(title);
  });

  it("tell what ffmpeg could not do as a failure, its words only as the cause", async () => {
    const path = join(folder, "garbage");
    await writeFile(path, "#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n");
    const run = programs.ffmpeg({
      inputs: [{ options: ["-v", "level+error", "-f", "mov"], source: path }],
      output: { options: ["-f", "null"], path: join(folder, "none") },
      signal: never,
    });
    await expect(run).rejects.toMatchObject({ code: "truncated", detail: undefined });
    await expect(run).rejects.toHaveProperty("cause", expect.stringContaining("moov"));
  });

  it("give ffprobe's lines as they come and bound what it may print", async () => {
    const path = await clip("lines.mp4", "x");
    const lines: string[] = [];
    await programs.ffprobe({
      args: ["-v", "error", "-show_entries", "packet=pts_time", "-of", "csv=p=0", "-i", path],
      signal: never,
      timeoutMs: 10_000,
      onLine: (line) => lines.push(line),
    });
    expect(lines.filter((line) => line !== "")).toHaveLength(5);
  });

  it("hold back what ffprobe prints until it may be heard, and lose nothing of it", async () => {
    const lines: string[] = [];
    const { promise: heldUntil, resolve: open } = Promise.withResolvers<void>();
    const run = programs.ffprobe({
      // More than a pipe and its reader hold: the program waits.
      args: [
        "-f",
        "lavfi",
        "-show_entries",
        "packet=pts_time,size,pos",
        "-i",
        "color=s=16x16:d=400",
      ],
      signal: never,
      timeoutMs: 10_000,
      heldUntil,
      onLine: (line) => lines.push(line),
    });
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(lines).toEqual([]);
    open();
    await run;
    expect(lines.filter((line) => line.startsWith("pts_time"))).toHaveLength(10_000);

    // What it has written by then is more than one piece, and nobody is going to hear it.
    const controller = new AbortController();
    const refusal = Promise.withResolvers<void>();
    const refused = programs.ffprobe({
      args: ["-f", "lavfi", "-show_packets", "-i", "color=s=16x16"],
      signal: controller.signal,
      timeoutMs: 10_000,
      heldUntil: refusal.promise,
      onLine: () => {},
    });
    await new Promise((resolve) => setTimeout(resolve, 500));
    refusal.reject(new Error("refused"));
    controller.abort(new JobFailure("cancelled"));
    await expect(refused).rejects.toMatchObject({ code: "cancelled" });
  });

  it("end what takes too long as a timeout", async () => {
    const started = performance.now();
    const run = programs.ffprobe({
      args: ["-f", "lavfi", "-show_packets", "-i", "color=s=16x16,realtime"],
      signal: never,
      timeoutMs: 300,
      onLine: () => {},
    });
    await expect(run).rejects.toMatchObject({ code: "timeout" });
    expect(performance.now() - started).toBeLessThan(3_000);
  });

  it("kill the whole process group on abort, also one that is stopped, and tell the reason", async () => {
    const path = join(folder, "endless.mp4");
    const controller = new AbortController();
    const encoding = Promise.withResolvers<void>();
    const run = programs.ffmpeg({
      inputs: [{ ...ENDLESS, options: [...ENDLESS.options, "-progress", "pipe:2"] }],
      output: { options: ["-f", "mp4"], path },
      signal: controller.signal,
      onLine: (line) => {
        if (line.startsWith("frame=")) encoding.resolve();
        return true;
      },
    });
    const refused = expect(run).rejects.toMatchObject({ code: "cancelled" });
    // From its first frame on it has a handler of its own for SIGTERM.
    await encoding.promise;
    const [pid] = await processesWith(path);
    if (pid === undefined) throw new Error("no process");
    process.kill(pid, "SIGSTOP");
    const aborted = performance.now();
    controller.abort(new JobFailure("cancelled"));
    controller.abort(new JobFailure("timeout"));
    await refused;
    expect(performance.now() - aborted).toBeLessThan(2_000);
    expect(await processesWith(path)).toEqual([]);
  });

  it("yield to others in the background, in a session of their own too", async () => {
    const path = join(folder, "background.mp4");
    const controller = new AbortController();
    const asked = { inputs: [ENDLESS], output: { options: ["-f", "mp4"], path } };
    const run = programs.yielding("content").ffmpeg({ ...asked, signal: controller.signal });
    const probed = programs.yielding("content").ffprobe({
      args: ["-f", "lavfi", "-show_packets", "-i", "color=s=16x18,realtime"],
      signal: controller.signal,
      timeoutMs: 10_000,
      onLine: () => {},
    });
    const ended = Promise.allSettled([run, probed]);
    const least = Math.min(19, getPriority() + 19);
    for (const text of [path, "color=s=16x18,realtime"]) {
      // From the command that starts it on, it is the same process.
      await until(async () => {
        const [pid] = await processesWith(text);
        if (pid === undefined || getPriority(pid) !== least) return false;
        const group = await readFile(`/proc/${pid}/autogroup`, "utf8").catch(() => null);
        return group === null || group.includes(`nice ${least}`);
      });
    }
    controller.abort(new JobFailure("cancelled"));
    await ended;
    expect(await processesWith(path)).toEqual([]);
  });

  it("give what is written as it comes, all of it, and fail as ever", async () => {
    const source = "aevalsrc='0.25|0.5':s=8000:d=20";
    let bytes = 0;
    let sum = 0;
    await programs.ffmpeg({
      inputs: [{ options: ["-v", "level+error", "-f", "lavfi"], source }],
      output: { options: ["-f", "s16le"], path: "pipe:1" },
      signal: never,
      onBytes: (block) => {
        bytes += block.length;
        for (const byte of block) sum += byte;
      },
    });
    expect(bytes).toBe(20 * 8_000 * 4);
    expect(sum).toBe(20 * 8_000 * (0x20 + 0x40));
    const broken = programs.ffmpeg({
      inputs: [{ options: ["-v", "level+error", "-f", "mov"], source: join(folder, "garbage") }],
      output: { options: ["-f", "s16le"], path: "pipe:1" },
      signal: never,
      onBytes: () => {},
    });
    await expect(broken).rejects.toBeInstanceOf(JobFailure);
  });

  it("start nothing for a job that is stopped already", async () => {
    const signal = AbortSignal.abort(new JobFailure("cancelled"));
    const output = { options: ["-f", "null"], path: join(folder, "none") };
    await expect(programs.ffmpeg({ inputs: [ENDLESS], output, signal })).rejects.toMatchObject({
      code: "cancelled",
    });
    const ffprobe = programs.ffprobe({ args: ["-version"], signal, timeoutMs: 1000 });
    await expect(ffprobe).rejects.toMatchObject({ code: "cancelled" });
  });
});

describe("launcher", () => {
  it("gives the program an empty environment, a group of its own and limits", async () => {
    const script = "env; ulimit -c; ulimit -n; ps -o pid=,pgid= -p $$ | awk '{print ($1 == $2)}'";
    const said = await launch(["-c", script], { LAUNCH: "/bin/sh", SECRET: "leak" });
    expect(said).not.toContain("SECRET");
    expect(said).not.toContain("HOME");
    expect(said.trim().split("\n").slice(-3)).toEqual(["0", "128", "1"]);
  });

  // What macOS has: neither setsid nor setpriv, but perl.
  it.each([
    ["with util-linux", false],
    ["with perl alone", true],
  ])("ends the program when its parent is killed with -9, %s", async (_, perlAlone) => {
    const folder = await mkdtemp(join(tmpdir(), "reelight-launcher-"));
    const path = join(folder, "bin");
    await mkdir(path);
    for (const name of ["perl", "env", "uname"])
      await symlink(`/usr/bin/${name}`, join(path, name));
    const pidFile = join(folder, "pid");
    const parent = spawn(
      process.execPath,
      [
        "-e",
        `require("child_process").spawn(${JSON.stringify(LAUNCHER)}, ["-c", "echo $$ > ${pidFile}; exec sleep 60"])
         setInterval(() => {}, 1000)`,
      ],
      { env: { PATH: perlAlone ? path : "/usr/bin:/bin", LAUNCH: "/bin/sh" }, stdio: "ignore" },
    );
    const pid = await until(async () => Number(await readFile(pidFile, "utf8").catch(() => "")));
    expect(isAlive(pid)).toBe(true);
    parent.kill("SIGKILL");
    await until(async () => !isAlive(pid));
    await rm(folder, { recursive: true });
  });

  it("passes on how a program ended, with perl too", async () => {
    const folder = await mkdtemp(join(tmpdir(), "reelight-launcher-"));
    for (const name of ["perl", "env", "uname"])
      await symlink(`/usr/bin/${name}`, join(folder, name));
    await expect(launch(["-c", "exit 7"], { LAUNCH: "/bin/sh", PATH: folder })).rejects.toThrow(
      "7",
    );
    const killed = launch(["-c", "kill -SEGV $$"], { LAUNCH: "/bin/sh", PATH: folder });
    await expect(killed).rejects.toThrow("SIGSEGV");
    await rm(folder, { recursive: true });
  });
});

function launch(args: string[], env: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(LAUNCHER, args, { env: { PATH: "/usr/bin:/bin", ...env } });
    let said = "";
    child.stdout.on("data", (text) => {
      said += text;
    });
    child.on("close", (code, signal) => {
      if (code === 0) resolve(said);
      else reject(new Error(`${code ?? signal}`));
    });
  });
}
