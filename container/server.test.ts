// The service as a process: its news, its refusals, and that nothing outlives what it belongs to.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type JobKind, type JobRequest, type News, TRANSCODER_HEADER } from "../protocol/job.ts";
import { findFfmpegPair } from "./ffmpeg-pair.mjs";
import { base, jobId } from "./testing/chain.ts";
import { ffmpeg } from "./testing/clips.ts";
import { type Gateway, startGateway } from "./testing/gateway.ts";
import { anyJob } from "./testing/jobs.ts";
import { processesWith, standStill, until } from "./testing/processes.ts";
import { type Service, startService } from "./testing/service.ts";

const SERVER = fileURLToPath(new URL("server.ts", import.meta.url));
const MINUTE = 60_000;

let gateway: Gateway;
let folder: string;
let clip: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "reelight-server-"));
  clip = join(folder, "clip.mp4");
  gateway = await startGateway();
  // Dense enough that reading it slowly takes longer than any of these tests.
  await ffmpeg([
    ...["-v", "error", "-f", "lavfi", "-i", "testsrc2=s=640x360:r=25:d=12", "-vf", "noise=alls=40"],
    ...["-c:v", "libx264", "-preset", "ultrafast", "-crf", "10", "-movflags", "+faststart", clip],
  ]);
}, MINUTE);
afterAll(async () => {
  await gateway.close();
  await rm(folder, { recursive: true });
});

