// Runs one attempt: one `POST /jobs` to the transcoder, whose lines of news go to the session as
// they come. The answer's end is the attempt's end; an answer that stops short or falls silent is a
// failed attempt. When the session does not welcome a line (cancelled, deleted, taken over), the
// transcoder is asked to stop, and the answer is read to its end all the same.

import { type JobMessage, type News, NewsSchema } from "../../protocol/job.ts";
import { NEWS_SILENCE_MS } from "../../protocol/limits.ts";
import type { Env } from "../env.ts";
import { publishFirstFacts } from "../facts/first-facts.ts";
import { ATTEMPT_MS } from "../session/job-request.ts";
import type { Session } from "../session/session.ts";
import { askTranscoder, stopJob } from "../transcoder.ts";
import { readLines } from "./lines.ts";

/** A line holds at most the plan of a 4 h film, some 100 kB; a row of the session 2 MB. */
const LINE_CHARS_MAX = 1_500_000;

/** Lines that only say that a job goes on are told at most this often. */
const TELL_INTERVAL_MS = 450;

/** Tries at telling the session how a job ended: a deploy resets the object for a moment. */
const TELL_TRIES = 5;

/**
 * Runs the attempt that the message names. True: the message is done with, however the job ended.
 * False: the transcoder was not reached or had no room, and the same message is to come again.
 */
export async function runJob(message: JobMessage, env: Env): Promise<boolean> {
  // A stub that has failed once may stay broken: each call gets its own.
  const session = () => env.SESSION.getByName(message.session);
  const started = await session().startJob(message);
  if (!started) return true;
  const { video, request, instance } = started;
  const startedAt = Date.now();
  if (request.kind === "probe") await publishFirstFacts(video, session(), env.MEDIA);

  const response = await askTranscoder(env, instance, "/jobs", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(request),
  });
  if (!response) {
    await session().returnJob(message);
    return false;
  }
  if (!response.ok || !response.body) {
    console.error(`${request.kind} ${request.id}: ${response.status}`, await response.text());
    await session().failJob(message, "internal", false);
    return true;
  }
  const ended = await relay(message, response.body, {
    // Later there is no time left for the work itself, before its URLs and this consumer are at their
    // end: the place in the line is given up.
    waitUntil: startedAt + ATTEMPT_MS - request.limitMs,
    tell: (news) => tell(news, session),
    stop: () => stopJob(env, { id: message.job, attempt: message.attempt, instance }),
  });
  if (ended === "no room") {
    await session().returnJob(message);
    return false;
  }
  if (ended !== "told") await session().failJob(message, ended, false);
  return true;
}

/** How an answer ended: its last line said it, it fell silent, broke off, or only ever waited. */
type Ending = "told" | "timeout" | "internal" | "no room";

async function relay(
  message: JobMessage,
  body: ReadableStream<Uint8Array>,
  to: {
    waitUntil: number;
    tell: (news: News) => Promise<boolean>;
    stop: () => Promise<void>;
  },
): Promise<Ending> {
  let [welcome, told, crowded] = [true, false, false];
  let [toldAt, toldType] = [0, ""];
  try {
    for await (const line of readLines(body, LINE_CHARS_MAX, NEWS_SILENCE_MS)) {
      if (line === null) {
        await to.stop();
        return welcome && !crowded ? "timeout" : "told";
      }
      const news = parseNews(line, message);
      if (!news || !welcome || crowded) continue;
      const last = news.type === "result" || news.type === "failed";
      // That a job has left the line is told at once: from then on its time is measured.
      const goesOn = news.type === toldType;
      if (!last && goesOn && Date.now() - toldAt < TELL_INTERVAL_MS) continue;
      welcome = await to.tell(news);
      [toldAt, toldType] = [Date.now(), news.type];
      told = last;
      crowded = news.type === "waiting" && toldAt > to.waitUntil;
      if ((!welcome && !told) || crowded) await to.stop();
    }
  } catch (cause) {
    console.warn(`${message.job}: the transcoder's answer broke off`, cause);
  }
  if (crowded) return "no room";
  return told || !welcome ? "told" : "internal";
}

/** Tells the session. A lost line of progress is made up for by the next; the last one is not. */
async function tell(news: News, session: () => DurableObjectStub<Session>): Promise<boolean> {
  for (let tried = 1; ; tried++) {
    try {
      return await session().recordNews(news);
    } catch (cause) {
      console.warn(`${news.job}: the session could not be told`, cause);
      if (news.type !== "result" && news.type !== "failed") return true;
      if (tried === TELL_TRIES) throw cause;
      await scheduler.wait(250 * 2 ** tried);
    }
  }
}

function parseNews(line: string, message: JobMessage): News | null {
  const news = NewsSchema.parse(JSON.parse(line));
  return news.job === message.job && news.attempt === message.attempt ? news : null;
}
