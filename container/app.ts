// The transcoder's HTTP face: start a job and hear its news, stop a job, ask for health. It knows
// nothing of sessions, queues or storage; what it may touch is in the URLs of the job.

import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { stream } from "hono/streaming";
import {
  type JobRequest,
  JobRequestSchema,
  type News,
  TRANSCODER_HEADER,
} from "../protocol/job.ts";
import type { Attempts } from "./attempts.ts";
import { JobFailure } from "./job-failure.ts";
import type { Line } from "./line.ts";

/** A plan of a 4 h film names 2 400 segments, in about 120 KB; assemble names their paths too. */
const REQUEST_BYTES_MAX = 4 * 1024 * 1024;
/** Lines that a client may lag behind before it is taken for gone. */
const BACKLOG_MAX = 1_000;

/** What `/health` tells of ffmpeg: its version, and what it lacks for single steps. */
export type Health = { ffmpeg: string; missing: readonly string[] };

/** The service's routes. */
export function createApp(attempts: Attempts, line: Line, health: Health): Hono {
  const app = new Hono();
  app.use(async (context, next) => {
    await next();
    context.header(TRANSCODER_HEADER, "1");
  });

  app.get("/health", (context) => context.json({ ok: true, ...health, ...line.counts() }));

  app.delete("/jobs/:id", async (context) =>
    (await attempts.cancel(context.req.param("id"), upTo(context.req.query("attempt"))))
      ? context.body(null, 204)
      : context.json({ error: "no such job here" }, 404),
  );

  app.post(
    "/jobs",
    bodyLimit({
      maxSize: REQUEST_BYTES_MAX,
      onError: (context) => context.json({ error: "the request is too large" }, 413),
    }),
    async (context) => {
      const job = parseJob(await context.req.text());
      if (typeof job === "string") return context.json({ error: job }, 400);
      const news = newsQueue();
      const attempt = attempts.start(job, news.tell);
      if (!attempt) return context.json({ error: "a newer attempt is here" }, 409);
      context.header("content-type", "application/x-ndjson");
      context.header("cache-control", "no-store");
      return stream(context, async (body) => {
        const stop = () => attempt.stop(new JobFailure("cancelled", "The request went away."));
        body.onAbort(stop);
        attempt.ended.finally(news.close);
        for await (const item of news.read(stop)) await body.write(`${JSON.stringify(item)}\n`);
      });
    },
  );
  return app;
}

/** The job, or what is wrong with the request. */
function parseJob(text: string): JobRequest | string {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return "the body is not JSON";
  }
  const parsed = JobRequestSchema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return `${issue?.path.join(".") || "the body"}: ${issue?.message ?? "not a job"}`;
}

/** News between an attempt that tells and a response that writes, bounded. */
function newsQueue() {
  const items: News[] = [];
  let wake = () => {};
  let closed = false;
  return {
    tell(item: News) {
      items.push(item);
      wake();
    },
    close() {
      closed = true;
      wake();
    },
    async *read(overflow: () => void): AsyncGenerator<News> {
      for (;;) {
        if (items.length > BACKLOG_MAX) overflow();
        const item = items.shift();
        if (item) yield item;
        else if (closed) return;
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    },
  };
}

/** The newest attempt that a cancel means: a late one must not end what was begun after it. */
function upTo(query: string | undefined): number {
  return query !== undefined && /^\d{1,9}$/.test(query) ? Number(query) : Number.POSITIVE_INFINITY;
}
