// The only file that starts ffmpeg and ffprobe, and both only through launch.sh: each in a process
// group of its own, under limits, without our environment. Arguments are arrays, never a shell's.
// Of timeout, cancel, crash and a program's own error the first is told: an aborted signal keeps
// its first reason, and a program that ends first is judged by what it said.

import { type ChildProcess, execFile, spawn } from "node:child_process";
import { finished, type Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import ffmpeg from "fluent-ffmpeg";
import { stringCutter } from "./facts/cut-strings.ts";
import { type Features, namesIn } from "./features.ts";
import { endingOf, failureFromWords } from "./ffmpeg-words.ts";
import { JobFailure } from "./job-failure.ts";
import { Pauses } from "./pauses.ts";

const LAUNCHER = fileURLToPath(new URL("launch.sh", import.meta.url));
/** SIGKILL follows SIGTERM after this long: a cancel promises that all is gone within 2 s. */
const KILL_AFTER_MS = 700;
/** Last lines of stderr that are kept, and how much of each. */
const TAIL_LINES = 40;
const LINE_CHARS = 400;
/** Most that a bounded ffprobe may print: 64 streams with their tags need a tenth of it. */
const STDOUT_BYTES_MAX = 4 * 1024 * 1024;
/** A healthy ffprobe prints lines of some hundred bytes. */
const LINE_BYTES_MAX = 256 * 1024;
/**
 * How much long work yields. A film to whoever looks on: on one computer the Worker and the browser
 * share its cores, and at 5 the kernel gives each of them three times as much where both are busy.
 * Content to films, where it does not stand still (`Pauses`): at 14 more the kernel's weights give it a
 * twentieth of what an encode beside it gets, at 10 more a tenth. Of two busy cores that is enough for a
 * minute of 1080p within its time limit.
 */
const NICENESS = { film: 5, content: 19 };

export type Input = { options: readonly string[]; source: string };

export type FfmpegRun = {
  inputs: readonly Input[];
  output: { options: readonly string[]; path: string };
  signal: AbortSignal;
  /** Hears each line that `-progress pipe:2` prints; true if it was one of progress. */
  onLine?: (line: string) => boolean;
  /** Hears what ffmpeg writes, a block at a time and at its pace, in place of the output's path. */
  onBytes?: (block: Uint8Array) => void;
};

export type FfprobeRun = {
  args: readonly string[];
  signal: AbortSignal;
  timeoutMs: number;
  /**
   * Hears each line as it comes; nothing is kept then. Without it all output is given back: JSON,
   * whose strings are cut.
   */
  onLine?: (line: string) => void;
  /** Nothing is heard before this is settled: the program then waits at a full pipe. */
  heldUntil?: Promise<unknown>;
  /** Hears each line of stderr: of all it says, only the tail is given back. */
  onWords?: (line: string) => void;
};

/** Notes that a program has started; what it returns is called when that has ended. */
type Begin = (pid: number) => () => void;

/** What a program that ended well had said on stderr, last lines only. */
export type Said = { tail: string[] };

export type Programs = {
  /**
   * Reads what this ffmpeg can, and lets fluent-ffmpeg do so too, which it otherwise does in the
   * first job. Throws if the launcher or the program cannot be run.
   */
  prepare: () => Promise<Features>;
  /** Runs one ffmpeg to its end. Throws the signal's reason, or a JobFailure from its words. */
  ffmpeg: (run: FfmpegRun) => Promise<Said>;
  /** Runs one ffprobe to its end. `stdout` is empty if `onLine` took the lines. */
  ffprobe: (run: FfprobeRun) => Promise<Said & { stdout: string }>;
  /** The same programs at a lower priority, for the long work of a film or of its content. */
  yielding: (work: keyof typeof NICENESS) => Programs;
  /** Kills every group at once, for the moment before the service exits. */
  killAll: () => void;
};

/** Programs at these absolute paths. One set for a process: fluent-ffmpeg keeps paths globally. */
export function createPrograms(pair: { ffmpeg: string; ffprobe: string }): Programs {
  const live = new Set<number>();
  const pauses = new Pauses(killGroup);
  // fluent-ffmpeg hands its children our environment and takes no other.
  process.env.LAUNCH = pair.ffmpeg;
  const begin = (kind: "content" | "other") => (pid: number) => {
    live.add(pid);
    const leave = pauses.enter(pid, kind);
    return () => {
      live.delete(pid);
      leave();
    };
  };
  const programsAt = (niceness: number, kind: "content" | "other"): Programs => ({
    prepare,
    ffmpeg: (run) => runFfmpeg(run, niceness, begin(kind)),
    ffprobe: (run) => runFfprobe(run, pair.ffprobe, niceness, begin(kind)),
    yielding: (work) => programsAt(NICENESS[work], work === "content" ? "content" : "other"),
    killAll: () => {
      for (const pid of live) killGroup(pid, "SIGKILL");
    },
  });
  return programsAt(0, "other");
}

/** fluent-ffmpeg's own list of filters lacks those of any number of inputs. */
async function prepare(): Promise<Features> {
  const command = ffmpeg().setFfmpegPath(LAUNCHER);
  const list = async (kind: string) => {
    const { stdout } = await promisify(execFile)(LAUNCHER, ["-hide_banner", kind]);
    return namesIn(stdout);
  };
  const [filters, encoders, decoders] = await Promise.all([
    list("-filters"),
    list("-encoders"),
    list("-decoders"),
    promisify(command.availableFormats.bind(command))(),
    promisify(command.availableEncoders.bind(command))(),
  ]);
  return { filters, encoders, decoders };
}

function runFfmpeg(run: FfmpegRun, niceness: number, begin: Begin): Promise<Said> {
  const tail = tailOfLines();
  // fluent-ffmpeg starts `nice` before the launcher where this is not 0.
  const command = ffmpeg({ stdoutLines: TAIL_LINES, niceness }).setFfmpegPath(LAUNCHER);
  for (const { source, options } of run.inputs) {
    // Spread, because fluent-ffmpeg splits the members of an array at a space.
    command.input(source).inputOptions("-nostdin", "-hide_banner", ...options);
  }
  const sink = run.onBytes ? sinkFor(run.onBytes) : null;
  command.output(sink ?? run.output.path).outputOptions(...run.output.options);

  return new Promise<Said>((resolve, reject) => {
    if (run.signal.aborted) return reject(run.signal.reason);
    // The program may be gone before its last bytes are read.
    const whenRead = (then: () => void) => {
      if (!sink) return then();
      finished(sink, (error) => (error ? reject(error) : then()));
    };
    let release = () => {};
    command.on("start", () => {
      release = killWhenAborted(processOf(command), run.signal, begin);
    });
    command.on("stderr", (line: string) => {
      if (!run.onLine?.(line)) tail.push(line);
    });
    command.on("end", () => {
      release();
      whenRead(() => resolve({ tail: tail.lines }));
    });
    command.on("error", (error: Error) => {
      release();
      const ending = endingOf(error.message);
      const fail = () => {
        if (run.signal.aborted) return reject(run.signal.reason);
        const code = failureFromWords(ending, tail.lines);
        reject(new JobFailure(code, undefined, describe("ffmpeg", error.message, tail.lines)));
      };
      // What it wrote until then counts. One that never ran has written nothing.
      if (ending.code === null && ending.signal === null) fail();
      else whenRead(fail);
    });
    command.run();
  });
}

/** fluent-ffmpeg takes a stream that closes for a reader that has gone: this one only finishes. */
function sinkFor(onBytes: (block: Uint8Array) => void): Writable {
  return new Writable({
    emitClose: false,
    write(block, _encoding, done) {
      try {
        onBytes(block);
        done();
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
      }
    },
  });
}

function runFfprobe(
  run: FfprobeRun,
  program: string,
  niceness: number,
  begin: Begin,
): Promise<Said & { stdout: string }> {
  return new Promise<Said & { stdout: string }>((resolve, reject) => {
    if (run.signal.aborted) return reject(run.signal.reason);
    const own = new AbortController();
    const signal = AbortSignal.any([run.signal, own.signal]);
    const [command = LAUNCHER, ...start] = niceness ? ["nice", "-n", `${niceness}`, LAUNCHER] : [];
    const child = spawn(command, [...start, "-hide_banner", ...run.args], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, LAUNCH: program },
    });
    const timer = setTimeout(() => own.abort(new JobFailure("timeout")), run.timeoutMs);
    const release = killWhenAborted(child, signal, begin);
    const tail = tailOfLines();
    const stdout: string[] = [];
    const cut = stringCutter();
    let bytes = 0;
    const overflow = () => own.abort(new JobFailure("out_of_resources", undefined, "long output"));
    const lines = lineSplitter(run.onLine ?? (() => {}), overflow);

    child.stderr.setEncoding("utf8").on(
      "data",
      lineSplitter(
        (line) => {
          tail.push(line);
          run.onWords?.(line);
        },
        () => {},
      ),
    );
    const hear = (text: string) => {
      if (run.onLine) return lines(text);
      const kept = cut(text);
      bytes += kept.length;
      if (bytes > STDOUT_BYTES_MAX) return overflow();
      stdout.push(kept);
    };
    const open = holdText(child.stdout.setEncoding("utf8"));
    // A program whose words nobody will hear is read to its end all the same, or it would never end.
    const opened = (run.heldUntil ?? Promise.resolve()).then(
      () => open(hear),
      () => open(() => {}),
    );
    child.on("error", (error) => {
      clearTimeout(timer);
      release();
      reject(error);
    });
    child.on("close", async (code, endedBy) => {
      clearTimeout(timer);
      release();
      await opened;
      if (signal.aborted) return reject(signal.reason);
      if (code === 0) return resolve({ tail: tail.lines, stdout: stdout.join("") });
      const words = `code ${code}, signal ${endedBy}`;
      reject(
        new JobFailure(
          failureFromWords({ code, signal: endedBy }, tail.lines),
          undefined,
          describe("ffprobe", words, tail.lines),
        ),
      );
    });
  });
}