describe(
  "the service",
  () => {
    let service: Service;
    let temporary: string;

    beforeEach(async () => {
      temporary = await mkdtemp(join(folder, "tmp-"));
      service = await startService({ TRANSCODER_SLOTS: "1", TMPDIR: temporary });
    });
    afterEach(async () => {
      gateway.delayMs = 0;
      if (service.process.exitCode === null && service.process.signalCode === null) {
        await service.stop();
      }
    });

    const post = (body: string) => fetch(`${service.url}/jobs`, { method: "POST", body });
    const stop = (id: string) => fetch(`${service.url}/jobs/${id}`, { method: "DELETE" });

    /** A job that reads its source slowly, at work in an ffmpeg: its request, its news, its URL. */
    async function slowJob(signal?: AbortSignal, kind: JobKind = "encode") {
      gateway.delayMs = 100;
      const source = await gateway.source(clip);
      const job: JobRequest = { ...anyJob(kind), source };
      const news: News[] = [];
      const ended = (async () => {
        for await (const item of service.news(job, signal)) news.push(item);
      })();
      await until(async () => (await processesWith(source.url)).length > 0);
      return { job, news, ended, url: source.url };
    }

    it("answers health with what runs and waits, and marks every answer as its own", async () => {
      const health = await fetch(`${service.url}/health`);
      expect(await health.json()).toEqual({
        ok: true,
        ffmpeg: expect.stringMatching(/^\d|^N/),
        missing: expect.any(Array),
        running: 0,
        waiting: 0,
      });
      const others = [await fetch(`${service.url}/nothing`), await post("{}"), await stop(jobId())];
      expect(others.map((answer) => answer.status)).toEqual([404, 400, 404]);
      for (const answer of [health, ...others]) {
        expect(answer.headers.get(TRANSCODER_HEADER)).toBe("1");
      }
    });

    it("refuses what is no job, or too large, by name", async () => {
      expect((await post("no JSON")).status).toBe(400);
      const wrong = await post(JSON.stringify({ ...anyJob("probe"), attempt: "1" }));
      expect(wrong.status).toBe(400);
      expect(await wrong.json()).toEqual({ error: expect.stringContaining("attempt") });
      expect((await post("x".repeat(5 * 1024 * 1024))).status).toBe(413);
    });

    it("logs why a job has failed, and not where its source can be read", async () => {
      const source = { ...(await gateway.source(clip)), url: `${gateway.url}/capability/original` };
      const failed = await service.run({ ...anyJob("analyse"), source });
      expect(failed).toMatchObject({ type: "failed" });
      expect(service.output()).toContain(" analyse #1 failed: ");
      expect(service.output()).toMatch(/http:\/\/127\.0\.0\.1:\d+\/…: /);
      expect(service.output()).not.toContain("capability");
    });

    it("answers a probe while a film is encoded, and keeps others in line, with news", async () => {
      const { job, ended } = await slowJob();
      const waiting: News[] = [];
      const second = anyJob("analyse");
      const inLine = (async () => {
        for await (const item of service.news(second)) waiting.push(item);
      })();
      const output = { url: `${gateway.url}/out` };
      const source = await gateway.source(clip);
      const probe = await service.run({ ...base(source), kind: "probe", output });
      expect(probe).toMatchObject({ type: "result", result: { kind: "probe" } });
      await until(async () => waiting.length >= 3);
      expect(waiting.every((item) => item.type === "waiting" && item.ahead === 0)).toBe(true);
      const same = await post(JSON.stringify(job));
      expect([same.status, same.headers.get(TRANSCODER_HEADER)]).toEqual([409, "1"]);
      await Promise.all([stop(job.id), stop(second.id)]);
      await Promise.all([ended, inLine]);
      expect(waiting.at(-1)).toMatchObject({ type: "failed", code: "cancelled" });
    });

    it("leaves no process two seconds after a cancel, and says `cancelled`", async () => {
      const { job, news, ended, url } = await slowJob();
      const asked = performance.now();
      expect((await stop(job.id)).status).toBe(204);
      expect(performance.now() - asked).toBeLessThan(2_000);
      expect(await processesWith(url)).toEqual([]);
      await ended;
      expect(news.at(-1)).toMatchObject({ type: "failed", code: "cancelled" });
      expect((await stop(job.id)).status).toBe(404);
      const root = join(temporary, "reelight-transcoder");
      const [own] = await readdir(root);
      expect(await readdir(join(root, own ?? ""))).toEqual([]);
    });

    it("lets content stand still while a film is made, and stops it then as fast as ever", async () => {
      const content = await slowJob(undefined, "look");
      const film = await slowJob();
      await until(() => standStill(content.url));
      expect(await standStill(film.url)).toBe(false);
      await stop(film.job.id);
      await until(async () => !(await standStill(content.url)));

      const next = await slowJob();
      await until(() => standStill(content.url));
      const asked = performance.now();
      expect((await stop(content.job.id)).status).toBe(204);
      expect(performance.now() - asked).toBeLessThan(2_000);
      expect(await processesWith(content.url)).toEqual([]);
      await content.ended;
      expect(content.news.at(-1)).toMatchObject({ type: "failed", code: "cancelled" });
      await stop(next.job.id);
      await Promise.all([film.ended, next.ended]);
    });

    it("leaves no process when the request goes away", async () => {
      const controller = new AbortController();
      const { ended, url } = await slowJob(controller.signal);
      controller.abort();
      await ended.catch(() => {});
      await until(async () => (await processesWith(url)).length === 0);
      await until(async () => {
        const health = await fetch(`${service.url}/health`);
        return (await health.text()).includes('"running":0');
      });
    });

    it("ends a job at its time limit as `timeout`", async () => {
      gateway.delayMs = 100;
      const source = await gateway.source(clip);
      const last = await service.run({ ...anyJob("encode"), source, limitMs: 400 });
      expect(last).toMatchObject({ type: "failed", code: "timeout" });
      expect(await processesWith(source.url)).toEqual([]);
    });

    it("leaves no process when it is killed with -9, and sweeps its files at the next start", async () => {
      const { ended, url } = await slowJob();
      service.process.kill("SIGKILL");
      await ended.catch(() => {});
      await until(async () => (await processesWith(url)).length === 0);
      const root = join(temporary, "reelight-transcoder");
      expect(await readdir(root)).toHaveLength(1);
      const next = await startService({ TMPDIR: temporary });
      expect((await readdir(root)).map((name) => name.split("-")[0])).toEqual([
        String(next.process.pid),
      ]);
      await next.stop();
    });

    it("stops everything on SIGTERM, tells why, and leaves no file", async () => {
      const { news, ended, url } = await slowJob();
      const exited = once(service.process, "exit");
      service.process.kill("SIGTERM");
      await ended;
      expect(news.at(-1)).toMatchObject({ type: "failed", code: "transcoder_unavailable" });
      expect(await exited).toEqual([0, null]);
      expect(await processesWith(url)).toEqual([]);
      expect(await readdir(join(temporary, "reelight-transcoder"))).toEqual([]);
    });
  },
  MINUTE,
);

