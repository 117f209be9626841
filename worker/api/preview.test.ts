// A preview as its client meets it: the whole Worker, a real session and real storage, and a fake
// transcoder that writes what it makes through the gateway, as the real one does.

import { createExecutionContext, runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { JobOf, JobRequest } from "../../protocol/job.ts";
import { NEWS_SILENCE_MS } from "../../protocol/limits.ts";
import { ProblemSchema } from "../../protocol/problem.ts";
import { PreviewSchema } from "../../protocol/video.ts";
import { newId } from "../ids.ts";
import worker from "../index.ts";
import { previewPrefix, videoPrefix } from "../keys.ts";
import { serveMedia } from "../media/gateway.ts";
import { PLAN, resultOf } from "../testing/fake-transcoder.ts";
import { withSession } from "../testing/with-session.ts";
import { bearerOf, keysBelow, newSession, until, uploadVideo } from "../testing/world.ts";

const here = withSession();
let video: string;

beforeEach(async () => {
  here.transcoder.script = make;
  video = await uploadVideo(here.session);
  await until(here.session, video, ({ status }) => status === "ready");
});

function isPreview(job: JobRequest): job is JobOf<"preview"> {
  return job.kind === "preview";
}

const asked = () => here.transcoder.requests.filter(isPreview);

function put(job: JobOf<"preview">, name: string): Promise<Response> {
  const headers = { "content-length": "5" };
  const request = new Request(`${job.output.url}/${name}`, {
    method: "PUT",
    body: "still",
    headers,
  });
  return serveMedia(request, env);
}

async function make(job: JobRequest) {
  if (isPreview(job)) expect((await put(job, "preview.png")).status).toBe(201);
  return undefined;
}

function ask(
  body: unknown,
  { of = video, by = here.session, signal = undefined as AbortSignal | undefined } = {},
) {
  const request = new Request(`http://reelight.test/v1/videos/${of}/preview`, {
    method: "POST",
    headers: { authorization: bearerOf(by) },
    body: JSON.stringify(body),
    ...(signal ? { signal } : {}),
  });
  return worker.fetch(request, env, createExecutionContext());
}

async function shown(answer: Response | Promise<Response>) {
  const response = await answer;
  expect(response.status).toBe(200);
  return PreviewSchema.parse(await response.json());
}

async function problemOf(answer: Response | Promise<Response>) {
  const response = await answer;
  const { code, detail } = ProblemSchema.parse(await response.json());
  return { status: response.status, code, detail };
}

const read = (url: string, init: RequestInit = {}) =>
  serveMedia(new Request(`http://reelight.test${url}`, init), env);

describe("a preview", () => {
  it("is asked of the transcoder with the settings and the plan, and can be read", async () => {
    const settings = { mode: "manual", contrast: 1.2 };
    const preview = await shown(ask({ settings, as: "clip", at: 1.5 }));
    expect(asked()).toMatchObject([{ settings, as: "clip", at: 1.5, plan: PLAN, attempt: 1 }]);
    const { kind: _, file: __, ...found } = resultOf("preview") as { kind: string; file: unknown };
    expect(preview).toMatchObject(found);
    const answer = await read(preview.url);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "image/png"]);
    expect(await answer.bytes()).toEqual(new TextEncoder().encode("still"));
  });

  it("is an automatic still where nothing is said, with a preset's settings where one is", async () => {
    await shown(ask({}));
    await shown(ask({ settings: { preset: "vivid" } }));
    expect(asked()).toMatchObject([
      { settings: { mode: "auto" }, as: "still", at: null },
      { settings: { mode: "manual", saturation: 1.2 }, as: "still" },
    ]);
  });

  it("needs no plan", async () => {
    const created = await here.session.stub.createUpload({
      filename: "a.mp4",
      length: 10,
      settings: { mode: "off" },
      metadataHeader: null,
    });
    if (!created.ok) throw new Error(created.code);
    const of = created.value.video;
    expect(await problemOf(ask({}, { of }))).toMatchObject({ status: 409, code: "conflict" });
    await here.session.stub.openWriter(of, 0, null);
    await here.session.stub.recordType(of, 1, "mov");
    await here.session.stub.recordChunks(of, 1, [{ key: "k", offset: 0, bytes: 10 }]);
    await shown(ask({}, { of }));
    expect(asked()).toMatchObject([{ plan: null }]);
  });

  it("is answered from storage for the same wish, and made for another", async () => {
    const first = await shown(ask({ settings: { mode: "manual", contrast: 1.1, gamma: 1 } }));
    const again = await shown(ask({ settings: { contrast: 1.1, saturation: 1 }, at: null }));
    expect(again).toEqual(first);
    expect(asked()).toHaveLength(1);
    const others = [
      { settings: { contrast: 1.1 }, as: "clip" },
      { settings: { contrast: 1.1 }, at: 3 },
      { settings: { contrast: 1.2 } },
    ];
    for (const other of others) expect((await shown(ask(other))).url).not.toBe(first.url);
    expect(asked()).toHaveLength(4);
  });

  it("is made from the plan of the same settings, else of automatic ones, and anew with it", async () => {
    here.transcoder.script = (job) => {
      const result = resultOf(job.kind);
      if (job.kind !== "analyse" || result.kind !== "analyse") return make(job);
      // Each plan tells whose it is.
      const plan = { ...result.plan, tags: { of: JSON.stringify(job.settings) } };
      return [{ type: "result" as const, result: { ...result, plan } }];
    };
    video = await uploadVideo(here.session);
    await until(here.session, video, ({ status }) => status === "ready");
    const manual = { mode: "manual" as const, contrast: 1.1 };
    const auto = { mode: "auto" as const };
    const from = () => asked().at(-1)?.plan?.tags.of;
    const first = await shown(ask({ settings: manual }));
    expect(from()).toBe(JSON.stringify(auto));
    for (const settings of [manual, { mode: "auto" as const, strength: 0.5 }]) {
      await here.session.stub.requestEnhancement(video, settings);
      await until(here.session, video, ({ status }) => status === "ready");
    }
    expect((await shown(ask({ settings: manual }))).url).not.toBe(first.url);
    expect(from()).toBe(JSON.stringify(manual));
    await shown(ask({ settings: { contrast: 1.2 } }));
    expect(from()).toBe(JSON.stringify(auto));
    await shown(ask({ settings: { contrast: 1.1, gamma: 1 } }));
    expect(asked()).toHaveLength(3);
  });

  it("makes room: the oldest of more than twenty goes, with its object", async () => {
    const urls: string[] = [];
    for (const at of Array(21).keys()) urls.push((await shown(ask({ at }))).url);
    await runDurableObjectAlarm(here.session.stub);
    expect((await read(urls[0] ?? "")).status).toBe(404);
    expect((await read(urls[1] ?? "")).status).toBe(200);
    expect(await keysBelow(`${videoPrefix(here.session.id, video)}previews/`)).toHaveLength(20);
    await shown(ask({ at: 1 }));
    expect(asked()).toHaveLength(21);
    await shown(ask({ at: 0 }));
    expect(asked()).toHaveLength(22);
  });

  it("goes with its video, also one that is being made", async () => {
    const { url } = await shown(ask({}));
    here.transcoder.script = (job) => (isPreview(job) ? "hang" : undefined);
    const pending = ask({ at: 1 });
    await vi.waitFor(() => expect(asked()).toHaveLength(2));
    await here.session.stub.removeVideo(video);
    expect(await problemOf(pending)).toMatchObject({ status: 409, code: "cancelled" });
    expect(here.transcoder.stopped).toContain(asked()[1]?.id);
    await runDurableObjectAlarm(here.session.stub);
    expect((await read(url)).status).toBe(404);
    expect(await keysBelow(`s/${here.session.id}/`)).toEqual([]);
  });
});

