// Makes one preview while a person waits: one `POST /jobs`, read to its end, without a queue, a retry
// or news to anyone. It ends with the result, with a failure, at its limit, or with its client.

import type { FailureCode } from "../../protocol/failure.ts";
import { type News, NewsSchema, type ResultOf } from "../../protocol/job.ts";
import { NEWS_SILENCE_MS } from "../../protocol/limits.ts";
import type { Env } from "../env.ts";
import type { BegunPreview } from "../session/contract.ts";
import { askTranscoder, stopJob } from "../transcoder.ts";
import { readLines } from "./lines.ts";

/** From request to answer in ms, waking a container and waiting in its line included. */
const PREVIEW_MS = 20_000;

/** A line holds a recipe with the tone of each shot. */
const LINE_CHARS_MAX = 1_500_000;

export type PreviewEnd =
  | { result: ResultOf<"preview"> }
  | { result: null; code: FailureCode; detail?: string };

type Begun = Extract<BegunPreview, { made: null }>;

export type PreviewWatch = {
  /** Aborts when the client has left. */
  gone: AbortSignal;
  /** False once the session has given the preview up. */
  wanted: () => Promise<boolean>;
  /** Is given what goes on after the end: the answer must be read to its own. */
  linger: (work: Promise<unknown>) => void;
};

/** Resolves with how it ended, and never rejects for what the transcoder does. */
export async function runPreview(
  begun: Begun,
  env: Env,
  { gone, wanted, linger }: PreviewWatch,
): Promise<PreviewEnd> {
  const { id, attempt } = begun.request;
  const stopIt = () => linger(stopJob(env, { id, attempt, instance: begun.instance }));
  const working = work(begun, env, wanted, stopIt);
  linger(working);
  const cut = Promise.withResolvers<PreviewEnd>();
  const stop = (end: PreviewEnd) => {
    stopIt();
    cut.resolve(end);
  };
  const timer = setTimeout(() => stop(failed("timeout")), PREVIEW_MS);
  const leave = () => stop(failed("cancelled"));
  gone.addEventListener("abort", leave);
  if (gone.aborted) leave();
  try {
    return await Promise.race([working, cut.promise]);
  } finally {
    clearTimeout(timer);
    gone.removeEventListener("abort", leave);
  }
}

/**
 * Whoever gives a preview up has its job stopped, and that may come before the job itself has come:
 * so it is asked again, with the answer's first sign and with each line, whether anyone wants it.
 */
async function work(
  { request, instance }: Begun,
  env: Env,
  wanted: PreviewWatch["wanted"],
  stop: () => void,
): Promise<PreviewEnd> {
  const response = await askTranscoder(env, instance, "/jobs", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(request),
  });
  if (!response) return failed("transcoder_unavailable");
  if (!response.ok || !response.body) {
    console.error(`preview ${request.id}: ${response.status}`, await response.text());
    return failed("internal");
  }
  try {
    if (!(await wanted())) stop();
    let last: News | null = null;
    for await (const line of readLines(response.body, LINE_CHARS_MAX, NEWS_SILENCE_MS)) {
      if (line === null) {
        stop();
        return failed("timeout");
      }
      last = NewsSchema.parse(JSON.parse(line));
      const over = last.type === "result" || last.type === "failed";
      if (!over && !(await wanted())) stop();
    }
    if (last?.type === "result" && last.result.kind === "preview") return { result: last.result };
    if (last?.type === "failed") return failed(last.code, last.detail);
  } catch (cause) {
    console.warn(`preview ${request.id}: the transcoder's answer broke off`, cause);
  }
  return failed("transcoder_unavailable");
}

function failed(code: FailureCode, detail?: string): PreviewEnd {
  return { result: null, code, ...(detail === undefined ? {} : { detail }) };
}