type Hear = (text: string) => void;

/** Keeps what a program writes, and lets it write no more, until what is returned is called. */
function holdText(stdout: Readable): (hear: Hear) => void {
  const held: string[] = [];
  let heard: Hear | null = null;
  stdout.on("data", (text: string) => {
    if (heard) return heard(text);
    held.push(text);
    stdout.pause();
  });
  return (hear) => {
    heard = hear;
    for (const text of held.splice(0)) hear(text);
    stdout.resume();
  };
}

/** Kills the process' group when the signal aborts. What it returns is called when it is gone. */
function killWhenAborted(child: ChildProcess | null, signal: AbortSignal, begin: Begin) {
  const pid = child?.pid;
  if (pid === undefined) return () => {};
  const leave = begin(pid);
  let timer: NodeJS.Timeout | undefined;
  const kill = () => {
    killGroup(pid, "SIGTERM");
    // One that stands still would not hear it.
    killGroup(pid, "SIGCONT");
    timer = setTimeout(() => killGroup(pid, "SIGKILL"), KILL_AFTER_MS);
  };
  if (signal.aborted) kill();
  else signal.addEventListener("abort", kill, { once: true });
  return () => {
    leave();
    clearTimeout(timer);
    signal.removeEventListener("abort", kill);
  };
}