describe("the newest wish", () => {
  it("wins: the older job is stopped, told so, and writes nothing more", async () => {
    here.transcoder.script = (job) => (isPreview(job) ? "hang" : undefined);
    const older = ask({ at: 1 });
    await vi.waitFor(() => expect(asked()).toHaveLength(1));
    here.transcoder.script = make;
    await shown(ask({ at: 2 }));
    expect(await problemOf(older)).toMatchObject({ status: 409, code: "cancelled" });
    const [first, second] = asked();
    if (!first || !second) throw new Error("two were asked for");
    expect(here.transcoder.stopped).toEqual([first.id]);
    expect((await put(first, "preview.png")).status).toBe(409);
    expect((await put(second, "late.png")).status).toBe(409);
  });

  it("wins also where it is answered from storage", async () => {
    const stored = await shown(ask({ at: 2 }));
    here.transcoder.script = (job) => (isPreview(job) ? "hang" : undefined);
    const older = ask({ at: 1 });
    await vi.waitFor(() => expect(asked()).toHaveLength(2));
    expect(await shown(ask({ at: 2 }))).toEqual(stored);
    expect(await problemOf(older)).toMatchObject({ status: 409, code: "cancelled" });
    expect(here.transcoder.stopped).toEqual([asked()[1]?.id]);
  });

  it("wins also where the older job comes only after it was to be stopped", async () => {
    here.transcoder.script = (job) => (isPreview(job) && job.at === 1 ? "hang" : make(job));
    const [late, told] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let sent = false;
    vi.stubGlobal("fetch", async (input: RequestInfo | URL, init?: RequestInit) => {
      if (init?.method === "POST" && JSON.parse(String(init.body)).at === 1) {
        sent = true;
        await late.promise;
      }
      const answer = await here.transcoder.fetch(input, init);
      if (init?.method === "DELETE" && answer.status === 404) told.resolve();
      return answer;
    });
    const older = ask({ at: 1 });
    await vi.waitFor(() => expect(sent).toBe(true));
    await shown(ask({ at: 2 }));
    await told.promise;
    expect(asked()).toMatchObject([{ at: 2 }]);
    late.resolve();
    expect(await problemOf(older)).toMatchObject({ status: 409, code: "cancelled" });
    expect(here.transcoder.stopped).toEqual([asked()[1]?.id]);
  });

  it("is dropped when its client goes", async () => {
    here.transcoder.script = (job) => (isPreview(job) ? "hang" : undefined);
    const client = new AbortController();
    const answer = ask({}, { signal: client.signal });
    await vi.waitFor(() => expect(asked()).toHaveLength(1));
    client.abort();
    await answer;
    await vi.waitFor(() => expect(here.transcoder.stopped).toEqual([asked()[0]?.id]));
    const [job] = asked();
    expect(job && (await put(job, "preview.png")).status).toBe(409);
  });
});

