// Enhancements as their client asks for them: the whole Worker, a real session, real storage and
// queues, and a fake transcoder.

import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { JobOf, JobRequest } from "../../protocol/job.ts";
import { ProblemSchema } from "../../protocol/problem.ts";
import { EnhancementSchema } from "../../protocol/video.ts";
import worker from "../index.ts";
import { serveMedia } from "../media/gateway.ts";
import { HDR, PLAN, resultOf, SUBTITLES } from "../testing/fake-transcoder.ts";
import { withSession } from "../testing/with-session.ts";
import { bearerOf, until, uploadVideo } from "../testing/world.ts";

const here = withSession();
let video: string;

const ready = ({ status }: { status: string }) => status === "ready";

async function uploaded(): Promise<void> {
  video = await uploadVideo(here.session);
  await until(here.session, video, ready);
}

async function ask(body: unknown) {
  const request = new Request(`http://reelight.test/v1/videos/${video}/enhancements`, {
    method: "POST",
    headers: { authorization: bearerOf(here.session) },
    body: JSON.stringify(body),
  });
  return worker.fetch(request, env, createExecutionContext());
}

async function enhancement(body: unknown) {
  const answer = await ask(body);
  expect(answer.status).toBe(202);
  return EnhancementSchema.parse(await answer.json());
}

const read = (url: string) => serveMedia(new Request(`http://reelight.test${url}`), env);

describe("asking for an enhancement", () => {
  it("answers at once with what the same settings gave before", async () => {
    await uploaded();
    const made = (await here.session.stub.video(video))?.enhancements[0];
    const { seq } = await here.session.stub.events(null);
    const jobs = here.transcoder.requests.length;
    const cached = await enhancement({ settings: { preset: "auto", strength: 1 } });
    expect(cached).toEqual({
      ...made,
      id: cached.id,
      createdAt: cached.createdAt,
      readyAt: cached.createdAt,
      settings: { mode: "auto", preset: "auto", strength: 1 },
      cached: true,
    });
    expect(cached.id).not.toBe(made?.id);
    expect(here.transcoder.requests).toHaveLength(jobs);
    const { events } = await here.session.stub.events(seq);
    expect(events.map(({ type }) => type)).toEqual(["enhancement.started", "enhancement.ready"]);
    expect((await here.session.stub.video(video))?.status).toBe("ready");
    expect((await read(cached.playlistUrl ?? "")).status).toBe(200);
  });

  it("joins what is being made with the same settings", async () => {
    await uploaded();
    here.transcoder.script = (job) => (job.kind === "analyse" ? "unreachable" : undefined);
    const first = await enhancement({ contrast: 1.3 });
    await enhancement({ contrast: 1.4 });
    const joined = await enhancement({ mode: "manual", contrast: 1.3, brightness: 0 });
    expect(joined).toMatchObject({ id: first.id, cached: false });
    expect((await here.session.stub.video(video))?.enhancements).toHaveLength(3);
  });

  it("refuses by the name of the field", async () => {
    await uploaded();
    const answer = await ask({ settings: { mode: "auto", denoise: 2 } });
    expect(ProblemSchema.parse(await answer.json())).toMatchObject({
      status: 422,
      code: "invalid_settings",
      detail: 'denoise must be "off", "auto" or a number from 0 to 1.',
    });
    expect((await ask({ settings: { mode: "off" } })).status).toBe(422);
  });
});

describe("a source beyond standard range, with subtitles", () => {
  const isEncode = (job: JobRequest): job is JobOf<"encode"> => job.kind === "encode";
  const isAssemble = (job: JobRequest): job is JobOf<"assemble"> => job.kind === "assemble";

  /** Each encode answers with a fidelity and a codec of its own, so that mixing them up shows. */
  function answer(job: JobRequest) {
    const result = resultOf(job.kind);
    if (result.kind === "analyse") {
      const plan = { ...PLAN, hdr: HDR, subtitles: SUBTITLES };
      return [{ type: "result" as const, result: { ...result, plan } }];
    }
    if (isEncode(job) && result.kind === "encode") {
      const codec = job.rendition === "hdr" ? "hvc1.2.4.L90.B0" : "avc1.64001e";
      const mean = job.rendition === "hdr" ? 0.8 : 0.9;
      const fidelity = { frames: job.segment + 1, mean, lowest: mean };
      return [{ type: "result" as const, result: { ...result, codec, fidelity } }];
    }
    if (isAssemble(job) && result.kind === "assemble") {
      const parts = [{ name: `${job.rendition}-part`, bytes: job.rendition === "hdr" ? 3 : 4 }];
      return [{ type: "result" as const, result: { ...result, parts } }];
    }
    return undefined;
  }

  it("becomes two files, each joined from its own segments", async () => {
    here.transcoder.script = answer;
    await uploaded();
    const made = (await here.session.stub.video(video))?.enhancements[0];
    expect(made?.renditions).toMatchObject([
      { kind: "sdr", codec: "avc1.64001e", bytes: 4, url: made?.downloadUrl },
      { kind: "hdr", codec: "hvc1.2.4.L90.B0", bytes: 3 },
    ]);

    const [sdr, hdr] = (["sdr", "hdr"] as const).map((rendition) => {
      const encodes = here.transcoder.requests
        .filter(isEncode)
        .filter((job) => job.rendition === rendition);
      const assembly = here.transcoder.requests
        .filter(isAssemble)
        .find((job) => job.rendition === rendition);
      if (!assembly) throw new Error(`no assembly of ${rendition}`);
      const inOrder = encodes.toSorted((a, b) => a.segment - b.segment);
      expect(assembly.segments).toEqual(
        inOrder.map(({ id }) => ({ path: `${id}/1/segment.m4s`, bytes: expect.any(Number) })),
      );
      expect(assembly.fidelity.map(({ frames }) => frames)).toEqual([1, 2]);
      expect(assembly.subtitles?.path).toMatch(/^job_[0-9a-f]{32}\/1\/subtitles\.mp4$/);
      expect(assembly.audio).toHaveLength(1);
      return assembly;
    });
    expect([sdr?.fidelity[0]?.mean, hdr?.fidelity[0]?.mean]).toEqual([0.9, 0.8]);

    const prefix = `s/${here.session.id}/${video}/${made?.id}`;
    await env.MEDIA.put(`${prefix}/${sdr?.id}/1/sdr-part`, "ordi");
    await env.MEDIA.put(`${prefix}/${hdr?.id}/1/hdr-part`, "hdr");
    const contents = made?.renditions.map(async ({ url }) =>
      (await (await read(url)).bytes()).join(),
    );
    const bytes = (text: string) => new TextEncoder().encode(text).join();
    expect(await Promise.all(contents ?? [])).toEqual([bytes("ordi"), bytes("hdr")]);
    expect(made?.renditions[1]?.url).toMatch(/hdr\.mp4$/);
    const saved = await read(`${made?.renditions[1]?.url}?download=1`);
    expect(saved.headers.get("content-disposition")).toContain("clip-hdr.mp4");
    await saved.body?.cancel();
  });

  it("has one file as long as the other is being made", async () => {
    here.transcoder.script = (job) =>
      isEncode(job) && job.rendition === "hdr" ? "unreachable" : answer(job);
    video = await uploadVideo(here.session);
    const now = await until(here.session, video, (one) => one.enhancements[0]?.downloadUrl != null);
    expect(now.enhancements[0]).toMatchObject({ status: "encoding", readyAt: null });
    expect(now.enhancements[0]?.renditions.map(({ kind }) => kind)).toEqual(["sdr"]);
    expect(now.enhancements[0]?.progress).toBeLessThan(0.5);
  });
});