/** Until the launcher has made the group, there is only the process itself. */
function killGroup(pid: number, signal: NodeJS.Signals) {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, signal);
      return;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
    }
  }
}

/** fluent-ffmpeg keeps its child in an undeclared field from `start` to the end. */
function processOf(command: object): ChildProcess | null {
  const child: unknown = Reflect.get(command, "ffmpegProc");
  return isChildProcess(child) ? child : null;
}

function isChildProcess(value: unknown): value is ChildProcess {
  return typeof value === "object" && value !== null && "pid" in value && "kill" in value;
}

function tailOfLines() {
  const lines: string[] = [];
  const push = (line: string) => {
    if (line === "") return;
    lines.push(line.slice(0, LINE_CHARS));
    if (lines.length > TAIL_LINES) lines.shift();
  };
  return { lines, push };
}

/** Cuts text at line ends, whatever pieces it comes in. A line without end calls `overflow`. */
function lineSplitter(onLine: (line: string) => void, overflow: () => void) {
  let rest = "";
  return (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(line);
    if (rest.length <= LINE_BYTES_MAX) return;
    rest = "";
    overflow();
  };
}

/** For the log. */
function describe(program: string, ending: string, tail: readonly string[]): string {
  return `${program}: ${ending}\n${tail.join("\n")}`;
}