describe("what keeps a preview from being made", () => {
  it.each([
    [{ settings: { contrast: 9 } }, 422, "invalid_settings", "contrast must be"],
    [{ settings: { mode: "off" } }, 422, "invalid_settings", 'mode "off"'],
    [{ settings: 7 }, 422, "invalid_settings", "settings must be"],
    [{ as: "film" }, 400, "bad_request", "as must be"],
    [{ at: -1 }, 400, "bad_request", "at must be"],
    [{ at: "1" }, 400, "bad_request", "at must be"],
    [{ contrast: 1.1 }, 400, "bad_request", "Send a JSON object"],
    [[], 400, "bad_request", "Send a JSON object"],
  ])("is named: %j", async (body, status, code, words) => {
    const problem = await problemOf(ask(body));
    expect(problem).toMatchObject({ status, code });
    expect(problem.detail).toContain(words);
    expect(asked()).toEqual([]);
  });

  it("is the transcoder's own word, and nothing is kept", async () => {
    const detail = "stabilize needs a filter that is missing here: set it to false.";
    const refusal = { type: "failed" as const, code: "invalid_settings" as const, detail };
    here.transcoder.script = (job) => (isPreview(job) ? [refusal] : undefined);
    const problem = await problemOf(ask({ settings: { stabilize: 3 } }));
    expect(problem).toEqual({ status: 422, code: "invalid_settings", detail });
    here.transcoder.script = make;
    await shown(ask({ settings: { stabilize: 3 } }));
  });

  it("is 503 with a time to come back, where the transcoder is not there or breaks off", async () => {
    for (const script of ["unreachable" as const, [{ type: "progress" as const, fraction: 0.5 }]]) {
      here.transcoder.script = (job) => (isPreview(job) ? script : undefined);
      const answer = await ask({});
      expect(answer.headers.get("retry-after")).toBe("5");
      expect(await problemOf(answer)).toMatchObject({
        status: 503,
        code: "transcoder_unavailable",
      });
    }
  });

  it("is 504 where the transcoder falls silent, and its job is stopped", async () => {
    here.transcoder.script = (job) => (isPreview(job) ? "hang" : undefined);
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const answer = ask({});
    await vi.waitFor(() => {
      vi.advanceTimersByTime(NEWS_SILENCE_MS / 8);
      expect(here.transcoder.stopped).toHaveLength(1);
    });
    vi.useRealTimers();
    expect(await problemOf(answer)).toMatchObject({ status: 504, code: "timeout" });
    expect(here.transcoder.stopped).toEqual([asked()[0]?.id]);
  });

  it("is 404 for another session's video, and one that never was", async () => {
    const stranger = await newSession();
    for (const options of [{ by: stranger }, { of: newId("vid") }, { of: "vid_1" }]) {
      expect(await problemOf(ask({}, options))).toMatchObject({ status: 404, code: "not_found" });
    }
    expect(asked()).toEqual([]);
  });
});

describe("a preview's address", () => {
  it("reads that preview and nothing else, and cannot be written", async () => {
    const { url } = await shown(ask({}));
    const folder = url.slice(0, url.lastIndexOf("/"));
    const other = previewPrefix(here.session.id, video, newId("job"));
    await env.MEDIA.put(`${other}preview.png`, "secret");
    for (const file of ["original", "enhanced.mp4", "../secret", "a/b", ".x", "other.png"]) {
      expect([file, (await read(`${folder}/${file}`)).status]).toEqual([file, 404]);
    }
    const written = await read(url, {
      method: "PUT",
      body: "x",
      headers: { "content-length": "1" },
    });
    expect([written.status, written.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
    expect((await read(url, { method: "HEAD" })).headers.get("content-length")).toBe("5");
  });

  it("of its output lets the job write, and read nothing", async () => {
    await shown(ask({}));
    const url = `${asked()[0]?.output.url}/preview.png`;
    const answer = await serveMedia(new Request(url), env);
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "PUT"]);
  });
});
