import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { FactsSchema } from "../protocol/facts.ts";
import { type JobRequest, type News, NewsSchema } from "../protocol/job.ts";
import { createAttempts, type Perform } from "./attempts.ts";
import { JobFailure } from "./job-failure.ts";
import { createLine } from "./line.ts";
import { anyJob } from "./testing/jobs.ts";
import type { Work } from "./work.ts";
import { openWorkspace, type Workspace } from "./workspace.ts";

const FACTS = FactsSchema.parse({
  source: "ffprobe",
  container: { format: "mov", bytes: 1, tags: {} },
  streams: [],
});
const RESULT = { kind: "probe" as const, facts: FACTS, raw: null };
const untilAborted = (work: Work) =>
  new Promise<never>((_, reject) => {
    work.signal.addEventListener("abort", () => reject(new Error("killed")));
  });

describe("attempts", () => {
  let parent: string;
  let workspace: Workspace;
  const logged: string[] = [];

  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), "reelight-attempts-"));
    workspace = await openWorkspace(parent);
  });
  afterAll(() => rm(parent, { recursive: true }));

  const attemptsWith = (perform: Perform, slots = 2) =>
    createAttempts({
      line: createLine(slots),
      programs: {
        ...{ prepare: vi.fn(), ffmpeg: vi.fn(), ffprobe: vi.fn(), killAll: vi.fn() },
        yielding: vi.fn(),
      },
      features: { filters: new Set(), encoders: new Set(), decoders: new Set() },
      workspace,
      perform,
      log: (line) => logged.push(line),
    });
  /** Runs a job to its end and gives all of its news. */
  async function newsOf(attempts: ReturnType<typeof createAttempts>, job: JobRequest) {
    const news: News[] = [];
    await attempts.start(job, (item) => news.push(NewsSchema.parse(item)))?.ended;
    return news;
  }

  it("tell the place in line, the work and the result, each with job and attempt", async () => {
    const job = anyJob("probe", { attempt: 3 });
    const news = await newsOf(
      attemptsWith(async () => RESULT),
      job,
    );
    expect(news.map((item) => item.type)).toEqual(["waiting", "progress", "result"]);
    expect(news.every((item) => item.job === job.id && item.attempt === 3)).toBe(true);
  });

  it("tell a failure's code and detail, and keep its cause for the log", async () => {
    const failing = async () => {
      throw new JobFailure("corrupt", undefined, new Error("/secret/path"));
    };
    const news = await newsOf(attemptsWith(failing), anyJob("analyse"));
    expect(news.at(-1)).toMatchObject({ type: "failed", code: "corrupt" });
    expect(JSON.stringify(news)).not.toContain("secret");
    expect(logged.at(-1)).toContain("/secret/path");
  });

  it("tell a bug as `internal`, without its words", async () => {
    const buggy = async () => {
      throw new TypeError("x is undefined");
    };
    const news = await newsOf(attemptsWith(buggy), anyJob("analyse"));
    expect(news.at(-1)).toEqual({
      job: expect.any(String),
      attempt: 1,
      type: "failed",
      code: "internal",
    });
  });

  it("send a line at least every two seconds, in line and at work", async () => {
    vi.useFakeTimers();
    const gate = Promise.withResolvers<void>();
    const attempts = attemptsWith(async (_, work) => {
      if (work.folder) await gate.promise;
      return RESULT;
    }, 1);
    const [first, second]: News[][] = [[], []];
    const running = attempts.start(anyJob("analyse"), (item) => first?.push(item));
    const waiting = attempts.start(anyJob("analyse"), (item) => second?.push(item));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(first?.filter((item) => item.type === "progress").length).toBeGreaterThanOrEqual(5);
    expect(second?.filter((item) => item.type === "waiting").length).toBeGreaterThanOrEqual(5);
    vi.useRealTimers();
    gate.resolve();
    await Promise.all([running?.ended, waiting?.ended]);
  });

  it("never tell less progress than before, nor more than all", async () => {
    const news = await newsOf(
      attemptsWith(async (_, work) => {
        for (const fraction of [0.2, 0.1, 0.6, 7]) {
          await new Promise((resolve) => setTimeout(resolve, 300));
          work.progress(fraction);
        }
        return RESULT;
      }),
      anyJob("encode"),
    );
    const told = news.flatMap((item) => (item.type === "progress" ? [item.fraction ?? 0] : []));
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(told.at(-1)).toBeGreaterThanOrEqual(0.6);
    expect(told.at(-1)).toBeLessThanOrEqual(1);
  });

  it("refuse an attempt that is as old or older than the one that runs", async () => {
    const attempts = attemptsWith(async (_, work) => untilAborted(work));
    const job = anyJob("encode", { attempt: 2 });
    const running = attempts.start(job, () => {});
    expect(attempts.start({ ...job }, () => {})).toBeNull();
    expect(attempts.start({ ...job, attempt: 1 }, () => {})).toBeNull();
    running?.stop(new JobFailure("cancelled"));
    await running?.ended;
  });

  it("let a newer attempt take the older one's place, never side by side", async () => {
    let working = 0;
    let most = 0;
    const attempts = attemptsWith(async (job, work) => {
      most = Math.max(most, ++working);
      try {
        if (job.attempt === 1) await untilAborted(work);
        return RESULT;
      } finally {
        await new Promise((resolve) => setTimeout(resolve, 50));
        working--;
      }
    });
    const job = anyJob("encode");
    const old: News[] = [];
    const first = attempts.start(job, (item) => old.push(item));
    await new Promise((resolve) => setTimeout(resolve, 30));
    const news = await newsOf(attempts, { ...job, attempt: 2 });
    await first?.ended;
    expect(old.at(-1)).toMatchObject({ type: "failed", code: "cancelled", attempt: 1 });
    expect(news.at(-1)).toMatchObject({ type: "result", attempt: 2 });
    expect(most).toBe(1);
    expect(await attempts.cancel(job.id, 2)).toBe(false);
  });

  it("are not ended by a cancel that means an older one", async () => {
    const attempts = attemptsWith(async (_, work) => untilAborted(work));
    const job = anyJob("encode", { attempt: 2 });
    const attempt = attempts.start(job, () => {});
    expect(await attempts.cancel(job.id, 1)).toBe(false);
    expect(await attempts.cancel(job.id, 2)).toBe(true);
    await attempt?.ended;
  });

  it("tell the first reason to stop: time limit, then cancel", async () => {
    const attempts = attemptsWith(async (_, work) => {
      await untilAborted(work).catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, 100));
      throw new Error("broke because it was killed");
    });
    const job = { ...anyJob("encode"), limitMs: 50 };
    const news: News[] = [];
    const attempt = attempts.start(job, (item) => news.push(item));
    setTimeout(() => attempts.cancel(job.id, 1), 100);
    await attempt?.ended;
    expect(news.at(-1)).toMatchObject({ type: "failed", code: "timeout" });
  });

  it("count the time limit from when work starts, not from when the line was entered", async () => {
    const attempts = attemptsWith(async () => {
      await new Promise((resolve) => setTimeout(resolve, 150));
      return RESULT;
    }, 1);
    const jobs = [anyJob("analyse"), anyJob("analyse"), anyJob("analyse")];
    const all = await Promise.all(jobs.map((job) => newsOf(attempts, { ...job, limitMs: 250 })));
    expect(all.map((news) => news.at(-1)?.type)).toEqual(["result", "result", "result"]);
  });

  it("remove the attempt's folder, whatever happened", async () => {
    const folders: string[] = [];
    const attempts = attemptsWith(async (job, work) => {
      folders.push(work.folder);
      await writeFile(join(work.folder, "big"), "x");
      if (job.kind === "analyse") throw new Error("broken");
      return RESULT;
    });
    await newsOf(attempts, anyJob("probe"));
    await newsOf(attempts, anyJob("analyse"));
    expect(folders).toHaveLength(2);
    expect(folders.filter((folder) => existsSync(folder))).toEqual([]);
  });

  it("stop everything on close, as unavailable", async () => {
    const attempts = attemptsWith(async (_, work) => untilAborted(work));
    const news: News[] = [];
    attempts.start(anyJob("encode"), (item) => news.push(item));
    attempts.start(anyJob("encode"), (item) => news.push(item));
    await attempts.close();
    const codes = news.flatMap((item) => (item.type === "failed" ? [item.code] : []));
    expect(codes).toEqual(["transcoder_unavailable", "transcoder_unavailable"]);
  });
});

describe("workspace", () => {
  it("sweeps what a dead process left, and nothing of a living one", async () => {
    const parent = await mkdtemp(join(tmpdir(), "reelight-workspace-"));
    const living = await openWorkspace(parent);
    const root = join(parent, "reelight-transcoder");
    const [kept] = await readdir(root);
    const { mkdir } = await import("node:fs/promises");
    await mkdir(join(root, "99999999-dead"));
    // Our own process' folder of an earlier life, as in a container where every process is number 1.
    await openWorkspace(parent);
    expect(await readdir(root)).toHaveLength(1);
    expect(await readdir(root)).not.toContain(kept);
    await mkdir(join(root, `${process.ppid}-other`));
    await openWorkspace(parent);
    expect(await readdir(root)).toContain(`${process.ppid}-other`);
    await living.remove();
    await rm(parent, { recursive: true });
  });
});
