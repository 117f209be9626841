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

/**
 * Resolves with how it ended, and never rejects for what the transcoder does. `gone` aborts when the
 * client has left; `linger` is given what goes on after that: the answer must be read to its end.
 */
export async function runPreview(
  { request, instance }: Begun,
  env: Env,
  gone: AbortSignal,
  linger: (work: Promise<unknown>) => void,
): Promise<PreviewEnd> {
  const working = work({ made: null, request, instance }, env);
  linger(working);
  const cut = Promise.withResolvers<PreviewEnd>();
  const stop = (end: PreviewEnd) => {
    linger(stopJob(env, { id: request.id, attempt: request.attempt, instance }));
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

async function work({ request, instance }: Begun, env: Env): Promise<PreviewEnd> {
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
    let last: News | null = null;
    for await (const line of readLines(response.body, LINE_CHARS_MAX, NEWS_SILENCE_MS)) {
      if (line === null) return failed("timeout");
      last = NewsSchema.parse(JSON.parse(line));
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
