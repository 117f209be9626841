// The Cloudflare Worker's entry: what is answered where, and who consumes the queues.

import { Hono } from "hono";
import { metadata, metadataSchema } from "./api/metadata.ts";
import { oneShot } from "./api/one-shot.ts";
import { preview } from "./api/preview.ts";
import { sessions } from "./api/sessions.ts";
import { timeline } from "./api/timeline.ts";
import { uploads } from "./api/uploads.ts";
import { videos } from "./api/videos.ts";
import { cors } from "./cors.ts";
import type { Env } from "./env.ts";
import { consume } from "./jobs/consume.ts";
import { media } from "./media/gateway.ts";
import { answerProblem, HttpFailure } from "./problem.ts";
import { askTranscoder } from "./transcoder.ts";

export { Session } from "./session/session.ts";
export { ContainerProxy, Transcoder } from "./transcoder.ts";

const app = new Hono<{ Bindings: Env }>({ strict: false });

app.use("/v1/*", cors);

// A session, its snapshot and its stream of events.
app.route("/v1", sessions);

// Resumable uploads, and whole files in one request; both become the same video.
app.route("/v1/uploads", uploads);
app.route("/v1/videos", oneShot);
app.route("/v1/videos", videos);
app.route("/v1/videos", preview);
app.route("/v1/videos", metadata);
app.route("/v1/videos", timeline);
app.route("/schema", metadataSchema);

// Bytes, for whoever holds a capability: players, downloads, the transcoder.
app.route("/v1/media", media);

// 200 only when the Worker, its storage and the transcoder answer.
app.get("/healthz", async (c) => {
  const [storage, transcoder] = await Promise.all([
    storageAnswers(c.env),
    transcoderAnswers(c.env),
  ]);
  const parts = { worker: true, storage, transcoder };
  return c.json(parts, storage && transcoder ? 200 : 503);
});

app.notFound((c) => answerProblem(new HttpFailure("not_found"), c));
app.onError(answerProblem);

export default {
  fetch: app.fetch,
  queue: consume,
} satisfies ExportedHandler<Env>;

async function storageAnswers(env: Env): Promise<boolean> {
  try {
    await env.MEDIA.head("healthz");
    return true;
  } catch (cause) {
    console.error("storage does not answer", cause);
    return false;
  }
}

async function transcoderAnswers(env: Env): Promise<boolean> {
  const response = await askTranscoder(env, 0, "/health");
  await response?.text();
  return response?.ok === true;
}
