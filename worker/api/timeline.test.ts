// A video's timeline through the whole Worker: what the real session keeps of each attempt.

import { createExecutionContext, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, it, vi } from "vitest";
import { TimelineSchema } from "../../protocol/timeline.ts";
import worker from "../index.ts";
import { withSession } from "../testing/with-session.ts";
import { newSession, type TestSession, until, uploadVideo } from "../testing/world.ts";
import { mintToken } from "../token.ts";

const here = withSession();

function ask(video: string, token: string | null): Promise<Response> {
  const request = new Request(`http://reelight.test/v1/videos/${video}/timeline`, {
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
  });
  return Promise.resolve(worker.fetch(request, env, createExecutionContext()));
}

const tokenOf = ({ id }: TestSession) => mintToken(env.SIGNING_KEY, id, Date.now() + 60_000);

async function timeline(video: string) {
  const answer = await ask(video, await tokenOf(here.session));
  expect(answer.status).toBe(200);
  expect(answer.headers.get("cache-control")).toBe("private, no-store");
  return TimelineSchema.parse(await answer.json());
}

const rows = () =>
  runInDurableObject(here.session.stub, (_, { storage }) =>
    storage.sql.exec("SELECT job, attempt FROM attempts").toArray(),
  );

it("holds the upload and every attempt at every job, failed ones with their reason", async () => {
  here.transcoder.script = (job) =>
    job.kind === "encode" && job.segment === 1 && job.attempt === 1
      ? [
          { type: "progress", fraction: 0.5 },
          { type: "failed", code: "out_of_resources" },
        ]
      : undefined;
  const video = await uploadVideo(here.session);
  await until(here.session, video, ({ status }) => status === "ready");
  const { spans, at } = await timeline(video);

  const made = here.transcoder.requests.map(({ kind, attempt }) => `${kind} ${attempt}`);
  const told = spans.map(({ kind, attempt }) => `${kind} ${attempt}`);
  expect(told[0]).toBe("upload 1");
  expect(told.slice(1).sort()).toEqual(made.sort());
  const segment = spans.filter(({ kind, index }) => kind === "encode" && index === 1);
  expect(segment).toMatchObject([
    { attempt: 1, outcome: "failed", failure: { code: "out_of_resources" }, rendition: "sdr" },
    { attempt: 2, outcome: "done", failure: null, track: "enhancement" },
  ]);
  for (const { dueAt, startedAt, endedAt, attempt, index, kind } of spans) {
    const times = [dueAt, startedAt ?? "never", endedAt ?? "never", at];
    expect([...times].sort(), `${kind} ${index} ${attempt}`).toEqual(times);
  }
  expect(spans.map(({ dueAt }) => dueAt)).toEqual(spans.map(({ dueAt }) => dueAt).sort());
});

it("tells of what is open, and forgets all with the video", async () => {
  here.transcoder.script = (job) => (job.kind === "analyse" ? "hang" : undefined);
  const video = await uploadVideo(here.session);
  await here.transcoder.asked("analyse");
  await vi.waitFor(async () => expect(await rows()).not.toEqual([]));
  const { spans } = await timeline(video);
  expect(spans.find(({ kind }) => kind === "analyse")).toMatchObject({
    attempt: 1,
    outcome: "waiting",
    endedAt: null,
  });
  await here.session.stub.removeVideo(video);
  expect(await rows()).toEqual([]);
  expect((await ask(video, await tokenOf(here.session))).status).toBe(404);
});

it("is the owner's alone", async () => {
  const video = await uploadVideo(here.session);
  const stranger = await newSession();
  expect((await ask(video, await tokenOf(stranger))).status).toBe(404);
  expect((await ask(`vid_${"0".repeat(32)}`, await tokenOf(here.session))).status).toBe(404);
  expect((await ask(video, null)).status).toBe(401);
});

it("keeps the newest twenty attempts of a job that is retried without end", async () => {
  here.transcoder.script = (job) =>
    job.kind === "probe" ? [{ type: "failed", code: "corrupt" }] : undefined;
  const video = await uploadVideo(here.session);
  for (let retry = 0; retry < 22; retry++) {
    await until(here.session, video, ({ metadata }) => metadata.status === "failed");
    await here.session.stub.retry(video);
  }
  await until(here.session, video, ({ metadata }) => metadata.status === "failed");
  const { spans } = await timeline(video);
  const attempts = spans.filter(({ kind }) => kind === "probe").map(({ attempt }) => attempt);
  expect(attempts).toEqual(Array.from({ length: 20 }, (_, place) => place + 4));
});
