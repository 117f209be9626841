// Runs one attempt: one `POST /jobs` to the transcoder, whose lines of news go to the session as
// they come. The answer's end is the attempt's end; an answer that stops short or falls silent is a
// failed attempt. When the session does not welcome a line (cancelled, deleted, taken over), the
// transcoder is asked to stop, and the answer is read to its end all the same.

import { type JobMessage, type News, NewsSchema } from "../../protocol/job.ts";
import { NEWS_SILENCE_MS } from "../../protocol/limits.ts";
import type { Env } from "../env.ts";
import { edgeFacts } from "../facts/edge-facts.ts";
import type { Session } from "../session/session.ts";
import { sourceReader } from "../source/read.ts";
import { askTranscoder, stopJob } from "../transcoder.ts";
import { readLines } from "./lines.ts";

/** A line of news holds at most a plan of a 4 h film, in characters. */
const LINE_CHARS_MAX = 4 * 1024 * 1024;

/**
 * Runs the attempt that the message names. True: the message is done with, however the job ended.
 * False: the transcoder was not reached, and the same message is to come again.
 */
export async function runJob(message: JobMessage, env: Env): Promise<boolean> {
  const session = env.SESSION.getByName(message.session);
  const started = await session.startJob(message);
  if (!started) return true;
  const { video, request, instance, edge } = started;
  if (edge) await publishEdgeFacts(message, video, session, env);

  const response = await askTranscoder(env, instance, "/jobs", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(request),
  });
  if (!response) {
    await session.returnJob(message);
    return false;
  }
  if (!response.ok || !response.body) {
    console.error(`${request.kind} ${request.id}: ${response.status}`, await response.text());
    await session.failJob(message, "internal", false);
    return true;
  }
  const ended = await relay(message, response.body, session, () =>
    stopJob(env, instance, request.id),
  );
  if (ended !== "told") await session.failJob(message, ended, false);
  return true;
}

/** How an answer ended: its last line said it, it fell silent, or it broke off. */
type Ending = "told" | "timeout" | "internal";

async function relay(
  message: JobMessage,
  body: ReadableStream<Uint8Array>,
  session: DurableObjectStub<Session>,
  stop: () => Promise<void>,
): Promise<Ending> {
  let welcome = true;
  let told = false;
  try {
    for await (const line of readLines(body, LINE_CHARS_MAX, NEWS_SILENCE_MS)) {
      if (line === null) {
        await stop();
        return welcome ? "timeout" : "told";
      }
      const news = parseNews(line, message);
      if (!news || !welcome) continue;
      told = news.type === "result" || news.type === "failed";
      welcome = await session.recordNews(news);
      if (!welcome && !told) await stop();
    }
  } catch (cause) {
    console.warn(`${message.job}: the transcoder's answer broke off`, cause);
  }
  return told || !welcome ? "told" : "internal";
}

function parseNews(line: string, message: JobMessage): News | null {
  const news = NewsSchema.parse(JSON.parse(line));
  return news.job === message.job && news.attempt === message.attempt ? news : null;
}

/**
 * First facts, read here in milliseconds while the transcoder may need seconds to wake. What goes
 * wrong with them is not the attempt's failure: ffprobe answers after them in any case.
 */
async function publishEdgeFacts(
  message: JobMessage,
  video: string,
  session: DurableObjectStub<Session>,
  env: Env,
): Promise<void> {
  try {
    const source = await sourceReader(env.MEDIA, session, video);
    const facts = source && (await edgeFacts(source));
    if (facts) await session.recordEdgeFacts(message.job, facts);
  } catch (cause) {
    console.warn(`${message.job}: no facts at the edge`, cause);
  }
}
