// The proxy as clients ask for it and players read it: the whole Worker, a real session, real
// storage and queues, and a fake transcoder.

import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { JobRequest } from "../../protocol/job.ts";
import { ProblemSchema } from "../../protocol/problem.ts";
import { VideoSchema } from "../../protocol/video.ts";
import worker from "../index.ts";
import { videoPrefix } from "../keys.ts";
import { serveMedia } from "../media/gateway.ts";
import { withSession } from "../testing/with-session.ts";
import {
  bearerOf,
  keysBelow,
  newSession,
  type TestSession,
  until,
  uploadVideo,
} from "../testing/world.ts";

const here = withSession();

function ask(video: string, session: TestSession = here.session) {
  const request = new Request(`http://reelight.test/v1/videos/${video}/proxy`, {
    method: "POST",
    headers: { authorization: bearerOf(session) },
  });
  return worker.fetch(request, env, createExecutionContext());
}

const media = (url: string, init: RequestInit = {}) =>
  serveMedia(new Request(new URL(url, "http://gateway.test"), init), env);

const put = (job: JobRequest, name: string, bytes: number) => {
  if (job.kind !== "proxy") throw new Error("another kind of job");
  return media(`${job.output.url}/${name}`, {
    method: "PUT",
    headers: { "content-length": String(bytes) },
    body: new Uint8Array(bytes).fill(7),
  });
};

const jobs = () => here.transcoder.kinds().filter((kind) => kind === "proxy").length;

describe("asking for a proxy", () => {
  it("makes one, once, and serves it from its parts", async () => {
    here.transcoder.script = async (job) => {
      if (job.kind !== "proxy") return undefined;
      await put(job, "part-00000", 8_000);
      await put(job, "part-00001", 900);
      return undefined;
    };
    const video = await uploadVideo(here.session);
    const [first, again] = await Promise.all([ask(video), ask(video)]);
    expect([first.status, again.status]).toEqual([202, 202]);
    expect(VideoSchema.parse(await first.json())).toMatchObject({ id: video, proxyUrl: null });
    const { proxyUrl } = await until(here.session, video, ({ proxy }) => proxy.status === "ready");
    const whole = await media(proxyUrl ?? "");
    expect(whole.headers.get("content-type")).toBe("video/mp4");
    expect((await whole.arrayBuffer()).byteLength).toBe(8_900);
    const part = await media(proxyUrl ?? "", { headers: { range: "bytes=7990-8009" } });
    expect(part.headers.get("content-range")).toBe("bytes 7990-8009/8900");
    expect(new Uint8Array(await part.arrayBuffer())).toEqual(new Uint8Array(20).fill(7));
    expect((await ask(video)).status).toBe(202);
    expect(jobs()).toBe(1);
    const { events } = await here.session.stub.events(0);
    const told = events.flatMap((event) =>
      event.type === "proxy.updated" ? [event.video.proxy.status] : [],
    );
    expect([told[0], told.at(-1)]).toEqual(["waiting", "ready"]);
  });

  it("leaves the video's status alone when it fails, and begins again when asked again", async () => {
    here.transcoder.script = (job) =>
      job.kind === "proxy" ? [{ type: "failed", code: "corrupt" }] : undefined;
    const video = await uploadVideo(here.session);
    await ask(video);
    const failed = await until(here.session, video, ({ proxy }) => proxy.status === "failed");
    expect(failed).toMatchObject({ proxyUrl: null, proxy: { failure: { code: "corrupt" } } });
    await until(here.session, video, ({ status }) => status === "ready");
    here.transcoder.script = () => undefined;
    await ask(video);
    const made = await until(here.session, video, ({ proxy }) => proxy.status === "ready");
    expect(made.proxy.failure).toBeNull();
    expect(jobs()).toBe(2);
  });

  it("is refused before the upload is complete", async () => {
    const created = await here.session.stub.createUpload({
      filename: "clip.mp4",
      length: 100,
      settings: { mode: "auto" },
      metadataHeader: null,
    });
    if (!created.ok) throw new Error(created.code);
    const answer = await ask(created.value.video);
    expect(answer.status).toBe(409);
    expect(ProblemSchema.parse(await answer.json()).code).toBe("conflict");
  });

  it("finds no video of another session", async () => {
    const video = await uploadVideo(here.session);
    expect((await ask(video, await newSession())).status).toBe(404);
    expect(jobs()).toBe(0);
  });

  it("stops with its video, whose objects go", async () => {
    here.transcoder.script = async (job) => {
      if (job.kind !== "proxy") return undefined;
      await put(job, "part-00000", 10);
      return "hang";
    };
    const video = await uploadVideo(here.session);
    await ask(video);
    const begun = () => keysBelow(`${videoPrefix(here.session.id, video)}proxy/`);
    await expect.poll(begun, { timeout: 5_000 }).toHaveLength(1);
    const job = here.transcoder.requests.find(({ kind }) => kind === "proxy");
    if (!job) throw new Error("no job");
    await here.session.stub.removeVideo(video);
    await expect.poll(() => here.transcoder.stopped, { timeout: 5_000 }).toContain(job.id);
    expect((await put(job, "part-00001", 10)).status).toBe(409);
    const left = () => keysBelow(videoPrefix(here.session.id, video));
    await expect.poll(left, { timeout: 5_000 }).toEqual([]);
  });
});