/** An ffmpeg whose lists lack what the pattern names; all else is this machine's own. */
async function lesserFfmpeg(path: string, pattern: string): Promise<Record<string, string>> {
  const pair = findFfmpegPair(process.env, () => {});
  if (!pair) throw new Error("no ffmpeg");
  const lists = `-filters|-encoders|-decoders) '${pair.ffmpeg}' "$@" | grep -Ev '^ [^ ]+ (${pattern}) ' ;;`;
  const script = `#!/bin/sh\ncase "$2" in ${lists} *) exec '${pair.ffmpeg}' "$@" ;; esac\n`;
  await writeFile(path, script, { mode: 0o755 });
  return { FFMPEG_PATH: path, FFPROBE_PATH: pair.ffprobe };
}

describe("an ffmpeg that lacks something", () => {
  it("is named where single steps need it, and these are refused", async () => {
    const env = await lesserFfmpeg(join(folder, "lesser"), "vidstabdetect|libx265");
    const service = await startService(env);
    const health = await (await fetch(`${service.url}/health`)).json();
    expect(health).toMatchObject({ ok: true, missing: ["vidstabdetect", "libx265"] });
    expect(service.output()).toContain("lacks vidstabdetect, libx265");
    const job = { ...base(await gateway.source(clip)), kind: "analyse" as const };
    const last = await service.run({ ...job, settings: { mode: "auto", stabilize: 5 } });
    expect(last).toMatchObject({
      ...{ type: "failed", code: "invalid_settings" },
      detail: expect.stringContaining("stabilize 5 needs vidstabdetect"),
    });
    await service.stop();
  });
});

describe("starting", () => {
  const start = async (env: Record<string, string>) => {
    const child = spawn(process.execPath, [SERVER], { env: { ...process.env, ...env } });
    let said = "";
    child.stderr.on("data", (text) => {
      said += text;
    });
    const [code] = await once(child, "close");
    return { code, said };
  };

  it("says in one sentence that the port is taken", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const address = other.address();
    const port = typeof address === "object" && address ? address.port : 0;
    expect(await start({ TRANSCODER_PORT: String(port) })).toEqual({
      code: 1,
      said: `Port ${port} is in use: set TRANSCODER_PORT to another one.\n`,
    });
    other.close();
  });

  it("says in one sentence what is wrong with its environment", async () => {
    const { code, said } = await start({ TRANSCODER_PORT: "many" });
    expect([code, said.trim().split("\n").length]).toEqual([1, 1]);
    const lesser = await lesserFfmpeg(join(folder, "useless"), "libx264|lutyuv");
    const useless = await start(lesser);
    expect([useless.code, useless.said]).toEqual([
      1,
      `The transcoder needs an ffmpeg with lutyuv, libx264, and ${lesser.FFMPEG_PATH} lacks that.\n`,
    ]);
    const none = await start({ PATH: "/nowhere", FFMPEG_PATH: "", FFPROBE_PATH: "" });
    if (none.code !== 1) throw new Error("it found an ffmpeg in the packages");
    expect(none.said).toBe(
      "The transcoder needs ffmpeg and ffprobe, version 5.1 or newer, and found none.\n",
    );
  });
});
